// The Euclidean metric: a diagonal or dense estimate of the posterior's covariance (the inverse metric), by Welford's method.
import { normal } from './random';
import { at, clear, dimension, put, reserve } from './vectors';

let isDense = false;
/** Inverse metric: dimension numbers, or dimension × dimension row-major. */
export let inverseMetric: usize = 0;
/** Lower Cholesky factor of a dense inverse metric. */
let factor: usize = 0;
let count: i32 = 0;
let mean: usize = 0;
let spread: usize = 0;
let scratch: usize = 0;

function entries(): i32 {
  return isDense ? dimension * dimension : dimension;
}

export function configureMetric(dense: bool): void {
  isDense = dense;
  inverseMetric = reserve(entries());
  factor = reserve(dense ? entries() : 0);
  mean = reserve(dimension);
  spread = reserve(entries());
  scratch = reserve(dimension);
  setIdentity();
  restartEstimate();
}

function setIdentity(): void {
  memory.fill(inverseMetric, 0, (<usize>entries()) << 3);
  for (let i = 0; i < dimension; i++) put(inverseMetric, isDense ? i * dimension + i : i, 1.0);
  if (isDense) factorise();
}

/** Takes the inverse metric that the host wrote; false when it is not positive definite. */
export function acceptMetric(): bool {
  return isDense ? factorise() : true;
}

function factorise(): bool {
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j <= i; j++) {
      let total = at(inverseMetric, i * dimension + j);
      for (let k = 0; k < j; k++) total -= at(factor, i * dimension + k) * at(factor, j * dimension + k);
      if (i == j) {
        if (!(total > 0)) return false;
        put(factor, i * dimension + i, sqrt<f64>(total));
      } else {
        put(factor, i * dimension + j, total / at(factor, j * dimension + j));
      }
    }
  }
  return true;
}

/** velocity = inverse metric × momentum */
export function velocity(target: usize, momentum: usize): void {
  if (!isDense) {
    for (let i = 0; i < dimension; i++) put(target, i, at(inverseMetric, i) * at(momentum, i));
    return;
  }
  for (let i = 0; i < dimension; i++) {
    let total = 0.0;
    const row = inverseMetric + ((<usize>(i * dimension)) << 3);
    for (let j = 0; j < dimension; j++) total += at(row, j) * at(momentum, j);
    put(target, i, total);
  }
}

/** A momentum from N(0, metric): Lᵀ p = z with L Lᵀ the inverse metric. */
export function drawMomentum(target: usize): void {
  if (!isDense) {
    for (let i = 0; i < dimension; i++) put(target, i, normal() / sqrt<f64>(at(inverseMetric, i)));
    return;
  }
  for (let i = 0; i < dimension; i++) put(target, i, normal());
  for (let i = dimension - 1; i >= 0; i--) {
    let total = at(target, i);
    for (let k = i + 1; k < dimension; k++) total -= at(factor, k * dimension + i) * at(target, k);
    put(target, i, total / at(factor, i * dimension + i));
  }
}

export function restartEstimate(): void {
  count = 0;
  clear(mean);
  memory.fill(spread, 0, (<usize>entries()) << 3);
}

export function addToEstimate(position: usize): void {
  count++;
  for (let i = 0; i < dimension; i++) {
    const delta = at(position, i) - at(mean, i);
    put(scratch, i, delta);
    put(mean, i, at(mean, i) + delta / <f64>count);
  }
  for (let i = 0; i < dimension; i++) {
    const rest = at(position, i) - at(mean, i);
    if (!isDense) {
      put(spread, i, at(spread, i) + rest * at(scratch, i));
    } else {
      for (let j = 0; j < dimension; j++) {
        const place = i * dimension + j;
        put(spread, place, at(spread, place) + rest * at(scratch, j));
      }
    }
  }
}

/**
 * Makes the estimate the inverse metric, shrunk towards 1e-3 of the identity as Stan does, but never above the variance
 * itself, so that narrow posteriors keep their scale.
 */
export function adoptEstimate(): void {
  if (count < 3) return;
  const n = <f64>count;
  const weight = n / (n + 5.0);
  for (let i = 0; i < dimension; i++) {
    const diagonal = isDense ? i * dimension + i : i;
    const variance = at(spread, diagonal) / (n - 1.0);
    if (!(variance > 1e-300) || !(variance < 1e300)) return;
    put(scratch, i, (5.0 / (n + 5.0)) * min<f64>(1e-3, variance));
  }
  for (let i = 0; i < entries(); i++) put(inverseMetric, i, (weight * at(spread, i)) / (n - 1.0));
  for (let i = 0; i < dimension; i++) {
    const diagonal = isDense ? i * dimension + i : i;
    put(inverseMetric, diagonal, at(inverseMetric, diagonal) + at(scratch, i));
  }
  if (isDense && !factorise()) setIdentity();
}
