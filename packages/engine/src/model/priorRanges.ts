/** What the priors expect, in three numbers each, and where that is absurd beside the data. */
import { type Table, takeRows } from '../data/columns.ts';
import { trainingRanges } from '../data/trainingRange.ts';
import { quantileOfSorted } from '../posterior/quantile.ts';
import { exampleTable } from './design.ts';
import { priorPredictive, priorTrace } from './priorPredictive.ts';
import { outcome, type Specification } from './specification.ts';

/** Quantiles under the prior; of a variable with levels, over all of them. */
export interface PriorRange {
  readonly q05: number;
  readonly q50: number;
  readonly q95: number;
}

export interface PriorRanges {
  readonly variables: Readonly<Record<string, PriorRange>>;
  /** The function's value and the outcome at the rows of the data, in the outcome's own units. */
  readonly function?: PriorRange;
  readonly outcome?: PriorRange;
  /** The outcomes of the data. */
  readonly data?: { readonly low: number; readonly high: number };
  /** One sentence each. */
  readonly warnings: readonly string[];
}

/** Rows looked at, spread evenly over the data, and draws from the prior at each. */
const mostRows = 100;
const draws = 1000;
/** How many times wider than the data the prior predictive may be. */
const widest = 1000;

/**
 * @param table rows of data; without, the variables alone are told.
 * @throws PosterityError for an improper prior; DataError
 */
export function priorRanges(specification: Specification, table: Table | undefined): PriorRanges {
  const rows = table === undefined ? exampleTable(specification) : someRows(table);
  const { posterior } = priorTrace(specification, rows, { draws });
  const names = specification.variables
    .map(({ name }) => name)
    .filter((name) => Object.hasOwn(posterior, name));
  const variables = Object.fromEntries(names.map((name) => [name, rangeOf(posterior[name]!.values)]));
  if (table === undefined) return { variables, warnings: [] };
  const values = priorPredictive(specification, rows, { draws, of: 'mean' }).values;
  const isWritten = specification.likelihood.distribution === undefined;
  const outcomes = isWritten ? undefined : priorPredictive(specification, rows, { draws }).values;
  const dependent = specification.config.dependent_var ?? outcome;
  const data = trainingRanges(table, [dependent])[dependent];
  const found = {
    variables,
    function: rangeOf(values),
    ...(outcomes === undefined ? {} : { outcome: rangeOf(outcomes) }),
    ...(data === undefined ? {} : { data }),
  };
  return { ...found, warnings: absurdities(outcomes ?? values, found.outcome ?? found.function, data) };
}

function someRows(table: Table): Table {
  if (table.rows <= mostRows) return table;
  return takeRows(
    table,
    Array.from({ length: mostRows }, (_, k) => Math.floor((k * table.rows) / mostRows)),
  );
}

function rangeOf(values: Float64Array): PriorRange {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const at = (probability: number): number => quantileOfSorted(sorted, probability);
  return { q05: at(0.05), q50: at(0.5), q95: at(0.95) };
}

function absurdities(
  values: Float64Array,
  { q05, q95 }: PriorRange,
  data: { readonly low: number; readonly high: number } | undefined,
): string[] {
  const warnings: string[] = [];
  const endless = values.reduce((count, value) => count + (value - value === 0 ? 0 : 1), 0) / values.length;
  const short = (value: number): string => String(Number(value.toPrecision(3)));
  if (endless > 0) {
    warnings.push(
      `${short(100 * endless)} % of the outcomes that the priors expect are not finite; narrow the priors`,
    );
  }
  if (data === undefined || !(data.high > data.low)) return warnings;
  const ratio = (q95 - q05) / (data.high - data.low);
  const expectation = `the priors expect outcomes from ${short(q05)} to ${short(q95)} (90 %)`;
  const observed = `the data lie from ${short(data.low)} to ${short(data.high)}`;
  if (ratio > widest) warnings.push(`${expectation}, ${short(ratio)} times as wide as the data: ${observed}`);
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const [low, high] = [0.001, 0.999].map((it) => quantileOfSorted(sorted, it));
  if (data.high < low! || data.low > high!) warnings.push(`${expectation}, but ${observed}`);
  return warnings;
}
