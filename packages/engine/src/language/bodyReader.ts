/** The body of a function: statements → one Expr. Branches become choices, loops of constant bounds are unrolled. */
import * as b from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { ExpressionReader } from './expressionReader.ts';
import { Scope } from './scope.ts';
import type { Declaration, Expression, For, Node, Statement } from './syntaxTree.ts';

const longestLoop = 10_000;

/** What running statements gives: the value returned, or undefined when the end is reached. */
type Outcome = Expr | undefined;

/** Reads statements as well as expressions. */
export class BodyReader extends ExpressionReader {
  body(statements: readonly Statement[], scope: Scope, place: Node): Expr {
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
      }
    }
    return undefined;
  }

  private declare(declaration: Declaration, scope: Scope): void {
    for (const { id, init } of declaration.declarations) {
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

  private assignable(node: Expression, scope: Scope): { name: string; value: Expr } {
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

  private unroll(statement: For, scope: Scope): Outcome {
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
}
