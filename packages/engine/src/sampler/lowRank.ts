/**
 * A metric that is diagonal but along a few directions, learned from draws and gradients together: among those it is the
 * geometric mean of the draws' covariance and the inverse of the gradients', which minimises the Fisher divergence to a normal
 * target and is exact for one whatever its draws' own noise (Seyboldt, Carlson & Carpenter 2026, "Preconditioning Hamiltonian
 * Monte Carlo by minimizing Fisher divergence"; nutpie's low-rank metric). Only IEEE operations, so every platform finds the same bits.
 */
import { paddedBytes } from './core.ts';
import { eigenOf } from './eigen.ts';
import {
  centreColumn,
  type Directions,
  noDirections,
  type RecordedDraws,
  type Rows,
  rowsOf,
  scaleBy,
  spreadsOf,
} from './recordedDraws.ts';
import { cholesky, inner, solveTransposed } from './symmetric.ts';

export interface LowRankMetric {
  /** Where the normal approximation has its middle. */
  readonly centre: Float64Array;
  /** Variances, stretches, and directions at right angles, in the coordinates that the variances have scaled. */
  readonly inverseMetric: Float64Array;
  /**
   * Mean squared distance of the whitened gradients from a standard normal's, by coordinate: 0 for a normal target, above 1
   * along a funnel or a heavy tail. Its mean, and its greatest.
   */
  readonly divergence: Divergence;
}

export interface Divergence {
  readonly mean: number;
  readonly greatest: number;
}

/** Directions looked for at each end: where draws vary most, and where gradients do. */
const eachEnd = 8;
export const mostDirections = 2 * eachEnd;
const powerSteps = 2;
/** Directions along which a variance differs by less are left to the diagonal. */
const cutoff = 1.5;
/** Added to the variances in the subspace, so that what was not seen counts as 1. */
const regularisation = 1e-5;

/** Bytes that learning works in. */
export const scratchBytes = (dimension: number): number =>
  (mostDirections + 2) * paddedBytes(dimension) + 8 * mostDirections * (mostDirections + 1);

/** Learns the metric; undefined where draws or gradients do not move or are not finite. */
export function learnLowRank(draws: RecordedDraws, dimension: number): LowRankMetric | undefined {
  const variances = new Float64Array(dimension).fill(1);
  const rows = rowsOf(draws, dimension);
  const centre = Float64Array.from({ length: dimension }, (_, i) => centreColumn(rows.x, i, rows));
  for (let i = 0; i < dimension; i++) centreColumn(rows.g, i, rows);
  if (!scaleBy(spreadsOf(rows), rows, variances)) return undefined;
  let found = directionsOf(rows, draws);
  if (found.stretches.length > 0) {
    // A long direction has lengthened every variable's variance; what is left without it is the scale of the others.
    if (!scaleBy(spreadsOf(rows, found), rows, variances)) return undefined;
    found = directionsOf(rows, draws);
  }
  return {
    centre,
    inverseMetric: Float64Array.from([...variances, ...found.stretches, ...found.directions]),
    divergence: divergenceOf(rows, found),
  };
}

function directionsOf(rows: Rows, draws: RecordedDraws): Directions {
  const basis = orthonormal(
    [...dominant(rows, rows.x, draws), ...dominant(rows, rows.g, draws)],
    rows.dimension,
  );
  return alongBasis(basis, rows, draws);
}

/** Directions in which the rows vary most, roughly: a few steps of the power method, begun with rows themselves. */
function dominant(
  { count, dimension, stride }: Rows,
  values: Float64Array,
  { core, memory, scratch }: RecordedDraws,
): Float64Array[] {
  const begin = Math.min(eachEnd, count, dimension);
  let vectors = Array.from({ length: begin }, (_, k) => {
    const row = Math.floor((k * count) / begin) * stride;
    return values.slice(row, row + dimension);
  });
  const vector = new Float64Array(memory.buffer, scratch, dimension);
  const image = new Float64Array(memory.buffer, scratch + paddedBytes(dimension), dimension);
  for (let step = 0; step < powerSteps; step++) {
    vectors = orthonormal(vectors, dimension).map((it) => {
      vector.set(it);
      core.timesMoments(values.byteOffset, count, 8 * stride, vector.byteOffset, image.byteOffset);
      return image.slice();
    });
  }
  return vectors;
}

