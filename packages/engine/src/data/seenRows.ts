/**
 * A compact memory of rows: the set of their hashes, sorted, with the differences in Golomb–Rice code (Putze, Sanders &
 * Singler 2009, "Cache-, hash-, and space-efficient Bloom filters"). With hashes of b bits a row that was never seen is taken for a
 * seen one with probability count / 2^b; a row takes about b − log2(count) + 1.5 bits.
 */
import { fromBase64, toBase64 } from '../numeric/base64.ts';
import type { SeenRows } from './seenSchema.ts';

/** Bits of a hash where space allows: one wrong hit among 2^48 / count rows. */
const fullBits = 48;
/** Bytes the code may take: hashes are shortened to keep to them. */
const mostBytes = 2 ** 20;

export const noRows: SeenRows = { count: 0, bits: fullBits, code: '' };

/** Remembers further rows. @param hashes as `rowHashes` gives them. */
export function rememberRows(seen: SeenRows, hashes: Float64Array): SeenRows {
  let bits = seen.bits;
  const shortened = (from: Float64Array, by: number): Float64Array => {
    const divisor = powersOfTwo[by]!;
    return from.map((hash) => Math.floor(hash / divisor));
  };
  let values = distinct([hashesOf(seen), shortened(hashes, fullBits - bits)]);
  const fitting = bitsThatFit(values.length);
  if (fitting < bits) {
    values = distinct([shortened(values, bits - fitting)]);
    bits = fitting;
  }
  let code = encode(values, bits);
  while (code.length > mostBytes && bits > 1) {
    bits--;
    values = distinct([shortened(values, 1)]);
    code = encode(values, bits);
  }
  return { count: values.length, bits, code: toBase64(code) };
}

const powersOfTwo = Float64Array.from({ length: fullBits + 2 }, (_, exponent) =>
  Number(1n << BigInt(exponent)),
);

/** For each hash whether the row was seen before (or is taken for one that was). */
export function wereSeen(seen: SeenRows, hashes: Float64Array): boolean[] {
  const known = new Set(hashesOf(seen));
  const divisor = powersOfTwo[fullBits - seen.bits]!;
  return Array.from(hashes, (hash) => known.has(Math.floor(hash / divisor)));
}

/** Probability that a row never seen is taken for one that was. */
export function falsePositiveRate({ count, bits }: SeenRows): number {
  return count / powersOfTwo[bits]!;
}

export function bytesOf({ code }: SeenRows): number {
  return Math.floor((code.length * 3) / 4);
}

function distinct(lists: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(lists.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  all.sort();
  return all.filter((value, i) => i === 0 || value !== all[i - 1]);
}

/** Low bits of each difference written as they are, so that what is above them is about one half on average. */
function riceBits(count: number, bits: number): number {
  let low = 0;
  while (low < bits && count * powersOfTwo[low + 1]! <= powersOfTwo[bits]!) low++;
  return low;
}

/** Bits of the hashes of a set whose code should keep to the space. */
function bitsThatFit(count: number): number {
  let bits = fullBits;
  while (bits > 1 && count * (riceBits(count, bits) + 1.4) > 8 * mostBytes) bits--;
  return bits;
}

function encode(values: Float64Array, bits: number): Uint8Array {
  const low = riceBits(Math.max(1, values.length), bits);
  const out: number[] = [];
  let byte = 0;
  let filled = 0;
  const put = (bit: number): void => {
    byte = (byte << 1) | bit;
    if (++filled === 8) {
      out.push(byte);
      byte = 0;
      filled = 0;
    }
  };
  let before = 0;
  for (const value of values) {
    const difference = value - before;
    before = value;
    for (let high = Math.floor(difference / powersOfTwo[low]!); high > 0; high--) put(1);
    put(0);
    for (let place = low - 1; place >= 0; place--) put(Math.floor(difference / powersOfTwo[place]!) % 2);
  }
  while (filled > 0) put(1);
  return Uint8Array.from(out);
}

function hashesOf({ count, bits, code }: SeenRows): Float64Array {
  const low = riceBits(Math.max(1, count), bits);
  const bytes = fromBase64(code);
  const values = new Float64Array(count);
  let at = 0;
  const next = (): number => (bytes[at >> 3]! >> (7 - (at++ & 7))) & 1;
  let before = 0;
  for (let i = 0; i < count; i++) {
    let high = 0;
    while (next() === 1) high++;
    let rest = 0;
    for (let place = 0; place < low; place++) rest = 2 * rest + next();
    before += high * powersOfTwo[low]! + rest;
    values[i] = before;
  }
  return values;
}
