// Levels: the distinct values of one column, or the distinct tuples of several, in a fixed order.
import type { Column } from './columns.ts';

/** A level of one column, or the tuple of levels of several. */
export type Level = number | string | readonly (number | string)[];

export interface Groups {
  /** Sorted: numbers numerically, text by code point, tuples column by column. */
  readonly levels: readonly Level[];
  /** The levels as text; tuples joined with |. */
  readonly labels: readonly string[];
  /** Row → position in `levels`. */
  readonly index: Int32Array;
}

/** The levels that occur. Columns need equal lengths and no missing cells. */
export function levelsOf(columns: readonly Column[]): Groups {
  const firstRows = new Map<string | number, number>();
  const keys = rowKeys(columns);
  keys.forEach((key, row) => {
    if (!firstRows.has(key)) firstRows.set(key, row);
  });
  const sorted = [...firstRows].map(([key, row]) => ({ key, level: levelAt(columns, row) }));
  sorted.sort((a, b) => compareLevels(a.level, b.level));
  const positions = new Map(sorted.map(({ key }, position) => [key, position]));
  const levels = sorted.map(({ level }) => level);
  return {
    levels,
    labels: levels.map(labelOf),
    index: Int32Array.from(keys, (key) => positions.get(key) ?? -1),
  };
}

/** Row → position in `levels`, −1 for a level that is not among them; the text "1" and the number 1 are one. */
export function indexLevels(columns: readonly Column[], levels: readonly Level[]): Int32Array {
  const tuples = levels.map((level) => (isTuple(level) ? level : [level]));
  const positions = new Map(tuples.map((tuple, position) => [keyOf(tuple.map(String)), position]));
  const asText = columns.map(
    (it): Column =>
      it.kind === 'text' ? it : { kind: 'text', values: Array.from(it.values, (cell) => String(cell + 0)) },
  );
  return Int32Array.from(rowKeys(asText), (key) => positions.get(key) ?? -1);
}

/** The level of a row. */
export function levelAt(columns: readonly Column[], row: number): Level {
  const parts = columns.map((column) =>
    column.kind === 'number' ? column.values[row] + 0 : column.values[row],
  );
  return parts.length === 1 ? parts[0] : parts;
}

/** A level as text; the parts of a tuple are joined with |. */
export function labelOf(level: Level): string {
  return isTuple(level) ? level.join('|') : String(level);
}

/** Numbers before texts; texts by code point (not UTF-16 unit); tuples by their first differing part. */
export function compareLevels(a: Level, b: Level): number {
  const left = isTuple(a) ? a : [a];
  const right = isTuple(b) ? b : [b];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = compareParts(left[i], right[i]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareParts(a: number | string, b: number | string): number {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1;
  return typeof b === 'number' ? 1 : compareCodePoints(a, b);
}

function compareCodePoints(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  if (i === a.length || i === b.length) return a.length - b.length;
  // Surrogates (two units, code points above U+FFFF) sort after every single unit.
  const left = a.charCodeAt(i);
  const right = b.charCodeAt(i);
  const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;
  return isHigh(left) === isHigh(right) ? left - right : isHigh(left) ? 1 : -1;
}

function rowKeys(columns: readonly Column[]): (string | number)[] {
  const rows = columns.length === 0 ? 0 : columns[0].values.length;
  return Array.from({ length: rows }, (_, row) =>
    keyOf(columns.map((column) => (column.kind === 'number' ? column.values[row] + 0 : column.values[row]))),
  );
}

/** Different tuples never share a key: a part is told by its kind and its length. */
function keyOf(parts: readonly (number | string)[]): string | number {
  if (parts.length === 1) return parts[0];
  return parts.map((part) => (typeof part === 'number' ? `#${part};` : `${part.length}:${part}`)).join('');
}

function isTuple(level: Level): level is readonly (number | string)[] {
  return Array.isArray(level);
}
