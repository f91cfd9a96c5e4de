/** Rows that are the same in every column, found once: dense codes of the columns' values, joined column after column. */

export interface DistinctRows {
  /** First row of each distinct combination, in order of appearance. */
  readonly first: Int32Array;
  /** The combination of each row. */
  readonly groupOf: Int32Array;
}

/** All distinct combinations of the columns' values. */
export function distinctRows(columns: readonly ArrayLike<number>[], count: number): DistinctRows {
  return distinctRowsUpTo(columns, count, count)!;
}

/** The distinct combinations, or undefined as soon as there are more than `most`. */
export function distinctRowsUpTo(
  columns: readonly ArrayLike<number>[],
  count: number,
  most: number,
): DistinctRows | undefined {
  let codes: Codes = { of: new Int32Array(count), distinct: Math.min(1, count) };
  for (const [k, column] of columns.entries()) {
    const own = codesOf(column, count, most);
    if (own === undefined) return undefined;
    const joined = k === 0 ? own : join(codes, own, count, most);
    if (joined === undefined) return undefined;
    codes = joined;
  }
  const first = new Int32Array(codes.distinct).fill(-1);
  for (let row = count - 1; row >= 0; row--) first[codes.of[row]!] = row;
  return { first, groupOf: codes.of };
}

/** A code from 0 to distinct − 1 for each row, new ones in order of appearance. */
interface Codes {
  readonly of: Int32Array;
  readonly distinct: number;
}

/** Up to so many possible values a table is looked up instead of hashed. */
const largestTable = 2 ** 20;

function codesOf(column: ArrayLike<number>, count: number, most: number): Codes | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let isWhole = true;
  for (let row = 0; row < count && isWhole; row++) {
    const value = column[row]!;
    isWhole = Number.isInteger(value);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!isWhole || high - low >= largestTable) return hashed(column, count, most);
  return tabled((row) => column[row]! - low, high - low + 1, count, most);
}

function join(a: Codes, b: Codes, count: number, most: number): Codes | undefined {
  const possible = a.distinct * b.distinct;
  const pair = (row: number): number => a.of[row]! * b.distinct + b.of[row]!;
  if (possible <= largestTable) return tabled(pair, possible, count, most);
  return hashed(
    Float64Array.from({ length: count }, (_, row) => pair(row)),
    count,
    most,
  );
}

function tabled(
  valueAt: (row: number) => number,
  possible: number,
  count: number,
  most: number,
): Codes | undefined {
  const table = new Int32Array(count === 0 ? 0 : possible).fill(-1);
  const of = new Int32Array(count);
  let distinct = 0;
  for (let row = 0; row < count; row++) {
    const value = valueAt(row);
    let code = table[value]!;
    if (code < 0) {
      if (distinct === most) return undefined;
      code = distinct++;
      table[value] = code;
    }
    of[row] = code;
  }
  return { of, distinct };
}

/** Open addressing over the bits of the doubles; equal numbers have equal bits once −0 is 0. NaN is one value. */
function hashed(column: ArrayLike<number>, count: number, most: number): Codes | undefined {
  let bits = 10;
  let codes = new Int32Array(1 << bits).fill(-1);
  let keys = new Float64Array(1 << bits);
  const word = new Float64Array(1);
  const halves = new Uint32Array(word.buffer);
  const of = new Int32Array(count);
  let distinct = 0;
  const placeOf = (value: number): number => {
    word[0] = value;
    const mask = codes.length - 1;
    let place =
      (Math.imul(halves[0]! ^ Math.imul(halves[1]!, 0x9e3779b1), 0x85ebca6b) >>> (32 - bits)) & mask;
    while (codes[place]! >= 0 && keys[place] !== value) place = (place + 1) & mask;
    return place;
  };
  let notANumber = -1;
  for (let row = 0; row < count; row++) {
    const value = column[row]! + 0;
    if (Number.isNaN(value)) {
      if (notANumber < 0) {
        if (distinct === most) return undefined;
        notANumber = distinct++;
      }
      of[row] = notANumber;
      continue;
    }
    const place = placeOf(value);
    if (codes[place]! < 0) {
      if (distinct === most) return undefined;
      codes[place] = distinct;
      keys[place] = value;
      of[row] = distinct++;
      if (4 * distinct > 3 * codes.length) {
        const [oldKeys, oldCodes] = [keys, codes];
        bits++;
        codes = new Int32Array(1 << bits).fill(-1);
        keys = new Float64Array(1 << bits);
        oldCodes.forEach((code, at) => {
          if (code < 0) return;
          const to = placeOf(oldKeys[at]!);
          codes[to] = code;
          keys[to] = oldKeys[at]!;
        });
      }
    } else of[row] = codes[place]!;
  }
  return { of, distinct };
}
