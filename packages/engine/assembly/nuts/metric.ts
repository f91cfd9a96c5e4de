// The Euclidean metric: an estimate of the posterior's covariance, and the whitened coordinates it gives.
// With inverse metric Σ = L Lᵀ, a position is q = L z; momenta are those of z, so their metric is the identity.
// Σ is diagonal, D²; dense; or diagonal but along a few directions U, D (I + U (Λ − I) Uᵀ) D, whose L is D (I + U (√Λ − I) Uᵀ).
import { at, dimension, put, reserve, total, vectorBytes } from './vectors';

/** Whether the metric has room for correlations. */
export let isDense = false;
/** Whether it has correlations now; without, Σ acts entry by entry. */
export let isRotated = false;
/** Σ: dimension numbers, or dimension × dimension row-major. */
export let inverseMetric: usize = 0;
/** The square roots of Σ's diagonal, padded. */
let scale: usize = 0;
/** L and Lᵀ of a dense Σ, rows padded. */
let factor: usize = 0;
let transposed: usize = 0;
/** Directions U a diagonal metric may have, and has now: vectors of length 1, at right angles to each other. */
let mostDirections: i32 = 0;
export let directionCount: i32 = 0;
let directions: usize = 0;
/** Λ; √Λ − 1; and 1/√Λ − 1. */
let stretches: usize = 0;
let lengthening: usize = 0;
let shortening: usize = 0;

export function configureMetric(dense: bool, directionLimit: i32): void {
  isDense = dense;
  mostDirections = directionLimit;
  directions = reserve(<usize>directionLimit * vectorBytes);
  stretches = reserve((<usize>directionLimit) << 3);
  lengthening = reserve((<usize>directionLimit) << 3);
  shortening = reserve((<usize>directionLimit) << 3);
  inverseMetric = reserve((<usize>metricEntries()) << 3);
  scale = reserve(vectorBytes);
  factor = reserve(dense ? <usize>dimension * vectorBytes : 0);
  transposed = reserve(dense ? <usize>dimension * vectorBytes : 0);
  setIdentity();
}

/** Whether L is a whole triangle, not a diagonal with or without directions. */
function isWhole(): bool {
  return isRotated && isDense;
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

/** Where the host writes Λ, and the directions, padded and one after the other. */
export function stretchAddress(): usize {
  return stretches;
}

export function directionAddress(): usize {
  return directions;
}

/** Takes so many directions as written, beside the diagonal as written. */
export function acceptDirections(count: i32): bool {
  if (!acceptMetric() || count > mostDirections) return false;
  for (let r = 0; r < count; r++) {
    const root = sqrt<f64>(at(stretches, r));
    if (!(root > 0.0) || !(root < Infinity)) return false;
    put(lengthening, r, root - 1.0);
    put(shortening, r, 1.0 / root - 1.0);
  }
  directionCount = count;
  isRotated = count > 0;
  return true;
}

function factorise(): bool {
  directionCount = 0;
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
  for (let i = 0; isWhole() && i < dimension; i++) {
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

/** target = (I + U S Uᵀ) source, with S the numbers at `sizes`. The two may be the same vector. */
function scaleAlong(target: usize, source: usize, sizes: usize): void {
  const bytes = vectorBytes;
  if (target !== source) memory.copy(target, source, bytes);
  let direction = directions;
  for (let r = 0; r < directionCount; r++) {
    let lanes = f64x2.splat(0.0);
    for (let o: usize = 0; o < bytes; o += 16) {
      lanes = f64x2.add(lanes, f64x2.mul(v128.load(direction + o), v128.load(target + o)));
    }
    // Directions are at right angles, so that one does not disturb the next.
    const share = f64x2.splat(at(sizes, r) * total(lanes));
    for (let o: usize = 0; o < bytes; o += 16) {
      v128.store(target + o, f64x2.add(v128.load(target + o), f64x2.mul(share, v128.load(direction + o))));
    }
    direction += bytes;
  }
}

/** target = source + step × L noise. */
export function drawAround(target: usize, source: usize, noise: usize, step: f64): void {
  const bytes = vectorBytes;
  const steps = f64x2.splat(step);
  if (!isWhole()) {
    let straight = noise;
    if (isRotated) {
      scaleAlong(target, noise, lengthening);
      straight = target;
    }
    for (let o: usize = 0; o < bytes; o += 16) {
      const way = f64x2.mul(f64x2.mul(steps, v128.load(scale + o)), v128.load(straight + o));
      v128.store(target + o, f64x2.add(v128.load(source + o), way));
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
  if (!isWhole()) {
    for (let i = 0; i < dimension; i++) put(target, i, (at(position, i) - at(source, i)) / at(scale, i));
    if (isRotated) scaleAlong(target, target, shortening);
    return;
  }
  for (let i = 0; i < dimension; i++) {
    let rest = at(position, i) - at(source, i);
    const row = factor + <usize>i * vectorBytes;
    for (let k = 0; k < i; k++) rest -= at(row, k) * at(target, k);
    put(target, i, rest / at(row, i));
  }
}

/** Undoes `whiten` in place: gradient = L⁻ᵀ whitened. */
export function unwhiten(gradient: usize): void {
  if (!isWhole()) {
    if (isRotated) scaleAlong(gradient, gradient, shortening);
    for (let i = 0; i < dimension; i++) put(gradient, i, at(gradient, i) / at(scale, i));
    return;
  }
  for (let i = dimension - 1; i >= 0; i--) {
    let rest = at(gradient, i);
    const row = transposed + <usize>i * vectorBytes;
    for (let k = i + 1; k < dimension; k++) rest -= at(row, k) * at(gradient, k);
    put(gradient, i, rest / at(row, i));
  }
}

/** target = Lᵀ gradient. */
export function whiten(target: usize, gradient: usize): void {
  const end = vectorBytes;
  if (!isWhole()) {
    for (let o: usize = 0; o < end; o += 16) {
      v128.store(target + o, f64x2.mul(v128.load(gradient + o), v128.load(scale + o)));
    }
    if (isRotated) scaleAlong(target, target, lengthening);
    return;
  }
  let row = transposed;
  for (let i = 0; i < dimension; i++) {
    let lanes = f64x2.splat(0.0);
    for (let o: usize = (<usize>i >> 1) << 4; o < end; o += 16) {
      lanes = f64x2.add(lanes, f64x2.mul(v128.load(row + o), v128.load(gradient + o)));
    }
    put(target, i, total(lanes));
    row += vectorBytes;
  }
}
