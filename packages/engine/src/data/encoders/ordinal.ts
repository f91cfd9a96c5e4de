import type { Encoder } from './encoder.ts';

/** 0, 1, 2, … in the order of the levels. */
export const ordinal: Encoder = {
  name: 'ordinal',
  unseen: '-1',
  encode: (name, index) => [{ name, values: Float64Array.from(index) }],
};
