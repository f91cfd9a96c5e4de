/**
 * Exact reduction of rows before sampling: rows whose outcomes share one distribution enter the likelihood together, so
 * the cost of a fit follows the distinct rows. Nothing is approximated; sums are only taken in another order.
 */
import * as b from '../expr/build.ts';
import { type Expr, rows } from '../expr/expr.ts';
import { namesOf } from '../expr/traverse.ts';
import { type DistinctRows, distinctRows, distinctRowsUpTo } from './distinctRows.ts';
import { type LinearForm, linearForm, triangles } from './linearPredictor.ts';
import { outcome, type Specification } from './specification.ts';
import { type SufficientForm, statisticOf, sufficientForm } from './sufficient.ts';
import type { PreparedData } from './trainingData.ts';

/**
 * `grouped`: sufficient statistics of y; `linear`: as many rows as a linear predictor has columns; `counted`: equal rows
 * counted; `none`: every row for itself.
 */
export type Reduction = 'grouped' | 'linear' | 'counted' | 'none';

export interface ReducedData {
  readonly kind: Reduction;
  readonly data: PreparedData;
}

/** Columns a reduced data set has beside those of the model; their names cannot be a user's. */
export const countColumn = ':count';
export const weightColumn = ':weight';
const responseColumn = ':response';
export const sumColumn = (k: number): string => `:sum ${k}`;
export const meanColumn = (k: number): string => `:mean ${k}`;
export const squaresColumn = (k: number): string => `:squares ${k}`;

/** Share of rows that must go for the reduction to be worth its pass over the data. */
const worthwhile = 0.5;
const probeRows = 2000;

/** The log likelihood of one row of reduced data. */
export function reducedRow(specification: Specification, kind: Reduction): Expr {
  const { rowLogLikelihood } = specification;
  if (kind === 'none') return rowLogLikelihood;
  if (kind === 'counted') return b.mul(b.column(countColumn), rowLogLikelihood);
  const { form, linear, weights } = grouping(specification)!;
  if (kind === 'linear') {
    const sum = (k: number): Expr => b.column(sumColumn(k));
    return b.spread(linear!.logDensity(b.column(responseColumn), b.column(weightColumn), sum), rows);
  }
  const logDensity = form.logDensity({
    weight: b.column(weights === undefined ? countColumn : weightColumn),
    mean: (k) => b.column(meanColumn(k)),
    squares: (k) => b.column(squaresColumn(k)),
  });
  return b.spread(logDensity, rows);
}

interface Grouping {
  readonly form: SufficientForm;
  readonly linear?: LinearForm;
  /** The column of weights, where rows that differ only in it can be taken together. */
  readonly weights?: string;
}

const groupings = new WeakMap<Expr, Grouping | false>();

/** How rows that share all but the outcome are described together; undefined where they must be equal in it too. */
export function grouping({ rowLogLikelihood, config, names }: Specification): Grouping | undefined {
  const known = groupings.get(rowLogLikelihood);
  if (known !== undefined) return known || undefined;
  const { weights } = config.likelihood;
  const unweighted = weights === undefined ? undefined : withoutFactor(rowLogLikelihood, weights);
  const isFactor = unweighted !== undefined && !namesOf([unweighted], 'column').includes(weights!);
  const form = sufficientForm(isFactor ? unweighted : rowLogLikelihood, outcome);
  const linear = form && linearForm(form, (matrix) => names.vectors.get(matrix) ?? []);
  const found = form && {
    form,
    ...(linear === undefined ? {} : { linear }),
    ...(isFactor ? { weights: weights! } : {}),
  };
  groupings.set(rowLogLikelihood, found ?? false);
  return found;
}

/** The other factor of a product with a column. */
function withoutFactor(expr: Expr, column: string): Expr | undefined {
  const [x, y] = expr.args;
  if (expr.op === 'neg') {
    const inner = withoutFactor(x!, column);
    return inner && b.neg(inner);
  }
  if (expr.op !== 'mul') return undefined;
  if (x!.op === 'column' && x!.name === column) return y;
  return y!.op === 'column' && y!.name === column ? x : undefined;
}

