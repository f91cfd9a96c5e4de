import type { Encoder } from './encoder.ts';

/** One column of 0 and 1 a level, named `column[level]`; the column's name then names their vector. */
export const onehot: Encoder = {
  name: 'onehot',
  unseen: 'zeros',
  encode: (name, index, labels) =>
    labels.map((label, position) => ({
      name: `${name}[${label}]`,
      values: Float64Array.from(index, (it) => (it === position ? 1 : 0)),
    })),
};
