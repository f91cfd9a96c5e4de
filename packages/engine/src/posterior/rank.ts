import { orderOf } from './order.ts';

/** Ranks from 1, ties at their average, as scipy.stats.rankdata. */
export function ranks(values: Float64Array): Float64Array {
  const order = orderOf(values);
  const out = new Float64Array(values.length);
  for (let first = 0; first < out.length; ) {
    const value = values[order[first]];
    let last = first;
    while (last + 1 < out.length && values[order[last + 1]] === value) last++;
    const rank = (first + last) / 2 + 1;
    for (; first <= last; first++) out[order[first]] = rank;
  }
  return out;
}
