/**
 * Text of a function or expression → Expr, by acorn's syntax tree against a closed grammar (design §3). Nothing is run.
 */
import {
  type AnyNode,
  type Expression,
  parseExpressionAt,
  parse as parseProgram,
  type Statement,
  type VariableDeclaration,
} from 'acorn';
import { nearest } from '../config/nearest.ts';
import * as b from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { aliases, functions, namedNumbers, prefixes } from './functions.ts';
import { LanguageError } from './languageError.ts';

/** A function's text as an expression over its free names. */
export interface ParsedFunction {
  readonly body: Expr;
  /** Names of the arguments, where the text declares them. */
  readonly argumentNames?: readonly string[];
}

const options = { ecmaVersion: 2023, sourceType: 'script', allowReturnOutsideFunction: true } as const;
const longestLoop = 10_000;

/**
 * Reads one expression, such as `exp(c + 0.3 * z)`.
 * @throws LanguageError where the text lies outside the grammar.
 */
export function parseExpression(text: string): Expr {
  if (text.trim() === '')
    throw new LanguageError('syntax', 'an expression is expected, but the text is empty', text, 0);
  // Brackets around the whole are kept, so that the tree ends where the text does.
  const tree = attempt(text, () => parseExpressionAt(text, 0, { ...options, preserveParens: true }));
  const rest = text.slice(tree.end).search(/[^\s;]/);
  if (rest >= 0)
    throw new LanguageError(
      'syntax',
      'the expression ends here, but the text goes on',
      text,
      tree.end + rest,
    );
  return new Reader(text).expression(tree, new Scope());
}

/**
 * Reads a function: an expression, a body with `return`, the text of an arrow function or function, or a real function
 * (read through its own text, never called).
 * @throws LanguageError where the text lies outside the grammar.
 */
export function parseFunction(source: string | ((...args: never[]) => unknown)): ParsedFunction {
  const text = typeof source === 'string' ? source : Function.prototype.toString.call(source);
  if (/\[native code\]\s*\}\s*$/.test(text)) {
    throw new LanguageError(
      'syntax',
      'a native or bound function has no text; give the function as text',
      text,
      0,
    );
  }
  if (
    /^\s*(async\s+)?function\b/.test(text) ||
    typeof source !== 'string' ||
    /^\s*(\([\w\s,]*\)|\w+)\s*=>/.test(text)
  ) {
    return declaredFunction(text);
  }
  if (/\breturn\b|^\s*(const|let|if|for)\b/.test(text)) {
    const program = attempt(text, () => parseProgram(text, options));
    return { body: new Reader(text).body(program.body as Statement[], new Scope(), program) };
  }
  return { body: parseExpression(text) };
}

