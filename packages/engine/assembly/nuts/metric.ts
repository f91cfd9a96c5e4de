// The Euclidean metric: an estimate of the posterior's covariance, and the whitened coordinates it gives.
// With inverse metric Σ = L Lᵀ, a position is q = L z; momenta are those of z, so their metric is the identity.
import { at, dimension, put, reserve, total, vectorBytes } from './vectors';

export let isDense = false;
/** Σ: dimension numbers, or dimension × dimension row-major. */
export let inverseMetric: usize = 0;
/** The square root of a diagonal Σ, padded. */
export let scale: usize = 0;
/** L and Lᵀ of a dense Σ, rows padded. */
let factor: usize = 0;
let transposed: usize = 0;

export function configureMetric(dense: bool): void {
  isDense = dense;
  inverseMetric = reserve((<usize>metricEntries()) << 3);
  scale = reserve(dense ? 0 : vectorBytes);
  factor = reserve(dense ? <usize>dimension * vectorBytes : 0);
  transposed = reserve(dense ? <usize>dimension * vectorBytes : 0);
  setIdentity();
}

/** Numbers in the inverse metric. */
export function metricEntries(): i32 {
  return isDense ? dimension * dimension : dimension;
}

function setIdentity(): void {
  for (let i = 0; i < metricEntries(); i++) put(inverseMetric, i, 0.0);
  for (let i = 0; i < dimension; i++) put(inverseMetric, isDense ? i * dimension + i : i, 1.0);
  factorise();
}

/** Takes the inverse metric as written; false, and the identity, where it is not positive definite and finite. */
export function acceptMetric(): bool {
  if (factorise()) return true;
  setIdentity();
  return false;
}

function factorise(): bool {
  if (isDense) return choleskyFactor();
  for (let i = 0; i < dimension; i++) {
    const variance = at(inverseMetric, i);
    if (!(variance > 0.0) || !(variance < Infinity)) return false;
    put(scale, i, sqrt<f64>(variance));
  }
  return true;
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

/** target = source + step × L momentum, for a dense metric. */
export function drift(target: usize, source: usize, momentum: usize, step: f64): void {
  let row = factor;
  for (let i = 0; i < dimension; i++) {
    let lanes = f64x2.splat(0.0);
    const end: usize = ((<usize>i >> 1) + 1) << 4;
    for (let o: usize = 0; o < end; o += 16) {
      lanes = f64x2.add(lanes, f64x2.mul(v128.load(row + o), v128.load(momentum + o)));
    }
    put(target, i, at(source, i) + step * total(lanes));
    row += vectorBytes;
  }
}

/** target = Lᵀ gradient, for a dense metric. */
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
