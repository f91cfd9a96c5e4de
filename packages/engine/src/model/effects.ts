/** Conditional effects: one column varied, the others held at typical values. */
import { DataError, OptionError, problem } from '../config/errors.ts';
import { nearest } from '../config/nearest.ts';
import { type Column, columnOf, isMissing, type Table, takeCells } from '../data/columns.ts';
import { levelsOf } from '../data/groups.ts';
import { quantiles } from '../posterior/quantile.ts';
import type { Specification } from './specification.ts';

/** Rows at which a column varies alone. */
export interface EffectGrid {
  readonly table: Table;
  readonly values: readonly (number | string)[];
  /** The typical value of every other column: the median of numbers, the commonest level. */
  readonly at: Readonly<Record<string, number | string>>;
}

/**
 * @param table rows to take ranges and typical values from, such as those of training.
 * @param points steps of a column of numbers from its smallest to its largest; levels each stand for themselves.
 * @throws DataError when the model has no such column, or the table lacks it; OptionError for fewer than 2 points.
 */
export function effectGrid(
  specification: Specification,
  table: Table,
  varied: string,
  points: number,
): EffectGrid {
  if (!(Number.isInteger(points) && points >= 2 && points <= 10_000))
    throw new OptionError(`points is a whole number from 2 to 10000; found ${points}`);
  const names = specification.columns;
  if (!names.includes(varied)) throw new DataError([unknownColumn(varied, names)]);
  const numbers = new Set(specification.numberColumns);
  const grouping = new Set([...specification.groups.values()].flat());
  const isNumber = (name: string): boolean => numbers.has(name) && !grouping.has(name);
  const given = names.map((name): [string, Column] => {
    const column = columnOf(table, name);
    if (column === undefined) throw new DataError([unknownColumn(name, Object.keys(table.columns))]);
    return [name, filled(column)];
  });
  const own = given.find(([name]) => name === varied)![1];
  const grid = isNumber(varied) && own.kind === 'number' ? steps(own.values, points) : eachLevel(own);
  const at: Record<string, number | string> = {};
  const columns: Record<string, Column> = { [varied]: grid };
  for (const [name, column] of given) {
    if (name === varied) continue;
    const typical = isNumber(name) && column.kind === 'number' ? medianOf(column.values) : commonest(column);
    at[name] = typical;
    columns[name] =
      typeof typical === 'number'
        ? { kind: 'number', values: new Float64Array(grid.values.length).fill(typical) }
        : { kind: 'text', values: new Array<string>(grid.values.length).fill(typical) };
  }
  return { table: { rows: grid.values.length, columns }, values: [...grid.values], at };
}

function filled(column: Column): Column {
  return takeCells(
    column,
    [...column.values.keys()].filter((row) => !isMissing(column, row)),
  );
}

function steps(values: Float64Array, points: number): Column {
  const [low, high] = quantiles(values, [0, 1]);
  const width = (high! - low!) / (points - 1);
  return {
    kind: 'number',
    values: Float64Array.from({ length: points }, (_, k) => (k === points - 1 ? high! : low! + k * width)),
  };
}

function eachLevel(column: Column): Column {
  const { levels } = levelsOf([column]);
  return column.kind === 'number'
    ? { kind: 'number', values: Float64Array.from(levels, Number) }
    : { kind: 'text', values: levels.map(String) };
}

function medianOf(values: Float64Array): number {
  return quantiles(values, [0.5])[0]!;
}

function commonest(column: Column): number | string {
  const { levels, index } = levelsOf([column]);
  const counts = new Uint32Array(levels.length);
  for (const level of index) counts[level]!++;
  const level = levels[counts.indexOf(Math.max(...counts))];
  return typeof level === 'number' ? level : String(level);
}

function unknownColumn(name: string, known: readonly string[]) {
  const suggestion = nearest(name, known);
  const message = `no such column; there are ${known.join(', ')}`;
  return problem({
    path: name,
    code: 'missing_column',
    found: name,
    expected: 'a column of the model',
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}