function declaredFunction(text: string): ParsedFunction {
  const reader = new Reader(text);
  const tree = attempt(text, () =>
    parseExpressionAt(
      /^\s*\w+\s*\(/.test(text) && !/^\s*function/.test(text) ? `function ${text}` : text,
      0,
      options,
    ),
  );
  if (tree.type !== 'ArrowFunctionExpression' && tree.type !== 'FunctionExpression') {
    throw reader.outside(tree, 'a function is expected');
  }
  if (tree.async || tree.generator)
    throw reader.outside(tree, 'the function must be neither async nor a generator');
  const argumentNames = tree.params.map((parameter) => {
    if (parameter.type !== 'Identifier') throw reader.outside(parameter, 'an argument must be a plain name');
    return parameter.name;
  });
  const body =
    tree.body.type === 'BlockStatement'
      ? reader.body(tree.body.body, new Scope(), tree.body)
      : reader.expression(tree.body, new Scope());
  return { body, argumentNames };
}

function attempt<T>(text: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const offset = 'pos' in error && typeof error.pos === 'number' ? error.pos : 0;
    let message = error.message
      .replace(/\s*\(\d+:\d+\)$/, '')
      .replace(/^./, (letter) => letter.toLowerCase());
    if (/^\s*-|[(=,+*/]\s*-/.test(text.slice(0, offset)) && text.startsWith('**', offset)) {
      message = 'a minus before ** is ambiguous; write -(x ** 2) or (-x) ** 2';
    }
    throw new LanguageError('syntax', message, text, Math.min(offset, text.length));
  }
}

/** Local names of a function's body and their values. */
class Scope {
  readonly values: Map<string, Expr>;
  readonly constants: Set<string>;

  constructor(parent?: Scope) {
    this.values = new Map(parent?.values);
    this.constants = new Set(parent?.constants);
  }
}

/** What running statements gives: the value returned, or undefined when the end is reached. */
type Outcome = Expr | undefined;

class Reader {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  outside(node: AnyNode, message: string): LanguageError {
    return new LanguageError('outside_grammar', message, this.text, node.start);
  }

  body(statements: readonly Statement[], scope: Scope, place: AnyNode): Expr {
    const value = this.run(statements, scope);
    if (value === undefined) throw this.outside(place, 'the function does not return a value on every path');
    return value;
  }

  /** Statements in order; an `if` that returns takes what follows it as its other branch. */
  private run(statements: readonly Statement[], scope: Scope): Outcome {
    for (let i = 0; i < statements.length; i++) {
      const statement = statements[i]!;
      switch (statement.type) {
        case 'EmptyStatement':
          break;
        case 'ReturnStatement':
          if (!statement.argument) throw this.outside(statement, 'return needs a value');
          return this.expression(statement.argument, scope);
        case 'VariableDeclaration':
          this.declare(statement, scope);
          break;
        case 'ExpressionStatement':
          this.assign(statement.expression, scope);
          break;
        case 'BlockStatement': {
          const value = this.run([...statement.body, ...statements.slice(i + 1)], scope);
          return value;
        }
        case 'IfStatement': {
          const condition = this.expression(statement.test, scope);
          const rest = statements.slice(i + 1);
          const taken = new Scope(scope);
          const other = new Scope(scope);
          const then = this.run([statement.consequent], taken);
          const otherwise = statement.alternate ? this.run([statement.alternate], other) : undefined;
          if (then === undefined && otherwise === undefined) {
            this.merge(condition, taken, other, scope);
            break;
          }
          const a = then ?? this.body(rest, taken, statement);
          const c = otherwise ?? this.body(rest, other, statement);
          return b.select(condition, a, c);
        }
        case 'ForStatement': {
          const value = this.unroll(statement, scope);
          if (value !== undefined) return value;
          break;
        }
        default:
          throw this.outside(
            statement,
            `${described(statement.type)} is outside the language; a body holds const, let, if, for and return`,
          );
      }
    }
    return undefined;
  }

  private declare(declaration: VariableDeclaration, scope: Scope): void {
    for (const { id, init } of declaration.declarations) {
      if (id.type !== 'Identifier') throw this.outside(id, 'a plain name is expected');
      if (!init) throw this.outside(id, `${id.name} needs a value`);
      scope.values.set(id.name, this.expression(init, scope));
      if (declaration.kind === 'const') scope.constants.add(id.name);
      else scope.constants.delete(id.name);
    }
  }

  private assign(node: Expression, scope: Scope): void {
    if (node.type === 'UpdateExpression') {
      const one = b.constant(1);
      const current = this.assignable(node.argument, scope);
      scope.values.set(
        current.name,
        node.operator === '++' ? b.add(current.value, one) : b.sub(current.value, one),
      );
      return;
    }
    if (node.type !== 'AssignmentExpression')
      throw this.outside(node, 'this computes a value that nothing uses');
    const target = this.assignable(node.left, scope);
    const value = this.expression(node.right, scope);
    const operator = node.operator.slice(0, -1);
    if (operator === '') scope.values.set(target.name, value);
    else scope.values.set(target.name, this.operate(operator, target.value, value, node));
  }

  private assignable(node: AnyNode, scope: Scope): { name: string; value: Expr } {
    if (node.type !== 'Identifier') throw this.outside(node, 'only a name declared with let can be assigned');
    const value = scope.values.get(node.name);
    if (value === undefined)
      throw this.outside(node, `${node.name} is not declared here; declare it with let`);
    if (scope.constants.has(node.name))
      throw this.outside(node, `${node.name} is a const and cannot be assigned; declare it with let`);
    return { name: node.name, value };
  }

  private merge(condition: Expr, taken: Scope, other: Scope, scope: Scope): void {
    for (const [name, before] of scope.values) {
      const a = taken.values.get(name) ?? before;
      const c = other.values.get(name) ?? before;
      scope.values.set(name, b.select(condition, a, c));
    }
  }

  private unroll(statement: Extract<Statement, { type: 'ForStatement' }>, scope: Scope): Outcome {
    if (statement.init?.type !== 'VariableDeclaration' || !statement.test || !statement.update) {
      throw this.outside(statement, 'a for loop is written for (let i = 0; i < 3; i++)');
    }
    const inner = new Scope(scope);
    this.declare(statement.init, inner);
    for (let turn = 0; ; turn++) {
      const go = this.expression(statement.test, inner);
      if (go.op !== 'const') throw this.outside(statement.test, 'the bounds of a for loop must be constant');
      if (go.value === 0) break;
      if (turn >= longestLoop) throw this.outside(statement, `the loop runs more than ${longestLoop} times`);
      const value = this.run([statement.body], inner);
      if (value !== undefined) return value;
      this.assign(statement.update, inner);
    }
    for (const name of scope.values.keys()) scope.values.set(name, inner.values.get(name)!);
    return undefined;
  }

  expression(node: Expression | AnyNode, scope: Scope): Expr {
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
        if (node.left.type === 'PrivateIdentifier') throw this.outside(node, 'a value is expected');
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

  private operate(operator: string, x: Expr, y: Expr, node: AnyNode): Expr {
    const build = operators[operator];
    if (build === undefined) throw this.outside(node, `the operator ${operator} is outside the language`);
    return build(x, y);
  }

  private member(node: Extract<AnyNode, { type: 'MemberExpression' }>, scope: Scope): Expr {
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

  private callOf(node: Extract<AnyNode, { type: 'CallExpression' }>, scope: Scope): Expr {
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
function dotted(node: AnyNode): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier')
    return undefined;
  const before = dotted(node.object);
  return before === undefined ? undefined : `${before}.${node.property.name}`;
}

function described(type: string): string {
  const words = type
    .replace(/([A-Z])/g, ' $1')
    .trim()
    .toLowerCase();
  return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}
