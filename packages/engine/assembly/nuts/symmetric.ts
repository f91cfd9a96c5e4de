// Small symmetric positive definite systems by Cholesky's factorisation; matrices are dimension × dimension, row-major.
import { at, dimension, put } from './vectors';

/** L of A = L Lᵀ in the lower triangle of `factor`, which may be A; false where A is not positive definite and finite. */
export function factorise(factor: usize, matrix: usize): bool {
  for (let i = 0; i < dimension; i++) {
    const row = i * dimension;
    for (let j = 0; j <= i; j++) {
      const other = j * dimension;
      let rest = at(matrix, row + j);
      for (let k = 0; k < j; k++) rest -= at(factor, row + k) * at(factor, other + k);
      if (i > j) put(factor, row + j, rest / at(factor, other + j));
      else if (rest > 0.0 && rest < Infinity) put(factor, row + i, sqrt<f64>(rest));
      else return false;
    }
  }
  return true;
}

/** x of L Lᵀ x = x, in place. */
export function solve(factor: usize, x: usize): void {
  for (let i = 0; i < dimension; i++) {
    let rest = at(x, i);
    for (let k = 0; k < i; k++) rest -= at(factor, i * dimension + k) * at(x, k);
    put(x, i, rest / at(factor, i * dimension + i));
  }
  for (let i = dimension - 1; i >= 0; i--) {
    let rest = at(x, i);
    for (let k = i + 1; k < dimension; k++) rest -= at(factor, k * dimension + i) * at(x, k);
    put(x, i, rest / at(factor, i * dimension + i));
  }
}

/** The inverse of a matrix, given its factor. */
export function invert(inverse: usize, factor: usize): void {
  for (let j = 0; j < dimension; j++) {
    const row = inverse + ((<usize>(j * dimension)) << 3);
    for (let i = 0; i < dimension; i++) put(row, i, i === j ? 1.0 : 0.0);
    solve(factor, row);
  }
  // Both triangles are computed; their mean is symmetric to the last bit.
  symmetrise(inverse);
}

/** Puts the mean of both triangles in both. */
export function symmetrise(matrix: usize): void {
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j < i; j++) {
      const value = 0.5 * (at(matrix, i * dimension + j) + at(matrix, j * dimension + i));
      put(matrix, i * dimension + j, value);
      put(matrix, j * dimension + i, value);
    }
  }
}

/** The least share of a diagonal entry that the rows before it do not explain: near 0 where the matrix is nearly singular. */
export function leastPivot(factor: usize, matrix: usize): f64 {
  let least = 1.0;
  for (let i = 0; i < dimension; i++) {
    const pivot = at(factor, i * dimension + i);
    least = min<f64>(least, (pivot * pivot) / at(matrix, i * dimension + i));
  }
  return least;
}

export function quadratic(step: usize, matrix: usize): f64 {
  let sum = 0.0;
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j < dimension; j++) sum += at(step, i) * at(matrix, i * dimension + j) * at(step, j);
  }
  return sum;
}

export function inner(a: usize, b: usize): f64 {
  let sum = 0.0;
  for (let i = 0; i < dimension; i++) sum += at(a, i) * at(b, i);
  return sum;
}
