/**
 * Exact reduction of rows before sampling: rows whose outcomes share one distribution enter the likelihood together, so
 * the cost of a fit follows the distinct rows. Nothing is approximated; sums are only taken in another order.
 */
import * as b from '../expr/build.ts';
import { type Expr, rows } from '../expr/expr.ts';
import { distinctRows } from './distinctRows.ts';
import { outcome, type Specification } from './specification.ts';
import type { PreparedData } from './trainingData.ts';

/** `grouped`: sufficient statistics of y; `counted`: equal rows counted; `none`: every row for itself. */
export type Reduction = 'grouped' | 'counted' | 'none';

export interface ReducedData {
  readonly kind: Reduction;
  readonly data: PreparedData;
}

/** Columns a reduced data set has beside those of the model; their names cannot be a user's. */
export const countColumn = ':count';
const [meanColumn, squaresColumn] = [':mean', ':squares'];

/** Share of rows that must go for the reduction to be worth its pass over the data. */
const worthwhile = 0.5;
const probeRows = 2000;

/** The log likelihood of one row of reduced data. */
export function reducedRow(specification: Specification, kind: Reduction): Expr {
  const { likelihood, rowLogLikelihood } = specification;
  if (kind === 'none') return rowLogLikelihood;
  if (kind === 'counted') return b.mul(b.column(countColumn), rowLogLikelihood);
  const group = {
    count: b.column(countColumn),
    mean: b.column(meanColumn),
    squares: b.column(squaresColumn),
  };
  return b.spread(likelihood.distribution!.groupLogDensity!(group, likelihood.params), rows);
}

/** Whether rows that share their parameters are described by the count, mean and squares of their outcomes. */
function canGroup({ likelihood, config }: Specification): boolean {
  return (
    likelihood.distribution?.groupLogDensity !== undefined &&
    likelihood.censored === undefined &&
    likelihood.truncated === undefined &&
    config.likelihood.weights === undefined
  );
}

/** Rows taken together where that leaves at most half of them. */
export function reduceRows(specification: Specification, data: PreparedData): ReducedData {
  const unreduced: ReducedData = { kind: 'none', data };
  if (specification.lags.length > 0 || specification.covariates.length > 0 || data.rows < 8) return unreduced;
  const kind = canGroup(specification) ? 'grouped' : 'counted';
  const keys = Object.entries(data.columns).filter(([name]) => kind === 'counted' || name !== outcome);
  const values: ArrayLike<number>[] = keys.map(([, column]) => column);
  for (const [key, index] of Object.entries(data.indices)) if (key.endsWith(`|${rows}`)) values.push(index);
  if (data.rows > probeRows && distinctRows(values, probeRows).first.length > 0.95 * probeRows)
    return unreduced;
  const { first, groupOf } = distinctRows(values, data.rows);
  if (first.length > worthwhile * data.rows) return unreduced;
  return { kind, data: { ...data, ...collapsed(data, first, groupOf) } };
}

function collapsed(
  data: PreparedData,
  first: Int32Array,
  groupOf: Int32Array,
): Pick<PreparedData, 'rows' | 'columns' | 'indices'> {
  const take = (values: Float64Array): Float64Array => Float64Array.from(first, (row) => values[row]!);
  const columns: Record<string, Float64Array> = {};
  for (const [name, values] of Object.entries(data.columns)) columns[name] = take(values);
  const indices: Record<string, Int32Array> = {};
  for (const [key, index] of Object.entries(data.indices)) {
    indices[key] = key.endsWith(`|${rows}`) ? Int32Array.from(first, (row) => index[row]!) : index;
  }
  const y = data.columns[outcome]!;
  const [count, mean, squares] = [
    new Float64Array(first.length),
    new Float64Array(first.length),
    new Float64Array(first.length),
  ];
  for (let row = 0; row < groupOf.length; row++) {
    const group = groupOf[row]!;
    count[group]! += 1;
    // Welford's update keeps the squares exact for outcomes far from zero.
    const before = y[row]! - mean[group]!;
    mean[group]! += before / count[group]!;
    squares[group]! += before * (y[row]! - mean[group]!);
  }
  columns[countColumn] = count;
  columns[meanColumn] = mean;
  columns[squaresColumn] = squares;
  return { rows: first.length, columns, indices };
}
