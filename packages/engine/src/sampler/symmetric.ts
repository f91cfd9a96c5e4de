/** Small symmetric positive definite systems by Cholesky's factorisation; matrices are row-major, dimension × dimension. */

/** L of A = L Lᵀ in the lower triangle of a new matrix; nothing where A is not positive definite and finite. */
export function cholesky(matrix: Float64Array, dimension: number): Float64Array | undefined {
  const factor = new Float64Array(matrix.length);
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * dimension + j]!;
      for (let k = 0; k < j; k++) rest -= factor[i * dimension + k]! * factor[j * dimension + k]!;
      if (i > j) factor[i * dimension + j] = rest / factor[j * dimension + j]!;
      else if (rest > 0 && rest < Number.POSITIVE_INFINITY) factor[i * dimension + i] = Math.sqrt(rest);
      else return undefined;
    }
  }
  return factor;
}

/** x of L Lᵀ x = right. */
export function solveFactored(factor: Float64Array, right: Float64Array): Float64Array {
  const dimension = right.length;
  const x = right.slice();
  for (let i = 0; i < dimension; i++) {
    for (let k = 0; k < i; k++) x[i]! -= factor[i * dimension + k]! * x[k]!;
    x[i]! /= factor[i * dimension + i]!;
  }
  solveTransposed(factor, x);
  return x;
}

/** x of Lᵀ x = x, in place. */
export function solveTransposed(factor: Float64Array, x: Float64Array): void {
  const dimension = x.length;
  for (let i = dimension - 1; i >= 0; i--) {
    for (let k = i + 1; k < dimension; k++) x[i]! -= factor[k * dimension + i]! * x[k]!;
    x[i]! /= factor[i * dimension + i]!;
  }
}

export function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** The inverse of a symmetric positive definite matrix, given its factor. */
export function inverseOfFactored(factor: Float64Array, dimension: number): Float64Array {
  const inverse = new Float64Array(dimension * dimension);
  for (let j = 0; j < dimension; j++) {
    const unit = new Float64Array(dimension);
    unit[j] = 1;
    inverse.set(solveFactored(factor, unit), j * dimension);
  }
  // Both triangles are computed; their mean is symmetric to the last bit.
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j < i; j++) {
      const value = 0.5 * (inverse[i * dimension + j]! + inverse[j * dimension + i]!);
      inverse[i * dimension + j] = value;
      inverse[j * dimension + i] = value;
    }
  }
  return inverse;
}

/** The least share of a diagonal entry that the rows before it do not explain: near 0 where the matrix is nearly singular. */
export function leastPivot(factor: Float64Array, matrix: Float64Array, dimension: number): number {
  let least = 1;
  for (let i = 0; i < dimension; i++) {
    const pivot = factor[i * dimension + i]!;
    least = Math.min(least, (pivot * pivot) / matrix[i * dimension + i]!);
  }
  return least;
}
