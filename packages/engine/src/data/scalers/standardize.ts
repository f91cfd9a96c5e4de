import { mean, type Scaler, spread } from './scaler.ts';

/** Mean 0 and standard deviation 1 (dividing by n, as scikit-learn's StandardScaler). */
export const standardize: Scaler = {
  name: 'standardize',
  fit: (values) => {
    const offset = mean(values);
    let squares = 0;
    let largest = 0;
    for (const value of values) {
      squares += (value - offset) * (value - offset);
      largest = Math.max(largest, Math.abs(value));
    }
    const sd = Math.sqrt(squares / values.length);
    // Equal values differ from their own rounded mean by a few ulp; that is no spread.
    return { offset, factor: sd > largest * 1e-15 ? spread(sd) : 1 };
  },
};
