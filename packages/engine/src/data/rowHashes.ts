/** A hash of each row, to know rows met before: 48 bits from the names and cells of its columns, whatever their order. */
import { type Column, columnOf, type Table } from './columns.ts';
import { numberIn } from './csv.ts';

/**
 * Whole numbers below 2^48, one a row; −0 and 0 are one cell, every NaN and empty text is one. A text that is a number is that
 * number: a column read as numbers once is text when a later table has a word in it.
 */
export function rowHashes(table: Table, names: readonly string[]): Float64Array {
  const [low, high] = [new Uint32Array(table.rows), new Uint32Array(table.rows)];
  low.fill(0x9747b28c);
  high.fill(0x2545f491);
  for (const name of [...names].sort()) {
    const column = columnOf(table, name);
    if (column === undefined) continue;
    const word = textWord(name);
    for (let row = 0; row < table.rows; row++) {
      low[row] = mix(low[row]!, word);
      high[row] = mix(high[row]!, ~word);
    }
    mixCells(column, low, high);
  }
  return Float64Array.from(low, (word, row) => {
    const upper = finish(high[row]!);
    return (upper >>> 16) * 4294967296 + finish(word ^ upper);
  });
}

function mixCells(column: Column, low: Uint32Array, high: Uint32Array): void {
  if (column.kind === 'number') {
    for (let row = 0; row < low.length; row++) {
      layNumber(column.values[row]!);
      const [upper, lower] = [view.getUint32(0), view.getUint32(4)];
      low[row] = mix(mix(low[row]!, upper), lower);
      high[row] = mix(mix(high[row]!, lower), upper);
    }
    return;
  }
  const words = new Map<string, Words>();
  for (let row = 0; row < low.length; row++) {
    const text = column.values[row]!;
    const known = words.get(text);
    const { upper, lower } = known ?? wordsOf(text);
    if (known === undefined) words.set(text, { upper, lower });
    low[row] = mix(mix(low[row]!, upper), lower);
    high[row] = mix(mix(high[row]!, lower), upper);
  }
}

const view = new DataView(new ArrayBuffer(8));

function layNumber(value: number): void {
  view.setFloat64(0, Number.isNaN(value) ? Number.NaN : value + 0);
}

/** The two words of a cell. */
interface Words {
  readonly upper: number;
  readonly lower: number;
}

function wordsOf(text: string): Words {
  const number = text === '' ? Number.NaN : numberIn(text);
  if (number === undefined) {
    const word = textWord(text);
    return { upper: word, lower: word ^ 0x5bd1e995 };
  }
  layNumber(number);
  return { upper: view.getUint32(0), lower: view.getUint32(4) };
}

/** One round of MurmurHash3 (Appleby, public domain). */
function mix(state: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const h = state ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) >>> 0;
}

function finish(word: number): number {
  let h = word ^ (word >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function textWord(text: string): number {
  let state = 0x165667b1;
  for (let i = 0; i < text.length; i++) state = mix(state, text.charCodeAt(i));
  return mix(state, text.length);
}
