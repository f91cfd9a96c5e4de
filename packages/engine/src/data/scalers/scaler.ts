// A scaler: z = (x − offset) / factor with constants found in training.

export interface Scaling {
  readonly offset: number;
  /** Above 0. */
  readonly factor: number;
}

export interface Scaler {
  readonly name: 'standardize' | 'max' | 'minmax' | 'center';
  /** The constants for these values; all finite, at least one. A column without spread keeps its units. */
  readonly fit: (values: Float64Array) => Scaling;
}

export function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** A factor that cannot divide by nothing. */
export function spread(factor: number): number {
  return factor > 0 && Number.isFinite(factor) ? factor : 1;
}
