/** Cholesky factors of small symmetric matrices, row-major (Golub & Van Loan 2013, §4.2). */

/** The lower L with L·Lᵀ = matrix, zeros above the diagonal; undefined when the matrix is not positive definite. */
export function cholesky(matrix: Float64Array, size: number): Float64Array | undefined {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * size + j]!;
      for (let k = 0; k < j; k++) rest -= lower[i * size + k]! * lower[j * size + k]!;
      if (i !== j) lower[i * size + j] = rest / lower[j * size + j]!;
      else if (rest > 0) lower[i * size + i] = Math.sqrt(rest);
      else return undefined;
    }
  }
  return lower;
}

/** The inverse of a lower triangular matrix, lower triangular too. */
export function invertLower(lower: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    inverse[column * size + column] = 1 / lower[column * size + column]!;
    for (let i = column + 1; i < size; i++) {
      let total = 0;
      for (let k = column; k < i; k++) total += lower[i * size + k]! * inverse[k * size + column]!;
      inverse[i * size + column] = -total / lower[i * size + i]!;
    }
  }
  return inverse;
}

/** lowerᵀ · lower: the inverse of a matrix from the inverse of its factor. */
export function transposedProduct(lower: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let total = 0;
      for (let k = i; k < size; k++) total += lower[k * size + i]! * lower[k * size + j]!;
      product[i * size + j] = total;
      product[j * size + i] = total;
    }
  }
  return product;
}

/** The inverse of a symmetric positive definite matrix; undefined when it is not one. */
export function invertSymmetric(matrix: Float64Array, size: number): Float64Array | undefined {
  const lower = cholesky(matrix, size);
  return lower === undefined ? undefined : transposedProduct(invertLower(lower, size), size);
}

/** matrix · vector. */
export function product(matrix: Float64Array, vector: ArrayLike<number>, size: number): Float64Array {
  const result = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let total = 0;
    for (let j = 0; j < size; j++) total += matrix[i * size + j]! * vector[j]!;
    result[i] = total;
  }
  return result;
}
