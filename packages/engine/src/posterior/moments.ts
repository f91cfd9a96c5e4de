// Mean and variance in two passes, with the compensation of Chan, Golub & LeVeque 1983.

export function mean(values: Float64Array, from = 0, to = values.length): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i];
  const first = sum / (to - from);
  let rest = 0;
  for (let i = from; i < to; i++) rest += values[i] - first;
  return Number.isFinite(first) ? first + rest / (to - from) : first;
}

/** The variance with divisor `count - lost`; `lost` is 1 for the unbiased one. */
export function variance(values: Float64Array, lost: 0 | 1, from = 0, to = values.length): number {
  const center = mean(values, from, to);
  let squares = 0;
  let rest = 0;
  for (let i = from; i < to; i++) {
    const deviation = values[i] - center;
    squares += deviation * deviation;
    rest += deviation;
  }
  const count = to - from;
  return (squares - (rest * rest) / count) / (count - lost);
}

export function hasNaN(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) return true;
  return false;
}
