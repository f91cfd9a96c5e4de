/** Tokens → syntax tree: single values, and what is called, indexed or taken from them (ECMAScript 2023 §13.2, §13.3). */
import { FunctionParser } from './functionParser.ts';
import type * as tree from './syntaxTree.ts';

export interface ParserOptions {
  /** Keep brackets as nodes of their own, so that the tree ends where the text does. */
  readonly keepBrackets: boolean;
}

/** Reads operands. */
export abstract class AtomParser extends FunctionParser {
  /** Where an arrow function may begin. */
  protected arrowStart = -1;
  readonly #keepBrackets: boolean;

  constructor(text: string, options: ParserOptions) {
    super(text);
    this.#keepBrackets = options.keepBrackets;
  }

  /** An expression, which commas may go on. */
  protected abstract expression(): tree.Expression;

  /** A value and all that is done to it by brackets and dots. */
  protected operand(isFor: boolean): tree.Expression {
    const { start } = this.token;
    return this.accessed(this.atom(isFor), start, true);
  }

  private accessed(base: tree.Expression, start: number, mayCall: boolean): tree.Expression {
    if (isArrowAt(base, start)) return base;
    let value = base;
    let isChain = false;
    for (;;) {
      const isOptional = this.is('?.');
      if (isOptional && !mayCall)
        throw this.fail('optional chaining cannot appear in the callee of new expressions');
      if (isOptional) this.next();
      isChain ||= isOptional;
      if (this.eat('[')) {
        const property = this.expression();
        this.expect(']');
        value = this.member(start, value, property, true);
      } else if (mayCall && this.eat('(')) {
        const given = this.list(')', false);
        if (
          base.type === 'Identifier' &&
          value === base &&
          base.name === 'async' &&
          this.is('=>') &&
          !this.mayEndStatement
        )
          throw this.outside('ArrowFunctionExpression', start);
        value = { type: 'CallExpression', start, end: this.previousEnd, callee: value, arguments: given };
      } else if (this.is('`')) {
        if (isChain)
          throw this.fail('optional chaining cannot appear in the tag of tagged template expressions');
        this.passTemplate(() => this.expression());
        value = { type: 'TaggedTemplateExpression', start, end: this.previousEnd };
      } else if (isOptional || this.eat('.')) {
        value = this.member(start, value, this.propertyName(), false);
      } else break;
    }
    return isChain ? { type: 'ChainExpression', start, end: this.previousEnd } : value;
  }

  private member(
    start: number,
    object: tree.Expression,
    property: tree.Expression,
    computed: boolean,
  ): tree.Member {
    return { type: 'MemberExpression', start, end: this.previousEnd, object, property, computed };
  }

  private propertyName(): tree.Identifier {
    if (this.token.kind === 'private')
      throw this.fail(`private field '#${this.token.value}' must be declared in an enclosing class`);
    if (this.token.kind !== 'name' && this.token.kind !== 'keyword') throw this.unexpected();
    return this.taken(this.token.value);
  }

  private atom(isFor: boolean): tree.Expression {
    const { start, end } = this.token;
    if (this.is('/') || this.is('/=')) this.readAsPattern();
    switch (this.token.kind) {
      case 'name':
        return this.nameOrArrow(isFor);
      case 'number':
      case 'bigint':
      case 'string':
      case 'regexp':
        return this.literal(this.token.kind === 'number' ? this.token.number : undefined);
      case 'private':
        throw this.unexpected();
      default:
    }
    switch (this.token.value) {
      case 'true':
      case 'false':
        return this.literal(this.token.value === 'true');
      case 'null':
        return this.literal(undefined);
      case 'this':
        this.next();
        return { type: 'ThisExpression', start, end };
      case '(':
        return this.bracketed(isFor);
      case '[': {
        this.next();
        const elements = this.list(']', true);
        return { type: 'ArrayExpression', start, end: this.previousEnd, elements };
      }
      case '{':
        return this.object();
      case '`':
        this.passTemplate(() => this.expression());
        return { type: 'TemplateLiteral', start, end: this.previousEnd };
      case 'function':
        return this.functionText();
      case 'new':
        return this.created();
      case 'class':
        throw this.outside('ClassExpression');
      case 'super':
        throw this.fail("'super' keyword outside a method");
      case 'import':
        this.next();
        throw this.is('(') || this.is('.') ? this.outside('ImportExpression', start) : this.unexpected();
      default:
        throw this.unexpected();
    }
  }

