/**
 * The exact reduction of rows that are somewhere else, such as in a database: what is to be counted and summed over
 * there, as SQL, and the fit to what came back.
 */
import { DataError, problem } from '../config/errors.ts';
import { type Column, columnOf, type Table } from '../data/columns.ts';
import { fingerprint } from '../data/fingerprint.ts';
import { policyOf } from '../data/missing.ts';
import { type Expr, isConst } from '../expr/expr.ts';
import { topological } from '../expr/traverse.ts';
import { type FitKernels, type FitOptions, type Fitted, fitReduced } from './fit.ts';
import { looksAround } from './looksAround.ts';
import { phaseClock } from './phaseClock.ts';
import {
  countColumn,
  grouping,
  meanColumn,
  type ReducedData,
  reduceCounted,
  squaresColumn,
} from './reduction.ts';
import { outcome, type Specification } from './specification.ts';
import { type PreparedData, prepareTraining, type TrainingData } from './trainingData.ts';

/** How the rows of a model are reduced by one GROUP BY. */
export interface RowReduction {
  /** Name of the outcome's column. */
  readonly outcome: string;
  /** Columns that rows taken together agree in. */
  readonly columns: readonly string[];
  /** Statistics of the outcome; undefined where rows taken together agree in it too and are counted. */
  readonly statistics?: readonly RowStatistic[];
}

export interface RowStatistic {
  /** SQL of a function of the outcome; `name` stands for it. */
  readonly sql: (name: string) => string;
  /** Whether the sum of squared distances from its mean is needed beside the mean. */
  readonly hasSquares: boolean;
}

/** Rows that were reduced elsewhere. */
export interface ReducedRows {
  /** Distinct rows of `RowReduction.columns`, and of the outcome where rows are counted. */
  readonly table: Table;
  /** Rows behind each. */
  readonly counts: Float64Array;
  /** Of each statistic; with the smallest and the largest outcome behind each row. */
  readonly statistics?: {
    readonly low: Float64Array;
    readonly high: Float64Array;
    readonly means: readonly Float64Array[];
    /** Sums of squared distances from the means; undefined where they are not needed. */
    readonly squares: readonly (Float64Array | undefined)[];
  };
}

/** The reduction, or undefined where each row is needed: for what training finds in the rows, and for their order. */
export function rowReduction(specification: Specification): RowReduction | undefined {
  const { config, likelihood, names, columns } = specification;
  const { distribution, params, censored } = likelihood;
  const { dependent_var: dependent } = config;
  const needsRows =
    dependent === undefined ||
    distribution === undefined ||
    censored !== undefined ||
    looksAround(specification) ||
    names.bases.size > 0 ||
    specification.nestings.length > 0 ||
    Object.keys(config.preprocessing).length > 0 ||
    columns.some((name) => policyOf(config.missing, name) !== 'error');
  if (needsRows) return undefined;
  const keys = columns.filter((name) => name !== dependent);
  if (distribution.support(params).discrete) return { outcome: dependent, columns: keys };
  if (config.likelihood.weights !== undefined) return undefined;
  const found = grouping(specification)?.form.statistics.map(({ expr, hasSquares }) => {
    const sql = statisticSql(expr);
    return sql && { sql, hasSquares };
  });
  const statistics = found?.filter((it) => it !== undefined);
  if (statistics === undefined || statistics.length !== found?.length) return undefined;
  return { outcome: dependent, columns: keys, statistics };
}

type Sql = RowStatistic['sql'];
type Binary = (x: string, y: string) => string;

const binary: Readonly<Partial<Record<Expr['op'], Binary>>> = {
  add: (x, y) => `(${x} + ${y})`,
  sub: (x, y) => `(${x} - ${y})`,
  mul: (x, y) => `(${x} * ${y})`,
};

