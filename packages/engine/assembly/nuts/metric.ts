// The Euclidean metric: an estimate of the posterior's covariance, and the whitened coordinates it gives.
// With inverse metric Σ = L Lᵀ, a position is q = L z; momenta are those of z, so their metric is the identity.
import { at, dimension, put, reserve, total, vectorBytes } from './vectors';

/** Whether the metric has room for correlations. */
export let isDense = false;
/** Whether it has correlations now; without, Σ acts entry by entry. */
export let isRotated = false;
/** Σ: dimension numbers, or dimension × dimension row-major. */
export let inverseMetric: usize = 0;
/** The square roots of Σ's diagonal, padded. */
export let scale: usize = 0;
/** L and Lᵀ of a dense Σ, rows padded. */
let factor: usize = 0;
let transposed: usize = 0;

export function configureMetric(dense: bool): void {
  isDense = dense;
  inverseMetric = reserve((<usize>metricEntries()) << 3);
  scale = reserve(vectorBytes);
  factor = reserve(dense ? <usize>dimension * vectorBytes : 0);
  transposed = reserve(dense ? <usize>dimension * vectorBytes : 0);
  setIdentity();
}

/** Numbers in the inverse metric. */
export function metricEntries(): i32 {
  return isDense ? dimension * dimension : dimension;
}

/** Place of a variance in the inverse metric. */
export function diagonal(i: i32): i32 {
  return isDense ? i * dimension + i : i;
}

function setIdentity(): void {
  for (let i = 0; i < metricEntries(); i++) put(inverseMetric, i, 0.0);
  for (let i = 0; i < dimension; i++) put(inverseMetric, diagonal(i), 1.0);
  factorise();
}

/** Takes the inverse metric as written; false, and the identity, where it is not positive definite and finite. */
export function acceptMetric(): bool {
  if (factorise()) return true;
  setIdentity();
  return false;
}

function factorise(): bool {
  for (let i = 0; i < dimension; i++) {
    const variance = at(inverseMetric, diagonal(i));
    if (!(variance > 0.0) || !(variance < Infinity)) return false;
    put(scale, i, sqrt<f64>(variance));
  }
  isRotated = isDense && hasCorrelations();
  return !isRotated || choleskyFactor();
}

function hasCorrelations(): bool {
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j < i; j++) if (at(inverseMetric, i * dimension + j) !== 0.0) return true;
  }
  return false;
}

function choleskyFactor(): bool {
  for (let i = 0; i < dimension; i++) {
    const row = factor + <usize>i * vectorBytes;
    for (let j = 0; j <= i; j++) {
      const other = factor + <usize>j * vectorBytes;
      let rest = at(inverseMetric, i * dimension + j);
      for (let k = 0; k < j; k++) rest -= at(row, k) * at(other, k);
      if (i === j) {
        if (!(rest > 0.0) || !(rest < Infinity)) return false;
        rest = sqrt<f64>(rest);
      } else {
        rest /= at(other, j);
      }
      put(row, j, rest);
      put(transposed + <usize>j * vectorBytes, i, rest);
    }
  }
  return true;
}

/** The least share of a variance that the coordinates before it do not explain: 1 without correlations, near 0 on a ridge. */
export function leastUnexplained(): f64 {
  let least = 1.0;
  for (let i = 0; isRotated && i < dimension; i++) {
    const rest = at(factor + <usize>i * vectorBytes, i);
    least = min<f64>(least, (rest * rest) / at(inverseMetric, diagonal(i)));
  }
  return least;
}

/** Forgets the correlations. */
export function straighten(): void {
  for (let i = 0; isDense && i < dimension; i++) {
    for (let j = 0; j < i; j++) {
      put(inverseMetric, i * dimension + j, 0.0);
      put(inverseMetric, j * dimension + i, 0.0);
    }
  }
  factorise();
}

/** target = source + step × L noise. */
export function drawAround(target: usize, source: usize, noise: usize, step: f64): void {
  if (!isRotated) {
    for (let i = 0; i < dimension; i++) {
      put(target, i, at(source, i) + step * at(scale, i) * at(noise, i));
    }
    return;
  }
  let row = factor;
  for (let i = 0; i < dimension; i++) {
    let lanes = f64x2.splat(0.0);
    const end: usize = ((<usize>i >> 1) + 1) << 4;
    for (let o: usize = 0; o < end; o += 16) {
      lanes = f64x2.add(lanes, f64x2.mul(v128.load(row + o), v128.load(noise + o)));
    }
    put(target, i, at(source, i) + step * total(lanes));
    row += vectorBytes;
  }
}

/** target = source + L z: a position from its whitened coordinates. */
export function place(target: usize, source: usize, z: usize): void {
  drawAround(target, source, z, 1.0);
}

/** target = L⁻¹ (position − source): whitened coordinates of a position. */
export function unplace(target: usize, position: usize, source: usize): void {
  for (let i = 0; i < dimension; i++) {
    let rest = at(position, i) - at(source, i);
    if (!isRotated) {
      put(target, i, rest / at(scale, i));
      continue;
    }
    const row = factor + <usize>i * vectorBytes;
    for (let k = 0; k < i; k++) rest -= at(row, k) * at(target, k);
    put(target, i, rest / at(row, i));
  }
}

/** Undoes `whiten` in place: gradient = L⁻ᵀ whitened. */
export function unwhiten(gradient: usize): void {
  for (let i = dimension - 1; i >= 0; i--) {
    let rest = at(gradient, i);
    if (!isRotated) {
      put(gradient, i, rest / at(scale, i));
      continue;
    }
    const row = transposed + <usize>i * vectorBytes;
    for (let k = i + 1; k < dimension; k++) rest -= at(row, k) * at(gradient, k);
    put(gradient, i, rest / at(row, i));
  }
}

/** target = Lᵀ gradient, for a metric with correlations. */
export function whiten(target: usize, gradient: usize): void {
  let row = transposed;
  const end = vectorBytes;
  for (let i = 0; i < dimension; i++) {
    let lanes = f64x2.splat(0.0);
    for (let o: usize = (<usize>i >> 1) << 4; o < end; o += 16) {
      lanes = f64x2.add(lanes, f64x2.mul(v128.load(row + o), v128.load(gradient + o)));
    }
    put(target, i, total(lanes));
    row += vectorBytes;
  }
}
