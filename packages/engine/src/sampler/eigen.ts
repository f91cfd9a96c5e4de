/** Eigenvalues of small symmetric matrices. */

export interface Eigen {
  readonly values: Float64Array;
  /** Row-major: column j is the vector of the j-th value. */
  readonly vectors: Float64Array;
}

const mostSweeps = 30;

/**
 * By Jacobi's rotations, row by row (Golub & Van Loan, Matrix Computations, §8.5.3). Only IEEE operations.
 * @param matrix row-major, size × size; the upper triangle counts. It is overwritten.
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
  const [app, aqq, apq] = [a[p * size + p]!, a[q * size + q]!, a[p * size + q]!];
  if (!(Math.abs(apq) > 1e-15 * Math.sqrt(Math.abs(app * aqq)))) return false;
  const ratio = (aqq - app) / (2 * apq);
  const tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.sqrt(1 + ratio * ratio));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = tangent * cosine;
  for (let k = 0; k < size; k++) {
    const upper = (i: number): number => (k < i ? k * size + i : i * size + k);
    if (k !== p && k !== q) turn(a, upper(p), upper(q), cosine, sine);
    turn(vectors, k * size + p, k * size + q, cosine, sine);
  }
  a[p * size + p] = app - tangent * apq;
  a[q * size + q] = aqq + tangent * apq;
  a[p * size + q] = 0;
  return true;
}

function turn(values: Float64Array, one: number, other: number, cosine: number, sine: number): void {
  const [x, y] = [values[one]!, values[other]!];
  values[one] = cosine * x - sine * y;
  values[other] = sine * x + cosine * y;
}