/** A function of the outcome as DuckDB, PostgreSQL and Spark SQL read it; undefined for others. */
function statisticSql(expr: Expr): Sql | undefined {
  const write = inSql(expr);
  const hasLog = topological([expr]).some(({ op }) => op === 'log');
  return write && hasLog ? (name) => `case when ${name} > 0 then ${write(name)} end` : write;
}

function inSql(expr: Expr): Sql | undefined {
  if (isConst(expr)) return () => expr.value.toExponential();
  if (expr.op === 'column') return expr.name === outcome ? (name) => name : undefined;
  const [x, y] = expr.args.map(inSql);
  if (x === undefined) return undefined;
  if (expr.op === 'spread') return x;
  if (expr.op === 'neg') return (name) => `(-${x(name)})`;
  if (expr.op === 'log') return (name) => `ln(${x(name)})`;
  const join = binary[expr.op];
  return join && y && ((name) => join(x(name), y(name)));
}

/**
 * Fits a model to rows that were reduced as `rowReduction` says.
 * @throws DataError with every problem of the data; the signal's reason when aborted.
 */
export async function fitReducedRows(
  model: Specification,
  kernels: FitKernels,
  rows: ReducedRows,
  options: FitOptions,
): Promise<Fitted> {
  const clock = phaseClock();
  options.signal?.throwIfAborted();
  const { data, reduced } = prepareReduced(model, rows);
  const { preprocessing, missing, ranges } = data;
  const about = {
    rows: rows.counts.reduce((sum, count) => sum + count, 0),
    dependent: model.config.dependent_var ?? outcome,
    fingerprint: () => reducedFingerprint(rows),
    training: { preprocessing, missing, ranges },
    clock,
  };
  return fitReduced(data.specification, kernels, reduced, about, options);
}

function prepareReduced(
  model: Specification,
  { table, counts, statistics }: ReducedRows,
): { readonly data: TrainingData; readonly reduced: ReducedData } {
  const dependent = model.config.dependent_var ?? outcome;
  const inputs = withoutColumn(table, dependent);
  const prepared = (y: Column): TrainingData => prepareTraining(model, inputs, y, dependent);
  if (statistics === undefined) {
    const y = columnOf(table, dependent);
    if (y === undefined) throw lacks(dependent);
    const data = prepared(y);
    return { data, reduced: reduceCounted(data.specification, data, counts) };
  }
  // Supports are intervals: what lies between two outcomes that can occur can occur.
  prepared({ kind: 'number', values: statistics.low });
  const data = prepared({ kind: 'number', values: statistics.high });
  const columns: Record<string, Float64Array> = { ...data.columns, [countColumn]: counts };
  statistics.means.forEach((means, k) => {
    columns[meanColumn(k)] = means;
  });
  statistics.squares.forEach((squares, k) => {
    if (squares !== undefined) columns[squaresColumn(k)] = squares;
  });
  const reduced: PreparedData = { ...data, columns };
  return { data, reduced: { kind: 'grouped', data: reduced } };
}

function withoutColumn({ rows, columns }: Table, dropped: string): Table {
  return {
    rows,
    columns: Object.fromEntries(Object.entries(columns).filter(([name]) => name !== dropped)),
  };
}

function reducedFingerprint({ table, counts, statistics }: ReducedRows): string {
  const numbers = (values: Float64Array): Column => ({ kind: 'number', values });
  const columns: Record<string, Column> = { ...table.columns, [countColumn]: numbers(counts) };
  statistics?.means.forEach((means, k) => {
    columns[meanColumn(k)] = numbers(means);
  });
  statistics?.squares.forEach((squares, k) => {
    if (squares !== undefined) columns[squaresColumn(k)] = numbers(squares);
  });
  return fingerprint({ rows: table.rows, columns });
}

function lacks(dependent: string): DataError {
  const message = 'there is no such column in the reduced rows';
  const [found, expected] = ['nothing', 'the outcome'];
  return new DataError([problem({ path: dependent, code: 'missing_column', found, expected, message })]);
}
