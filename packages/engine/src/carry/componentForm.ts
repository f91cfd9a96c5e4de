/**
 * A normal log density as linear in the numbers of a row: 1, its distances from a centre, and their products, the lower
 * triangle by rows. Of many components at one row these are taken once.
 */
import type { Whitened } from './normalComponent.ts';

export const numbersOfRow = (size: number): number => 1 + size + (size * (size + 1)) / 2;

/**
 * Puts what the numbers of a row are multiplied by, every `stride` places.
 * @param centre about where the rows are, so that no digits are lost.
 */
export function layForm(
  { constant, mean, whitening }: Whitened,
  centre: Float64Array,
  into: Float64Array,
  stride: number,
): void {
  const size = centre.length;
  into[0] = constant;
  for (let i = 1; i < numbersOfRow(size); i++) into[i * stride] = 0;
  for (let row = 0; row < size; row++) {
    // Of one z = whitening · (x − mean): −z² / 2.
    let z = 0;
    for (let i = 0; i <= row; i++) z += whitening[row * size + i]! * (centre[i]! - mean[i]!);
    into[0]! -= 0.5 * z * z;
    for (let i = 0; i <= row; i++) {
      const slope = whitening[row * size + i]!;
      into[(1 + i) * stride]! -= z * slope;
      for (let j = 0; j <= i; j++) {
        const product = slope * whitening[row * size + j]!;
        into[(1 + size + (i * (i + 1)) / 2 + j) * stride]! -= i === j ? 0.5 * product : product;
      }
    }
  }
}
