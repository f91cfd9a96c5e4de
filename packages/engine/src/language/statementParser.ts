/** Tokens → syntax tree: the statements of a function's body (ECMAScript 2023 §14). */
import { ExpressionParser } from './expressionParser.ts';
import { described, LanguageError } from './languageError.ts';
import type * as tree from './syntaxTree.ts';

/** Statements that lie outside the language, by the keyword they begin with, as ESTree calls them. */
const outsideByKeyword: Readonly<Record<string, string>> = {
  class: 'ClassDeclaration',
  debugger: 'DebuggerStatement',
  do: 'DoWhileStatement',
  function: 'FunctionDeclaration',
  switch: 'SwitchStatement',
  throw: 'ThrowStatement',
  try: 'TryStatement',
  while: 'WhileStatement',
  with: 'WithStatement',
};

/** What a lone statement belongs to: there it declares nothing. */
type Owner = 'if' | 'for';

/** Reads texts of the language as statements and expressions. */
export class StatementParser extends ExpressionParser {
  /** The whole text as the body of a function. */
  program(): tree.Program {
    this.next();
    const body: tree.Statement[] = [];
    while (this.token.kind !== 'end') body.push(this.statement());
    return { type: 'Program', start: 0, end: this.text.length, body };
  }

  /** The expression at the beginning of the text. */
  firstExpression(): tree.Expression {
    this.next();
    return this.expression();
  }

  protected override block(): tree.Block {
    const { start } = this.token;
    this.expect('{');
    const body: tree.Statement[] = [];
    while (!this.is('}')) {
      if (this.token.kind === 'end') throw this.unexpected();
      body.push(this.statement());
    }
    this.next();
    return { type: 'BlockStatement', start, end: this.previousEnd, body };
  }

  private statement(owner?: Owner): tree.Statement {
    const { start, value } = this.token;
    if (this.isDeclaration(owner)) {
      if (owner !== undefined && value !== 'var') throw this.unexpected();
      const declaration = this.declaration(false);
      this.endStatement();
      return { ...declaration, end: this.previousEnd };
    }
    if (this.token.kind === 'keyword' || this.token.kind === 'punctuator') {
      const read = this.byKeyword(value, owner);
      if (read !== undefined) return read;
    }
    if (this.isWord('async') && this.following === 'function')
      throw this.outsideStatement('FunctionDeclaration');
    const isName = this.token.kind === 'name';
    const expression = this.expression();
    if (isName && expression.type === 'Identifier' && this.is(':'))
      throw this.outsideStatement('LabeledStatement', start);
    this.endStatement();
    return { type: 'ExpressionStatement', start, end: this.previousEnd, expression };
  }

  private byKeyword(keyword: string, owner: Owner | undefined): tree.Statement | undefined {
    const { start } = this.token;
    switch (keyword) {
      case '{':
        return this.names.within(false, () => this.block());
      case ';':
        this.next();
        return { type: 'EmptyStatement', start, end: this.previousEnd };
      case 'if':
        return this.branch();
      case 'for':
        return this.names.within(false, () => this.loop());
      case 'return':
        return this.result();
      case 'break':
      case 'continue':
        return this.jump(keyword);
      case 'import':
      case 'export':
        if (keyword === 'import' && /^[(.]$/.test(this.following)) return undefined;
        throw this.fail("'import' and 'export' may appear only with 'sourceType: module'");
      default:
    }
    const type = Object.hasOwn(outsideByKeyword, keyword) ? outsideByKeyword[keyword] : undefined;
    if (type === undefined) return undefined;
    const isAlone =
      type === 'ClassDeclaration' ? owner !== undefined : type === 'FunctionDeclaration' && owner === 'for';
    if (isAlone) throw this.unexpected();
    throw this.outsideStatement(type);
  }

  private outsideStatement(type: string, start = this.token.start): LanguageError {
    const message = `${described(type)} is outside the language; a body holds const, let, if, for and return`;
    return new LanguageError('outside_grammar', message, this.text, start);
  }

  /** Ends a statement by its semicolon, or where one may be left out. */
  private endStatement(): void {
    if (!this.eat(';') && !this.mayEndStatement) throw this.unexpected();
  }

  private isDeclaration(owner?: Owner): boolean {
    if (this.is('const') || this.is('var')) return true;
    if (!this.isWord('let')) return false;
    const { following } = this;
    if (/^[[\\]/.test(following)) return true;
    return (
      owner === undefined &&
      /^(?:\{|[$_\p{ID_Start}])/u.test(following) &&
      !/^in(?:stanceof)?$/.test(following)
    );
  }

  private declaration(isFor: boolean): tree.Declaration {
    const { start } = this.token;
    const kind = this.is('const') ? 'const' : this.is('var') ? 'var' : 'let';
    this.next();
    const declarations: { id: tree.Identifier; init: tree.Expression | null }[] = [];
    do {
      const id = this.declaredName(kind);
      const hasValue = this.eat('=');
      const mayBeIn = this.is('in') || this.isWord('of');
      if (!hasValue && kind === 'const' && !mayBeIn) throw this.unexpected();
      declarations.push({ id, init: hasValue ? this.assigned(isFor) : null });
    } while (this.eat(','));
    return { type: 'VariableDeclaration', start, end: this.previousEnd, kind, declarations };
  }

  private declaredName(kind: tree.Declaration['kind']): tree.Identifier {
    if (this.is('{') || this.is('['))
      throw new LanguageError('outside_grammar', 'a plain name is expected', this.text, this.token.start);
    const id = this.name();
    if (kind !== 'var' && id.name === 'let')
      throw this.fail('let is disallowed as a lexically bound name', id.start);
    if (!this.names.declare(id.name, kind))
      throw this.fail(`identifier '${id.name}' has already been declared`, id.start);
    return id;
  }

  private branch(): tree.If {
    const { start } = this.token;
    this.next();
    this.expect('(');
    const test = this.expression();
    this.expect(')');
    const consequent = this.statement('if');
    const alternate = this.eat('else') ? this.statement('if') : null;
    return { type: 'IfStatement', start, end: this.previousEnd, test, consequent, alternate };
  }

  private loop(): tree.For {
    const { start } = this.token;
    this.next();
    this.expect('(');
    const init = this.is(';') ? null : this.isDeclaration() ? this.declaration(true) : this.expression(true);
    if (this.is('in')) throw this.outsideStatement('ForInStatement', start);
    if (init !== null && this.isWord('of')) throw this.outsideStatement('ForOfStatement', start);
    this.expect(';');
    const test = this.is(';') ? null : this.expression();
    this.expect(';');
    const update = this.is(')') ? null : this.expression();
    this.expect(')');
    this.loops++;
    const body = this.statement('for');
    this.loops--;
    return { type: 'ForStatement', start, end: this.previousEnd, init, test, update, body };
  }

  private result(): tree.Return {
    const { start } = this.token;
    this.next();
    let argument: tree.Expression | null = null;
    if (!this.eat(';') && !this.mayEndStatement) {
      argument = this.expression();
      this.endStatement();
    }
    return { type: 'ReturnStatement', start, end: this.previousEnd, argument };
  }

  private jump(keyword: 'break' | 'continue'): never {
    const { start } = this.token;
    this.next();
    const hasLabel = !this.is(';') && !this.mayEndStatement;
    if (this.loops === 0 || hasLabel) throw this.fail(`unsyntactic ${keyword}`, start);
    throw this.outsideStatement(keyword === 'break' ? 'BreakStatement' : 'ContinueStatement', start);
  }
}