/** Rows taken together where that leaves at most half of them. */
export function reduceRows(specification: Specification, data: PreparedData): ReducedData {
  const unreduced: ReducedData = { kind: 'none', data };
  if (specification.lags.length > 0 || specification.covariates.length > 0 || data.rows < 8) return unreduced;
  const how = grouping(specification);
  const distinct = fewRows(keyValues(specification, data), data.rows);
  const linear = how?.linear && linearRows(specification, how, data, worthwhile * data.rows);
  if (linear !== undefined && linear.data.rows < (distinct?.first.length ?? worthwhile * data.rows))
    return linear;
  return distinct === undefined ? unreduced : takenTogether(specification, data, distinct);
}

/** Rows that each stand for some equal ones, taken together as far as may be. @param counts of each row. */
export function reduceCounted(
  specification: Specification,
  data: PreparedData,
  counts: Float64Array,
): ReducedData {
  const distinct = distinctRows(keyValues(specification, data), data.rows);
  return takenTogether(specification, data, distinct, counts);
}

/** Rows reduced in a given way, however few that saves: what is added to rows that were reduced so before. */
export function reduceAs(kind: Reduction, specification: Specification, data: PreparedData): ReducedData {
  if (kind === 'none') return { kind, data };
  if (kind === 'linear')
    return linearRows(specification, grouping(specification)!, data, Number.POSITIVE_INFINITY)!;
  return takenTogether(specification, data, distinctRows(keyValues(specification, data), data.rows));
}

/**
 * Names of the columns that tell reduced rows of a kind apart, or of which a linear predictor is made; beside them are
 * sums over the rows.
 */
export function reducedColumns(
  kind: Reduction,
  specification: Specification,
  data: PreparedData,
): readonly string[] {
  const how = grouping(specification);
  if (kind === 'linear') {
    const { features, matrices } = how!.linear!;
    const vectors = matrices.flatMap((matrix) => specification.names.vectors.get(matrix)!);
    return [...features.map(({ name }) => name), ...vectors, responseColumn];
  }
  const left = kind === 'grouped' ? [outcome, how?.weights] : [];
  return Object.keys(data.columns).filter((name) => !name.startsWith(':') && !left.includes(name));
}

function keyValues(specification: Specification, data: PreparedData): ArrayLike<number>[] {
  const kind = grouping(specification) === undefined ? 'counted' : 'grouped';
  const columns = reducedColumns(kind, specification, data).map((name) => data.columns[name]!);
  return [...columns, ...rowIndices(data)];
}

function rowIndices({ indices }: PreparedData): Int32Array[] {
  return Object.entries(indices)
    .filter(([key]) => key.endsWith(`|${rows}`))
    .map(([, index]) => index);
}

function takenTogether(
  specification: Specification,
  data: PreparedData,
  distinct: DistinctRows,
  counts?: Float64Array,
): ReducedData {
  const how = grouping(specification);
  const kept = firstRows(data, distinct);
  const reduced = {
    ...kept.columns,
    [countColumn]: totals(distinct, counts),
    ...(how === undefined ? {} : statistics(how, data, distinct, counts)),
  };
  return { kind: how === undefined ? 'counted' : 'grouped', data: { ...data, ...kept, columns: reduced } };
}

/** The distinct rows, unless they are too many. */
function fewRows(values: readonly ArrayLike<number>[], count: number): DistinctRows | undefined {
  if (count > probeRows && distinctRows(values, probeRows).first.length > 0.95 * probeRows) return undefined;
  return distinctRowsUpTo(values, count, Math.floor(worthwhile * count));
}

