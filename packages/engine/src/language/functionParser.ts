/** Tokens → syntax tree: names, lists and functions (ECMAScript 2023 §13.1, §15). */
import { DeclaredNames } from './declaredNames.ts';
import { described, LanguageError } from './languageError.ts';
import type * as tree from './syntaxTree.ts';
import { Tokens } from './tokens.ts';

const wrongFunction = 'the function must be neither async nor a generator';
/** What may stand among arguments; what of it is no plain name is left to the reader of the tree. */
const argumentTypes = new Set<tree.Expression['type']>([
  'Identifier',
  'AssignmentExpression',
  'ObjectExpression',
  'ArrayExpression',
  'SpreadElement',
]);

/** Reads functions, whose parts others read. */
export abstract class FunctionParser extends Tokens {
  protected readonly names = new DeclaredNames();
  /** How many `for` loops of the same function are around the place read. */
  protected loops = 0;

  /** The braces of a function and what is between them. */
  protected abstract block(): tree.Block;

  /** An expression without a comma. @param isFor whether `in` ends it, as at the head of a loop. */
  protected abstract assigned(isFor?: boolean): tree.Expression;

  protected outside(type: string, start = this.token.start): LanguageError {
    const isWhole = this.text.slice(0, start).trim() === '';
    const message =
      type.includes('Function') && isWhole ? wrongFunction : `${described(type)} is outside the language`;
    return new LanguageError('outside_grammar', message, this.text, start);
  }

  protected taken(name: string): tree.Identifier {
    const { start, end } = this.token;
    this.next();
    return { type: 'Identifier', start, end, name };
  }

  /** A name that the text may give. */
  protected name(): tree.Identifier {
    if (this.token.kind === 'keyword') throw this.fail(`unexpected keyword '${this.token.value}'`);
    if (this.token.kind !== 'name') throw this.unexpected();
    const name = this.taken(this.token.value);
    if (name.name === 'enum') throw this.fail("the keyword 'enum' is reserved", name.start);
    return name;
  }

  /** The values up to a closing bracket whose opening one has been read. */
  protected list(close: string, mayLeaveOut: true): (tree.Expression | null)[];
  protected list(close: string, mayLeaveOut: false): tree.Expression[];
  protected list(close: string, mayLeaveOut: boolean): (tree.Expression | null)[] {
    const items: (tree.Expression | null)[] = [];
    while (!this.eat(close)) {
      if (items.length > 0) {
        this.expect(',');
        if (this.eat(close)) break;
      }
      items.push(mayLeaveOut && this.is(',') ? null : this.item());
    }
    return items;
  }

  protected item(): tree.Expression {
    const { start } = this.token;
    if (!this.eat('...')) return this.assigned();
    this.assigned();
    return { type: 'SpreadElement', start, end: this.previousEnd };
  }

  protected checkArguments(items: readonly tree.Expression[]): void {
    for (const item of items) {
      if (!argumentTypes.has(item.type)) throw this.fail('assigning to rvalue', item.start);
      if (item.type === 'AssignmentExpression' && item.operator !== '=')
        throw this.fail("only '=' operator can be used for specifying default value.", item.left.end);
    }
  }

  protected arrow(start: number, params: readonly tree.Expression[], isFor: boolean): tree.FunctionText {
    this.expect('=>');
    const body = this.inFunction(params, true, () => (this.is('{') ? this.block() : this.assigned(isFor)));
    return { type: 'ArrowFunctionExpression', start, end: this.previousEnd, params, body };
  }

  protected functionText(): tree.FunctionText {
    const { start } = this.token;
    this.next();
    if (this.is('*')) throw this.outside('FunctionExpression', start);
    if (this.token.kind === 'name') this.name();
    this.expect('(');
    const params = this.list(')', false);
    this.checkArguments(params);
    const isPlain = params.every((it) => it.type === 'Identifier');
    const body = this.inFunction(params, !isPlain, () => this.block());
    return { type: 'FunctionExpression', start, end: this.previousEnd, params, body };
  }

  private inFunction<T>(params: readonly tree.Expression[], areDistinct: boolean, read: () => T): T {
    const { loops } = this;
    this.loops = 0;
    const value = this.names.within(true, () => {
      const seen = new Set<string>();
      for (const param of params) {
        if (param.type !== 'Identifier') continue;
        if (areDistinct && seen.has(param.name)) throw this.fail('argument name clash', param.start);
        seen.add(param.name);
        this.names.declare(param.name, 'var');
      }
      return read();
    });
    this.loops = loops;
    return value;
  }
}
