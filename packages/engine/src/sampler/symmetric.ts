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
