// Ascending order of doubles by radix sort: several times faster than comparing, and it keeps the places.

const digitBits = 11;
const digits = 1 << digitBits;

/** Places of the values from the smallest to the largest, equal values in their order; NaN last. */
export function orderOf(values: Float64Array): Uint32Array {
  const count = values.length;
  const doubles = new Float64Array(count);
  // Adding 0 makes -0 the 0 it equals.
  for (let i = 0; i < count; i++) doubles[i] = values[i] + 0;
  const words = new Uint32Array(doubles.buffer);
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    // Bits rise with the value once those of negative numbers are flipped and the others get the top bit.
    const top = littleEndian ? words[2 * i + 1] : words[2 * i];
    const bottom = littleEndian ? words[2 * i] : words[2 * i + 1];
    const isNegative = top >>> 31 === 1;
    high[i] = Number.isNaN(values[i]) ? 0xffffffff : isNegative ? ~top : top | 0x80000000;
    low[i] = isNegative ? ~bottom : bottom;
  }
  let order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  let next = new Uint32Array(count);
  const starts = new Uint32Array(digits);
  for (const [keys, shift] of passes(low, high)) {
    starts.fill(0);
    for (let i = 0; i < count; i++) starts[(keys[i] >>> shift) & (digits - 1)]++;
    if (starts[(keys[0] >>> shift) & (digits - 1)] === count) continue;
    for (let digit = 0, start = 0; digit < digits; digit++) {
      const size = starts[digit];
      starts[digit] = start;
      start += size;
    }
    for (let i = 0; i < count; i++) {
      const place = order[i];
      next[starts[(keys[place] >>> shift) & (digits - 1)]++] = place;
    }
    [order, next] = [next, order];
  }
  return order;
}

function passes(low: Uint32Array, high: Uint32Array): (readonly [Uint32Array, number])[] {
  return [low, high].flatMap((keys) => [0, digitBits, 2 * digitBits].map((shift) => [keys, shift] as const));
}

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** The values in the given order. */
export function inOrder(values: Float64Array, order: Uint32Array): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = values[order[i]];
  return out;
}