/** Vectors of length 1 at right angles that span the same space (Gram & Schmidt, twice for accuracy); fewer where it has fewer dimensions. */
function orthonormal(vectors: readonly Float64Array[], dimension: number): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    const rest = vector.slice();
    const before = Math.sqrt(inner(rest, rest));
    for (let pass = 0; pass < 2; pass++) {
      for (const other of basis) {
        const share = inner(rest, other);
        for (let i = 0; i < dimension; i++) rest[i]! -= share * other[i]!;
      }
    }
    const length = Math.sqrt(inner(rest, rest));
    if (!(length > 1e-8 * before)) continue;
    basis.push(rest.map((value) => value / length));
  }
  return basis;
}

/** The geometric mean within the basis, as its eigenvalues that matter and their directions. */
function alongBasis(basis: readonly Float64Array[], rows: Rows, within: RecordedDraws): Directions {
  const { dimension } = rows;
  const size = basis.length;
  const factor = cholesky(covarianceWithin(basis, rows, rows.g, within), size);
  if (factor === undefined) return noDirections;
  // With B = R Rᵀ the geometric mean of A and B⁻¹ is R⁻ᵀ (Rᵀ A R)^½ R⁻¹.
  const draws = covarianceWithin(basis, rows, rows.x, within);
  const inside = eigenOf(between(factor, draws, size), size);
  const root = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    const column = Float64Array.from({ length: size }, (_, i) => inside.vectors[i * size + k]!);
    solveTransposed(factor, column);
    const weight = Math.sqrt(Math.max(inside.values[k]!, 0));
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) root[i * size + j]! += weight * column[i]! * column[j]!;
    }
  }
  const { values, vectors } = eigenOf(root, size);
  const kept = [...values.keys()].filter(
    (k) => !(values[k]! < cutoff && values[k]! > 1 / cutoff) && values[k]! > 0,
  );
  const directions = new Float64Array(kept.length * dimension);
  kept.forEach((k, place) => {
    basis.forEach((vector, i) => {
      const share = vectors[i * size + k]!;
      for (let j = 0; j < dimension; j++) directions[place * dimension + j]! += share * vector[j]!;
    });
  });
  return { stretches: Float64Array.from(kept, (k) => values[k]!), directions };
}

/** Second moments of rows along the basis. */
function covarianceWithin(
  basis: readonly Float64Array[],
  { count, dimension, stride }: Rows,
  values: Float64Array,
  { core, memory, scratch }: RecordedDraws,
): Float64Array {
  const size = basis.length;
  const bytes = paddedBytes(dimension);
  basis.forEach((vector, i) => {
    new Float64Array(memory.buffer, scratch + i * bytes, dimension).set(vector);
  });
  const shares = scratch + mostDirections * bytes;
  const moments = shares + 8 * mostDirections;
  core.momentsAlong(values.byteOffset, count, 8 * stride, scratch, size, shares, moments);
  const covariance = new Float64Array(memory.buffer, moments, size * size).map((sum) => sum / count);
  for (let i = 0; i < size; i++) covariance[i * size + i]! += regularisation;
  return covariance;
}

/** Rᵀ A R for a lower triangular R. */
function between(factor: Float64Array, a: Float64Array, size: number): Float64Array {
  const right = new Float64Array(size * size);
  const whole = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let k = j; k < size; k++) sum += a[i * size + k]! * factor[k * size + j]!;
      right[i * size + j] = sum;
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let k = i; k < size; k++) sum += factor[k * size + i]! * right[k * size + j]!;
      whole[i * size + j] = sum;
    }
  }
  return whole;
}

/** Of (Lᵀ g + L⁻¹ x)² over the draws, in the coordinates that the diagonal has scaled. */
function divergenceOf(
  { count, dimension, stride, x, g }: Rows,
  { stretches, directions }: Directions,
): Divergence {
  const squares = new Float64Array(dimension);
  const rest = new Float64Array(dimension);
  for (let at = 0; at < x.length; at += stride) {
    for (let i = 0; i < dimension; i++) rest[i] = x[at + i]! + g[at + i]!;
    for (let r = 0; r < stretches.length; r++) {
      const root = Math.sqrt(stretches[r]!);
      const from = r * dimension;
      let share = 0;
      for (let i = 0; i < dimension; i++) {
        share += directions[from + i]! * (x[at + i]! * (1 / root - 1) + g[at + i]! * (root - 1));
      }
      for (let i = 0; i < dimension; i++) rest[i]! += share * directions[from + i]!;
    }
    for (let i = 0; i < dimension; i++) squares[i]! += (rest[i]! * rest[i]!) / count;
  }
  return {
    mean: squares.reduce((sum, square) => sum + square, 0) / dimension,
    greatest: squares.reduce((most, square) => Math.max(most, square), 0),
  };
}
