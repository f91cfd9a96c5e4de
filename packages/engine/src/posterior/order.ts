// Ascending order of doubles by radix sort (assembly/draws/order.ts), which keeps the places.
import { ofDraws } from './drawsCore.ts';

/** Places of the values from the smallest to the largest, equal values in their order; NaN last. */
export function orderOf(values: Float64Array): Uint32Array {
  return ofDraws(values, 1, (core) => {
    const at = core.order();
    return new Uint32Array(core.memory.buffer, at, values.length).slice();
  });
}

/** The values in the given order. */
export function inOrder(values: Float64Array, order: Uint32Array): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = values[order[i]];
  return out;
}
