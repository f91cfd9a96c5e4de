// Ascending order of doubles by radix sort: several times faster than comparing, and it keeps the places.

const digitBits = 11;
const digits = 1 << digitBits;

/** Neighbours alike in the upper halves of their bits, as a share of all, up to which the lower halves are compared. */
const fewAlike = 1 / 16;

/** Places of the values from the smallest to the largest, equal values in their order; NaN last. */
export function orderOf(values: Float64Array): Uint32Array {
  const count = values.length;
  const doubles = new Float64Array(count);
  // Adding 0 makes -0 the 0 it equals.
  for (let i = 0; i < count; i++) doubles[i] = values[i] + 0;
  const words = new Uint32Array(doubles.buffer);
  const [upper, lower] = littleEndian ? [1, 0] : [0, 1];
  const high = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    // Bits rise with the value once those of negative numbers are flipped and the others get the top bit.
    const top = words[2 * i + upper];
    high[i] = Number.isNaN(values[i]) ? 0xffffffff : top >>> 31 === 1 ? ~top : top | 0x80000000;
  }
  const places = new Uint32Array(count);
  for (let i = 0; i < count; i++) places[i] = i;
  const byHigh = byKeys(high, places);
  let alike = 0;
  for (let i = 1; i < count; i++) if (high[byHigh[i]] === high[byHigh[i - 1]]) alike++;
  if (alike <= fewAlike * count) return settled(byHigh, high, doubles);
  const low = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const bottom = words[2 * i + lower];
    low[i] = words[2 * i + upper] >>> 31 === 1 ? ~bottom : bottom;
  }
  for (let i = 0; i < count; i++) places[i] = i;
  return byKeys(high, byKeys(low, places));
}

/** The places reordered by their keys, those of equal keys as they were; may use the array given. */
function byKeys(keys: Uint32Array, places: Uint32Array): Uint32Array {
  const count = keys.length;
  let order: Uint32Array = places;
  let next: Uint32Array = new Uint32Array(count);
  const starts = new Uint32Array(digits);
  for (let shift = 0; shift < 32; shift += digitBits) {
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

/** Sorts the few neighbours whose keys are equal by their values. */
function settled(order: Uint32Array, keys: Uint32Array, values: Float64Array): Uint32Array {
  for (let i = 1; i < order.length; i++) {
    const place = order[i];
    let at = i;
    while (at > 0 && keys[order[at - 1]] === keys[place] && values[order[at - 1]] > values[place]) {
      order[at] = order[at - 1];
      at--;
    }
    order[at] = place;
  }
  return order;
}

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** The values in the given order. */
export function inOrder(values: Float64Array, order: Uint32Array): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = values[order[i]];
  return out;
}
