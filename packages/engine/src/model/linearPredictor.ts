/**
 * Normal outcomes around a linear predictor: the sum of squared residuals of rows is that of as many rows as there are
 * columns, made of them by an orthogonal transformation (Golub 1965). Rows of one level of every group are taken together,
 * since what the predictor multiplies the columns with is the same for them.
 */
import * as b from '../expr/build.ts';
import { type Expr, isConstOf } from '../expr/expr.ts';
import { topological } from '../expr/traverse.ts';
import type { SufficientForm } from './sufficient.ts';

export interface LinearForm {
  /** What is regressed: a function of the outcome. */
  readonly response: Expr;
  /** Functions of the data that the predictor multiplies with something; each becomes a column of the name beside it. */
  readonly features: readonly { readonly name: string; readonly expr: Expr }[];
  /** Vectors of columns that stay what they are. */
  readonly matrices: readonly string[];
  /** Further functions of the data, whose sums over a group its log density takes part in. */
  readonly sums: readonly Expr[];
  /** Log density of a transformed row, from the response, the weight of the rows behind it and their sums. */
  readonly logDensity: (response: Expr, weight: Expr, sum: (k: number) => Expr) => Expr;
}

const mostFeatures = 64;
const featureName = (k: number): string => `:feature ${k}`;

/** The form of a row's log density, or undefined where it is not Normal around a linear predictor. */
export function linearForm(
  form: SufficientForm,
  columnsOf: (matrix: string) => readonly string[],
): LinearForm | undefined {
  const squares = form.terms.filter(({ centre }) => centre !== undefined);
  const rest = form.terms.filter(({ centre }) => centre === undefined);
  const [square] = squares;
  if (squares.length !== 1) return undefined;
  const { factor, statistic, centre } = square!;
  const predictor = new Predictor();
  const transformed = predictor.linear(centre!);
  if (transformed === undefined || ![factor, ...rest.map((term) => term.factor)].every(isSameInGroup))
    return undefined;
  const { features, matrices } = predictor;
  const width = features.length + matrices.reduce((sum, name) => sum + columnsOf(name).length, 0);
  if (width > mostFeatures) return undefined;
  const sums = rest.map((term) => term.statistic).filter((it) => !isConstOf(it, 1));
  return {
    response: statistic,
    features,
    matrices,
    sums,
    logDensity: (response, weight, sum) =>
      rest
        .map((term) => {
          const k = sums.indexOf(term.statistic);
          return b.mul(k < 0 ? weight : sum(k), term.factor);
        })
        .reduce((x, y) => b.add(x, y), b.mul(factor, b.square(b.sub(response, transformed)))),
  };
}

const numberLeaves = new Set<Expr['op']>(['column', 'dot', 'position', 'shift', 'cumsum', 'reverseCumsum']);

/** Whether no number of the row's own takes part, so that rows of the same levels share the value. */
function isSameInGroup(expr: Expr): boolean {
  return !topological([expr]).some(({ op, domain }) => domain === 'rows' && numberLeaves.has(op));
}

function isDataOnly(expr: Expr): boolean {
  return topological([expr]).every(({ op, args }) => args.length > 0 || op === 'column' || op === 'const');
}

class Predictor {
  readonly features: { name: string; expr: Expr }[] = [];
  readonly matrices: string[] = [];

  /** The same predictor over the transformed columns; undefined where it is not linear in them. */
  linear(expr: Expr): Expr | undefined {
    if (isSameInGroup(expr)) return b.mul(expr, this.#feature(b.constant(1)));
    if (isDataOnly(expr)) return this.#feature(expr);
    const [x, y] = expr.args;
    switch (expr.op) {
      case 'spread':
        return this.linear(x!);
      case 'neg': {
        const inner = this.linear(x!);
        return inner && b.neg(inner);
      }
      case 'add':
      case 'sub': {
        const [left, right] = [this.linear(x!), this.linear(y!)];
        return left && right && (expr.op === 'add' ? b.add(left, right) : b.sub(left, right));
      }
      case 'mul':
        if (isSameInGroup(x!)) return this.#scaled(y!, x!);
        return isSameInGroup(y!) ? this.#scaled(x!, y!) : undefined;
      case 'div':
        return isSameInGroup(y!) ? this.#scaled(x!, b.reciprocal(y!)) : undefined;
      case 'dot':
        if (!this.matrices.includes(expr.name!)) this.matrices.push(expr.name!);
        return expr;
    }
    return undefined;
  }

  #scaled(expr: Expr, factor: Expr): Expr | undefined {
    const inner = this.linear(expr);
    return inner && b.mul(factor, inner);
  }

