import { type Scaler, spread } from './scaler.ts';

/** From 0 to 1 (scikit-learn's MinMaxScaler). */
export const minmax: Scaler = {
  name: 'minmax',
  fit: (values) => {
    const offset = values.reduce((least, it) => Math.min(least, it), Number.POSITIVE_INFINITY);
    const top = values.reduce((most, it) => Math.max(most, it), Number.NEGATIVE_INFINITY);
    return { offset, factor: spread(top - offset) };
  },
};
