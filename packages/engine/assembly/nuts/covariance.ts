// The covariance of the warm-up's draws by Welford's method, and the inverse metric made of it.
import { acceptMetric, diagonal, inverseMetric, isDense, metricEntries } from './metric';
import { at, dimension, put, reserve, vectorBytes } from './vectors';

let count: i32 = 0;
let mean: usize = 0;
/** Sums of products of deviations, laid out as the inverse metric. */
let products: usize = 0;
let deviation: usize = 0;

export function configureCovariance(): void {
  mean = reserve(vectorBytes);
  deviation = reserve(vectorBytes);
  products = reserve((<usize>metricEntries()) << 3);
  restartCovariance();
}

export function restartCovariance(): void {
  count = 0;
  for (let i = 0; i < dimension; i++) put(mean, i, 0.0);
  for (let i = 0; i < metricEntries(); i++) put(products, i, 0.0);
}

export function addToCovariance(position: usize): void {
  count++;
  for (let i = 0; i < dimension; i++) {
    const before = at(position, i) - at(mean, i);
    put(deviation, i, before);
    put(mean, i, at(mean, i) + before / <f64>count);
  }
  for (let i = 0; i < dimension; i++) {
    const after = at(position, i) - at(mean, i);
    if (!isDense) {
      put(products, i, at(products, i) + after * at(deviation, i));
      continue;
    }
    const row = products + ((<usize>(i * dimension)) << 3);
    for (let j = 0; j <= i; j++) put(row, j, at(row, j) + after * at(deviation, j));
  }
}

/**
 * Makes the covariance the inverse metric, shrunk as Stan does by five draws' weight towards 1e-3 of the identity; but not
 * above the variance itself, so that narrow posteriors keep their scale. Too few or unmoving draws leave the metric.
 */
export function adoptCovariance(): void {
  if (count < 3) return;
  const n = <f64>count;
  const weight = n / (n + 5.0);
  for (let i = 0; i < dimension; i++) {
    const variance = at(products, diagonal(i)) / (n - 1.0);
    if (!(variance > 1e-300) || !(variance < 1e300)) return;
    put(deviation, i, (5.0 / (n + 5.0)) * min<f64>(1e-3, variance));
  }
  if (isDense) adoptRows(weight / (n - 1.0));
  else
    for (let i = 0; i < dimension; i++) {
      put(inverseMetric, i, at(products, i) * (weight / (n - 1.0)) + at(deviation, i));
    }
  acceptMetric();
}

function adoptRows(factor: f64): void {
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j <= i; j++) {
      let value = at(products, i * dimension + j) * factor;
      if (i === j) value += at(deviation, i);
      put(inverseMetric, i * dimension + j, value);
      put(inverseMetric, j * dimension + i, value);
    }
  }
}
