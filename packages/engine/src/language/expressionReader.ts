/** Expressions of the language: syntax tree → Expr, against a closed grammar. */
import { nearest } from '../config/nearest.ts';
import * as b from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { aliases, functions, namedNumbers, prefixes } from './functions.ts';
import { described, LanguageError } from './languageError.ts';
import type { Scope } from './scope.ts';
import type { Call, Expression, Member, Node } from './syntaxTree.ts';

/** Reads the expressions of one text, which its errors point into. */
export class ExpressionReader {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  outside(node: Node, message: string): LanguageError {
    return new LanguageError('outside_grammar', message, this.text, node.start);
  }

  expression(node: Expression, scope: Scope): Expr {
    switch (node.type) {
      case 'ParenthesizedExpression':
        return this.expression(node.expression, scope);
      case 'Literal':
        if (typeof node.value === 'number') return b.constant(node.value);
        if (typeof node.value === 'boolean') return b.constant(node.value ? 1 : 0);
        throw this.outside(node, 'a number is expected');
      case 'Identifier': {
        return scope.values.get(node.name) ?? b.symbol(node.name);
      }
      case 'UnaryExpression': {
        const value = this.expression(node.argument, scope);
        if (node.operator === '-') return b.neg(value);
        if (node.operator === '+') return value;
        if (node.operator === '!') return b.not(value);
        throw this.outside(node, `the operator ${node.operator} is outside the language`);
      }
      case 'BinaryExpression':
        return this.operate(
          node.operator,
          this.expression(node.left, scope),
          this.expression(node.right, scope),
          node,
        );
      case 'LogicalExpression': {
        const [left, right] = [this.expression(node.left, scope), this.expression(node.right, scope)];
        if (node.operator === '&&') return b.and(left, right);
        if (node.operator === '||') return b.or(left, right);
        throw this.outside(node, 'the operator ?? is outside the language');
      }
      case 'ConditionalExpression':
        return b.select(
          this.expression(node.test, scope),
          this.expression(node.consequent, scope),
          this.expression(node.alternate, scope),
        );
      case 'ArrayExpression':
        return b.vector(
          node.elements.map((item) => {
            if (item === null || item.type === 'SpreadElement')
              throw this.outside(node, 'a list holds values only');
            return this.expression(item, scope);
          }),
        );
      case 'CallExpression':
        return this.callOf(node, scope);
      case 'MemberExpression':
        return this.member(node, scope);
      default:
        throw this.outside(node, `${described(node.type)} is outside the language`);
    }
  }

  protected operate(operator: string, x: Expr, y: Expr, node: Node): Expr {
    const build = operators[operator];
    if (build === undefined) throw this.outside(node, `the operator ${operator} is outside the language`);
    return build(x, y);
  }

  private member(node: Member, scope: Scope): Expr {
    if (node.computed) {
      const place = this.expression(node.property, scope);
      if (place.op !== 'const' || !Number.isInteger(place.value) || (place.value ?? -1) < 0) {
        throw this.outside(node.property, 'an index must be a whole number, counted from 0');
      }
      return b.call('index', [this.expression(node.object, scope), place]);
    }
    const name = dotted(node);
    const last = name?.slice(name.lastIndexOf('.') + 1) ?? '';
    if (
      name !== undefined &&
      prefixes.has(name.slice(0, name.lastIndexOf('.'))) &&
      Object.hasOwn(namedNumbers, last)
    ) {
      return b.constant(namedNumbers[last]!);
    }
    throw this.outside(
      node,
      `${this.text.slice(node.start, node.end)} is outside the language; only functions and PI, E may carry a prefix`,
    );
  }

  private callOf(node: Call, scope: Scope): Expr {
    const full = dotted(node.callee);
    if (full === undefined) throw this.outside(node.callee, 'only a function of the language can be called');
    const cut = full.lastIndexOf('.');
    if (cut >= 0 && !prefixes.has(full.slice(0, cut))) {
      throw this.outside(
        node.callee,
        `the prefix ${full.slice(0, cut)} is not known; accepted are ${[...prefixes].join(', ')}`,
      );
    }
    const written = full.slice(cut + 1);
    const name = Object.hasOwn(aliases, written) ? aliases[written]! : written;
    if (!Object.hasOwn(functions, name)) {
      const near = nearest(written, Object.keys(functions));
      const hint =
        near === undefined
          ? `the functions are ${Object.keys(functions).join(' ')}`
          : `did you mean ${near}?`;
      throw new LanguageError(
        'unknown_function',
        `${written} is not a function of the language; ${hint}`,
        this.text,
        node.callee.start,
      );
    }
    const entry = functions[name]!;
    const args = node.arguments.map((argument) => {
      if (argument.type === 'SpreadElement') throw this.outside(argument, '... is outside the language');
      return this.expression(argument, scope);
    });
    if (args.length < entry.least || args.length > entry.most) {
      const wanted = entry.least === entry.most ? `${entry.least}` : `${entry.least} or more`;
      throw new LanguageError(
        'wrong_arguments',
        `${written} takes ${wanted} arguments, found ${args.length}`,
        this.text,
        node.start,
      );
    }
    return entry.build(args);
  }
}

const operators: Readonly<Record<string, (x: Expr, y: Expr) => Expr>> = {
  '+': b.add,
  '-': b.sub,
  '*': b.mul,
  '/': b.div,
  '**': b.pow,
  '<': b.lt,
  '<=': b.le,
  '>': b.gt,
  '>=': b.ge,
  '==': b.eq,
  '===': b.eq,
  '!=': b.ne,
  '!==': b.ne,
};

/** `np.exp` of a chain of plain names. */
function dotted(node: Expression): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier')
    return undefined;
  const before = dotted(node.object);
  return before === undefined ? undefined : `${before}.${node.property.name}`;
}
