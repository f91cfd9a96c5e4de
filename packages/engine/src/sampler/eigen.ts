/** Eigenvalues of small symmetric matrices. */

export interface Eigen {
  readonly values: Float64Array;
  /** Row-major: column j is the vector of the j-th value. */
  readonly vectors: Float64Array;
}

const mostSweeps = 30;

/**
 * By Jacobi's rotations, row by row (Golub & Van Loan, Matrix Computations, §8.5.3). Only IEEE operations.
 * @param matrix row-major, size × size, symmetric. It is overwritten.
 */
export function eigenOf(matrix: Float64Array, size: number): Eigen {
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1;
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let rotations = 0;
    for (let p = 0; p < size - 1; p++) {
      for (let q = p + 1; q < size; q++) {
        if (rotate(matrix, vectors, size, p, q)) rotations++;
      }
    }
    if (rotations === 0) break;
  }
  return { values: Float64Array.from({ length: size }, (_, i) => matrix[i * size + i]!), vectors };
}

/** Makes one entry zero; false where it already is, beside the two on the diagonal. */
function rotate(a: Float64Array, vectors: Float64Array, size: number, p: number, q: number): boolean {
  const off = a[p * size + q]!;
  const difference = a[q * size + q]! - a[p * size + p]!;
  if (!(Math.abs(off) > 1e-15 * Math.sqrt(Math.abs(a[p * size + p]! * a[q * size + q]!)))) return false;
  const ratio = difference / (2 * off);
  const tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.sqrt(1 + ratio * ratio));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = tangent * cosine;
  turn(a, size, p, q, size, cosine, sine);
  turn(a, size, p * size, q * size, 1, cosine, sine);
  turn(vectors, size, p, q, size, cosine, sine);
  return true;
}

/** Turns two columns or rows into each other, given where they begin and how far their entries are apart. */
function turn(
  values: Float64Array,
  size: number,
  one: number,
  other: number,
  stride: number,
  cosine: number,
  sine: number,
): void {
  for (let k = 0; k < size; k++) {
    const x = values[one + k * stride]!;
    const y = values[other + k * stride]!;
    values[one + k * stride] = cosine * x - sine * y;
    values[other + k * stride] = sine * x + cosine * y;
  }
}
