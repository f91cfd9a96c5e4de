/** Tokens → syntax tree: expressions, by precedence climbing (ECMAScript 2023 §13). */
import { AtomParser, isArrowAt } from './atomParser.ts';
import type * as tree from './syntaxTree.ts';

/** Binary operators from the loosest to the tightest; `**` stands between unary operators and calls. */
const levels = [
  '??',
  '||',
  '&&',
  '|',
  '^',
  '&',
  '== != === !==',
  '< > <= >= instanceof in',
  '<< >> >>>',
  '+ -',
  '* / %',
];
const precedence = new Map(
  levels.flatMap((operators, level) =>
    operators.split(' ').map((operator) => [operator, level + 1] as const),
  ),
);
const logical = new Set(['&&', '||', '??']);
/** `??` takes on its right what no logical operator is in, so that mixing them is noticed. */
const tightness = new Map(precedence).set('??', precedence.get('&&')!);
const unary = new Set(['-', '+', '!', '~', 'typeof', 'void', 'delete']);
const assignment = /^(?:[+\-*/%&|^]|\*\*|<<|>>>?|&&|\|\||\?\?)?=$/;

/** Reads expressions. */
export abstract class ExpressionParser extends AtomParser {
  protected override expression(isFor = false): tree.Expression {
    const { start } = this.token;
    const first = this.assigned(isFor);
    if (!this.is(',')) return first;
    while (this.eat(',')) this.assigned(isFor);
    return { type: 'SequenceExpression', start, end: this.previousEnd };
  }

  protected override assigned(isFor = false): tree.Expression {
    const { start } = this.token;
    if (this.is('(') || this.token.kind === 'name') this.arrowStart = start;
    const left = this.conditional(isFor);
    const operator = this.token.value;
    if (this.token.kind !== 'punctuator' || !assignment.test(operator)) return left;
    this.checkTarget(left, operator === '=');
    this.next();
    const right = this.assigned(isFor);
    return { type: 'AssignmentExpression', start, end: this.previousEnd, operator, left, right };
  }

  private checkTarget(target: tree.Expression, mayBePattern: boolean): void {
    const { type, start } = target;
    if (type === 'ParenthesizedExpression') this.checkTarget(target.expression, mayBePattern);
    else if (type === 'ChainExpression')
      throw this.fail('optional chaining cannot appear in left-hand side', start);
    else if (type !== 'Identifier' && type !== 'MemberExpression')
      if (!mayBePattern || (type !== 'ObjectExpression' && type !== 'ArrayExpression'))
        throw this.fail('assigning to rvalue', start);
  }

  private conditional(isFor: boolean): tree.Expression {
    const { start } = this.token;
    const test = this.operation(this.unary(isFor), start, 0, isFor);
    if (isArrowAt(test, start) || !this.eat('?')) return test;
    const consequent = this.assigned();
    this.expect(':');
    const alternate = this.assigned(isFor);
    return { type: 'ConditionalExpression', start, end: this.previousEnd, test, consequent, alternate };
  }

  private operation(left: tree.Expression, start: number, least: number, isFor: boolean): tree.Expression {
    const operator = this.token.value;
    const level = this.is(operator) ? precedence.get(operator) : undefined;
    if (level === undefined || level <= least || (isFor && operator === 'in') || isArrowAt(left, start))
      return left;
    this.next();
    const place = this.token.start;
    const right = this.operation(this.unary(isFor), place, tightness.get(operator)!, isFor);
    const type = logical.has(operator) ? 'LogicalExpression' : 'BinaryExpression';
    const mixed = operator === '??' ? ['||', '&&'] : logical.has(operator) ? ['??'] : [];
    if (mixed.some((it) => this.is(it)))
      throw this.fail(
        'logical expressions and coalesce expressions cannot be mixed. Wrap either by parentheses',
      );
    const node: tree.Binary = { type, start, end: this.previousEnd, operator, left, right };
    return this.operation(node, start, least, isFor);
  }

  /** @param before the sign that this is the operand of. */
  private unary(isFor: boolean, before = ''): tree.Expression {
    const { start } = this.token;
    const value = this.prefixed(isFor) ?? this.postfixed(isFor);
    const isCounted = before === '++' || before === '--';
    if (isCounted || isArrowAt(value, start) || !this.is('**')) return value;
    if (before === '-') throw this.fail('a minus before ** is ambiguous; write -(x ** 2) or (-x) ** 2');
    if (before !== '') throw this.unexpected();
    this.next();
    const right = this.unary(isFor);
    return { type: 'BinaryExpression', start, end: this.previousEnd, operator: '**', left: value, right };
  }

  private prefixed(isFor: boolean): tree.Expression | undefined {
    const { start, value: operator } = this.token;
    const isCount = this.is('++') || this.is('--');
    if (!isCount && !(this.is(operator) && unary.has(operator))) return undefined;
    this.next();
    const argument = this.unary(isFor, operator);
    if (isCount) this.checkTarget(argument, false);
    const type = isCount ? 'UpdateExpression' : 'UnaryExpression';
    return { type, start, end: this.previousEnd, operator, argument };
  }

  private postfixed(isFor: boolean): tree.Expression {
    const { start } = this.token;
    let value = this.operand(isFor);
    while ((this.is('++') || this.is('--')) && !this.mayEndStatement && !isArrowAt(value, start)) {
      const operator = this.token.value;
      this.checkTarget(value, false);
      this.next();
      value = { type: 'UpdateExpression', start, end: this.previousEnd, operator, argument: value };
    }
    return value;
  }
}
