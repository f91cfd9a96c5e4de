// The range of each column in training, and what a prediction asks for outside it.
import { columnOf, type Table } from './columns.ts';

export interface Range {
  readonly low: number;
  readonly high: number;
}

export interface Extrapolation extends Range {
  readonly column: string;
  /** Rows outside the range, and the outermost values asked for. */
  readonly rows: number;
  readonly lowest: number;
  readonly highest: number;
}

/** Column → its smallest and largest number; text columns and columns all empty are absent. */
export function trainingRanges(table: Table, names: readonly string[]): Record<string, Range> {
  const ranges = names.flatMap((name) => {
    const range = rangeOf(table, name);
    return range === undefined ? [] : [[name, range] as const];
  });
  return Object.fromEntries(ranges);
}

/** The columns of `table` that reach outside the training ranges. */
export function extrapolations(ranges: Readonly<Record<string, Range>>, table: Table): Extrapolation[] {
  return Object.entries(ranges).flatMap(([column, { low, high }]) => {
    const asked = rangeOf(table, column);
    const cells = columnOf(table, column);
    if (asked === undefined || cells?.kind !== 'number') return [];
    const rows = cells.values.reduce((count, it) => count + (it < low || it > high ? 1 : 0), 0);
    return rows === 0 ? [] : [{ column, low, high, rows, lowest: asked.low, highest: asked.high }];
  });
}

function rangeOf(table: Table, name: string): Range | undefined {
  const column = columnOf(table, name);
  if (column?.kind !== 'number') return undefined;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const { values } = column;
  // By index, which allocates nothing.
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : undefined;
}