  private literal(value: number | boolean | undefined): tree.Literal {
    const { start, end } = this.token;
    this.next();
    return { type: 'Literal', start, end, value };
  }

  private nameOrArrow(isFor: boolean): tree.Expression {
    const { start } = this.token;
    const mayBeArrow = this.arrowStart === start;
    const isAsync = this.isWord('async');
    const name = this.name();
    if (this.mayEndStatement) return name;
    if (isAsync && this.is('function')) throw this.outside('FunctionExpression', start);
    if (!mayBeArrow) return name;
    if (isAsync && this.token.kind === 'name') {
      this.name();
      throw this.is('=>') ? this.outside('ArrowFunctionExpression', start) : this.unexpected();
    }
    return this.is('=>') ? this.arrow(start, [name], isFor) : name;
  }

  /** An expression in brackets, or the arguments of an arrow function. */
  private bracketed(isFor: boolean): tree.Expression {
    const { start } = this.token;
    const mayBeArrow = this.arrowStart === start;
    this.next();
    const innerStart = this.token.start;
    const items: tree.Expression[] = [];
    /** Where something stands that only arguments may have. */
    let argumentsOnly = -1;
    let bracketed = -1;
    while (!this.is(')')) {
      if (items.length > 0) {
        this.expect(',');
        if (this.is(')')) {
          argumentsOnly = this.token.start;
          break;
        }
      }
      const place = this.token.start;
      const isBracketed = this.is('(');
      if (this.is('...')) argumentsOnly = place;
      const item = this.item();
      if (isBracketed && bracketed < 0 && item.type !== 'AssignmentExpression') bracketed = place;
      items.push(item);
      if (item.type !== 'SpreadElement') continue;
      if (this.is(',')) throw this.fail('comma is not permitted after the rest element');
      break;
    }
    if (items.length === 0) argumentsOnly = this.token.start;
    const innerEnd = this.previousEnd;
    this.expect(')');
    if (mayBeArrow && this.is('=>') && !this.mayEndStatement) {
      this.checkArguments(items);
      if (bracketed >= 0) throw this.fail('parenthesized pattern', bracketed);
      return this.arrow(start, items, isFor);
    }
    if (argumentsOnly >= 0) throw this.unexpected(argumentsOnly);
    const inner: tree.Expression =
      items.length === 1 ? items[0]! : { type: 'SequenceExpression', start: innerStart, end: innerEnd };
    if (!this.#keepBrackets) return inner;
    return { type: 'ParenthesizedExpression', start, end: this.previousEnd, expression: inner };
  }

  /** The braces of an object, whose inside does not matter: it lies outside the language. */
  private object(): tree.Expression {
    const { start } = this.token;
    let depth = 0;
    do {
      if (this.is('{')) depth++;
      if (this.is('}')) depth--;
      if (this.token.kind === 'end') throw this.unexpected();
      if (this.is('`')) this.passTemplate(() => this.expression());
      else this.next();
    } while (depth > 0);
    return { type: 'ObjectExpression', start, end: this.previousEnd };
  }

  private created(): tree.Expression {
    const { start } = this.token;
    this.next();
    if (this.is('.')) throw this.outside('MetaProperty', start);
    const place = this.token.start;
    this.accessed(this.atom(false), place, false);
    if (this.eat('(')) this.list(')', false);
    return { type: 'NewExpression', start, end: this.previousEnd };
  }
}

/** Whether a value is an arrow function that is not in brackets: nothing can be done to it. */
export function isArrowAt(value: tree.Expression, start: number): boolean {
  return value.type === 'ArrowFunctionExpression' && value.start === start;
}