/** The rows of each combination of levels through an orthogonal transformation; undefined where that leaves too many. */
function linearRows(
  specification: Specification,
  { linear, weights }: Grouping,
  data: PreparedData,
  most: number,
): ReducedData | undefined {
  const { features, matrices, response, sums } = linear!;
  const vectors = matrices.flatMap((matrix) => specification.names.vectors.get(matrix)!);
  const width = features.length + vectors.length + 1;
  const levels = distinctRowsUpTo(rowIndices(data), data.rows, Math.floor(most / width));
  if (levels === undefined) return undefined;
  const named: [string, Float64Array][] = [
    ...features.map(({ name, expr }): [string, Float64Array] => [
      name,
      statisticOf(expr, data.columns, data.rows),
    ]),
    ...vectors.map((name): [string, Float64Array] => [name, data.columns[name]!]),
    [responseColumn, statisticOf(response, data.columns, data.rows)],
  ];
  const own = weights === undefined ? undefined : data.columns[weights]!;
  const { columns, group } = triangles(
    named.map(([, values]) => values),
    levels.groupOf,
    levels.first.length,
    own,
  );
  const representative = Int32Array.from(group, (g) => levels.first[g]!);
  const kept = firstRows(data, { first: representative, groupOf: levels.groupOf });
  const onFirst = (sums: Float64Array): Float64Array =>
    Float64Array.from(group, (g, row) => (row === 0 || group[row - 1] !== g ? sums[g]! : 0));
  const reduced = {
    ...kept.columns,
    ...Object.fromEntries(named.map(([name], k) => [name, columns[k]!])),
    [countColumn]: onFirst(totals(levels)),
    [weightColumn]: onFirst(totals(levels, own)),
    ...Object.fromEntries(
      sums.map((expr, k) => {
        const values = statisticOf(expr, data.columns, data.rows);
        const weighted = own === undefined ? values : values.map((value, row) => value * own[row]!);
        return [sumColumn(k), onFirst(totals(levels, weighted))];
      }),
    ),
  };
  return { kind: 'linear', data: { ...data, ...kept, columns: reduced } };
}

function firstRows(
  data: PreparedData,
  { first }: DistinctRows,
): Pick<PreparedData, 'rows' | 'columns' | 'indices'> {
  const columns = Object.entries(data.columns).map(([name, values]): [string, Float64Array] => [
    name,
    Float64Array.from(first, (row) => values[row]!),
  ]);
  const indices = Object.entries(data.indices).map(([key, index]): [string, Int32Array] => [
    key,
    key.endsWith(`|${rows}`) ? Int32Array.from(first, (row) => index[row]!) : index,
  ]);
  return { rows: first.length, columns: Object.fromEntries(columns), indices: Object.fromEntries(indices) };
}

/** Sum of the weights of each group, 1 a row without them. */
function totals({ first, groupOf }: DistinctRows, weights?: Float64Array): Float64Array {
  const sums = new Float64Array(first.length);
  for (let row = 0; row < groupOf.length; row++) sums[groupOf[row]!]! += weights?.[row] ?? 1;
  return sums;
}

function statistics(
  { form, weights }: Grouping,
  data: PreparedData,
  distinct: DistinctRows,
  counts: Float64Array | undefined,
): Record<string, Float64Array> {
  const given = weights === undefined ? undefined : data.columns[weights]!;
  const own = given && counts ? given.map((weight, row) => weight * counts[row]!) : (given ?? counts);
  const total = totals(distinct, own);
  const columns: Record<string, Float64Array> = given === undefined ? {} : { [weightColumn]: total };
  form.statistics.forEach(({ expr, hasSquares }, k) => {
    const values = statisticOf(expr, data.columns, data.rows);
    const mean = means(values, total, distinct, own);
    columns[meanColumn(k)] = mean;
    if (hasSquares) columns[squaresColumn(k)] = squaredDistances(values, mean, distinct, own);
  });
  return columns;
}

/** Weighted means; a mean taken anew of the distances from the first mends what the large sums lost. */
function means(
  values: Float64Array,
  total: Float64Array,
  { groupOf }: DistinctRows,
  weights: Float64Array | undefined,
): Float64Array {
  const sums = new Float64Array(total.length);
  for (let row = 0; row < values.length; row++)
    sums[groupOf[row]!]! += weights === undefined ? values[row]! : weights[row]! * values[row]!;
  const rough = sums.map((sum, group) => (total[group] === 0 ? 0 : sum / total[group]!));
  const distances = new Float64Array(total.length);
  for (let row = 0; row < values.length; row++) {
    const group = groupOf[row]!;
    const distance = values[row]! - rough[group]!;
    distances[group]! += weights === undefined ? distance : weights[row]! * distance;
  }
  return rough.map((mean, group) => (total[group] === 0 ? 0 : mean + distances[group]! / total[group]!));
}

function squaredDistances(
  values: Float64Array,
  mean: Float64Array,
  { groupOf }: DistinctRows,
  weights: Float64Array | undefined,
): Float64Array {
  const squares = new Float64Array(mean.length);
  for (let row = 0; row < values.length; row++) {
    const group = groupOf[row]!;
    const distance = values[row]! - mean[group]!;
    squares[group]! += weights === undefined ? distance * distance : weights[row]! * distance * distance;
  }
  return squares;
}
