// The exact reduction of the rows of all units as one statement, in words that DuckDB, PostgreSQL and Spark SQL share.
// (Spark with spark.sql.ansi.enabled and spark.sql.ansi.doubleQuotedIdentifiers, as names are in double quotes.)
import type { RowReduction } from '@posterity/engine';
import { quoted } from './sql.ts';

/** Names of what stands beside a reduced row's own columns; no column of a user's begins so. */
export const reducedNames = {
  count: ':count',
  /** Rows whose outcome is a number that can be counted with. */
  usable: ':usable',
  low: ':low',
  high: ':high',
  /** Sums of decimals, the same whatever the order of rows. */
  exact: [':exact 0', ':exact 1', ':exact 2'],
  mean: (k: number) => `:mean ${k}`,
  squares: (k: number) => `:squares ${k}`,
} as const;

/** Whether a column's decimals have more digits than a double. */
export const isExact = (name: string): boolean => name.startsWith(':exact ');

const outcome = quoted(':outcome');
/** Beyond it squares are no numbers any more; such rows are looked at one by one. */
const largest = '1e150';

/** One expression a column of the result, after those of the unit and of the reduction. */
function aggregates({ statistics }: RowReduction): [name: string, sql: string][] {
  const { count, usable, low, high, exact, mean, squares } = reducedNames;
  if (statistics === undefined) return [[count, 'count(*)']];
  const within = (from: string, to: string, value: string) =>
    `case when abs(${outcome}) >= ${from} and abs(${outcome}) < ${to} then ${value} else 0 end`;
  const sum = (value: string, type: string) => `sum(cast(${value} as ${type}))`;
  return [
    [count, 'count(*)'],
    [usable, `count(${outcome})`],
    [low, `min(${outcome})`],
    [high, `max(${outcome})`],
    [exact[0], sum(within('0', '1e9', outcome), 'decimal(28, 18)')],
    [exact[1], sum(within('0', '1e9', `${outcome} * ${outcome}`), 'decimal(28, 9)')],
    [exact[2], sum(within('1e9', '1e27', outcome), 'decimal(28, 0)')],
    ...statistics.flatMap(({ sql, hasSquares }, k): [string, string][] => {
      const value = sql(outcome);
      const average: [string, string] = [mean(k), `avg(${value})`];
      // The variance keeps the digits that a sum of squares less the square of a sum would lose.
      return hasSquares ? [average, [squares(k), `var_pop(${value}) * count(${value})`]] : [average];
    }),
  ];
}

/** Columns that rows taken together agree in: a counted outcome is one of them. */
export function keyColumns({ columns, outcome: name, statistics }: RowReduction): readonly string[] {
  return statistics === undefined ? [...columns, name] : columns;
}

/** Names of the result's columns after those of the unit. */
export function reducedColumnNames(reduction: RowReduction): string[] {
  return [...keyColumns(reduction), ...aggregates(reduction).map(([name]) => name)];
}

/**
 * The statement.
 * @param from a relation, such as a table's name; the outcome in it is a number.
 */
export function reductionSql(unit: readonly string[], reduction: RowReduction, from: string): string {
  const keys = [...new Set([...unit, ...keyColumns(reduction)])].map(quoted);
  const all = [...unit, ...keyColumns(reduction)].map(quoted);
  const sums = aggregates(reduction).map(([name, sql]) => `${sql} as ${quoted(name)}`);
  const value = quoted(reduction.outcome);
  const own = `case when abs(${value}) < ${largest} then ${value} end as ${outcome}`;
  const inner = reduction.statistics === undefined ? keys : [...keys, own];
  return `select ${[...all, ...sums].join(', ')}
from (select ${inner.join(', ')} from ${from}) observed
group by ${keys.join(', ')}
order by ${unit.map((_, at) => at + 1).join(', ')}`;
}
