/**
 * The functions of a Hilbert-space approximate Gaussian process (Solin & Särkkä 2020; Riutort-Mayol, Bürkner, Andersen,
 * Solin & Vehtari 2023): eigenfunctions φⱼ of the Laplacian on [−L, L], L = `boundary` times the half range.
 */
import { sin } from '../../numeric/math.ts';

export interface HilbertSpace {
  readonly kind: 'gp';
  readonly count: number;
  /** Middle of the training range. */
  readonly centre: number;
  /** L, in the column's units. */
  readonly half: number;
}

/** @returns a sentence when all values are the same. */
export function fitHilbert(
  count: number,
  boundary: number,
  values: ArrayLike<number>,
): HilbertSpace | string {
  let [lower, upper] = [values[0]!, values[0]!];
  for (let row = 1; row < values.length; row++) {
    lower = Math.min(lower, values[row]!);
    upper = Math.max(upper, values[row]!);
  }
  if (!(upper > lower)) return `all its values are ${lower}; a Gaussian process needs a range`;
  return { kind: 'gp', count, centre: (lower + upper) / 2, half: (boundary * (upper - lower)) / 2 };
}

/** φⱼ(x) = sin(ωⱼ (x − centre + L)) / √L: one column a function. */
export function hilbertColumns(space: HilbertSpace, values: ArrayLike<number>): Float64Array[] {
  const { centre, half } = space;
  return Array.from(hilbertFrequencies(space), (frequency) =>
    Float64Array.from(values, (x) => sin(frequency * (x - centre + half)) / Math.sqrt(half)),
  );
}

/** ωⱼ = π j / (2 L), the square roots of the eigenvalues. */
export function hilbertFrequencies({ count, half }: HilbertSpace): Float64Array {
  return Float64Array.from({ length: count }, (_, j) => (Math.PI * (j + 1)) / (2 * half));
}