  #feature(expr: Expr): Expr {
    const key = keyOf(expr);
    const known = this.features.find((feature) => keyOf(feature.expr) === key);
    if (known !== undefined) return b.column(known.name);
    const name = featureName(this.features.length);
    this.features.push({ name, expr });
    return b.column(name);
  }
}

function keyOf(expr: Expr): string {
  return `${expr.op} ${expr.name ?? ''} ${expr.value ?? ''}(${expr.args.map(keyOf).join()})`;
}

/** Rows that a triangle takes in at once. */
const blockRows = 64;

/**
 * The triangular factors of the rows of each group, stacked: for each group its first min(rows, columns) rows.
 * @param columns the columns of all rows; the result has as many.
 * @param groupOf group of each row, from 0 to groups − 1.
 * @returns the columns and the group of each row of the result.
 */
export function triangles(
  columns: readonly Float64Array[],
  groupOf: Int32Array,
  groups: number,
  weights?: Float64Array,
): { columns: Float64Array[]; group: Int32Array } {
  const width = columns.length;
  const starts = new Int32Array(groups + 1);
  for (const group of groupOf) starts[group + 1]!++;
  const kept: number[] = [];
  let total = 0;
  for (let group = 0; group < groups; group++) {
    kept.push(Math.min(starts[group + 1]!, width));
    total += kept[group]!;
    starts[group + 1]! += starts[group]!;
  }
  const members = new Int32Array(groupOf.length);
  const next = starts.slice();
  for (let row = 0; row < groupOf.length; row++) members[next[groupOf[row]!]!++] = row;

  const results = columns.map(() => new Float64Array(total));
  const group = new Int32Array(total);
  const block = new Float64Array((width + blockRows) * width);
  let at = 0;
  for (let g = 0; g < groups; g++) {
    let filled = 0;
    for (let from = starts[g]!; from < starts[g + 1]!; ) {
      const to = Math.min(starts[g + 1]!, from + width + blockRows - filled);
      for (; from < to; from++, filled++) {
        const row = members[from]!;
        const scale = weights === undefined ? 1 : Math.sqrt(weights[row]!);
        for (let k = 0; k < width; k++) block[filled * width + k] = scale * columns[k]![row]!;
      }
      triangularize(block, filled, width);
      filled = Math.min(filled, width);
    }
    for (let row = 0; row < kept[g]!; row++, at++) {
      group[at] = g;
      for (let k = 0; k < width; k++) results[k]![at] = block[row * width + k]!;
    }
  }
  return { columns: results, group };
}

/** Householder's reflections make the first rows of a row-major matrix its triangle (Golub & Van Loan 2013, §5.2). */
function triangularize(matrix: Float64Array, rows: number, width: number): void {
  const sums = new Float64Array(width);
  for (let k = 0; k < Math.min(rows, width); k++) {
    let squares = 0;
    for (let i = k; i < rows; i++) squares += matrix[i * width + k]! * matrix[i * width + k]!;
    const pivot = matrix[k * width + k]!;
    if (squares === 0) continue;
    const norm = pivot > 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
    // v = column − norm e₁, kept in place of the column; the reflection is 1 − v vᵀ / (norm² − norm pivot).
    matrix[k * width + k] = pivot - norm;
    const divisor = squares - norm * pivot;
    sums.fill(0, k + 1);
    for (let i = k; i < rows; i++) {
      const v = matrix[i * width + k]!;
      for (let j = k + 1; j < width; j++) sums[j]! += v * matrix[i * width + j]!;
    }
    for (let j = k + 1; j < width; j++) sums[j]! /= divisor;
    for (let i = k; i < rows; i++) {
      const v = matrix[i * width + k]!;
      for (let j = k + 1; j < width; j++) matrix[i * width + j]! -= v * sums[j]!;
      matrix[i * width + k] = 0;
    }
    matrix[k * width + k] = norm;
  }
}
