import { type Scaler, spread } from './scaler.ts';

/** Largest absolute value 1 (scikit-learn's MaxAbsScaler). */
export const max: Scaler = {
  name: 'max',
  fit: (values) => ({
    offset: 0,
    factor: spread(values.reduce((most, it) => Math.max(most, Math.abs(it)), 0)),
  }),
};
