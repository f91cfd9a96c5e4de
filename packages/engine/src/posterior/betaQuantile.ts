// Quantile of the Beta distribution by bisection of the regularised incomplete beta function.
import { betaI } from '../numeric/math.ts';

/** The x in [0, 1] with betaI(a, b, x) = probability, to the last few bits; a, b > 0. */
export function betaQuantile(probability: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 64; step++) {
    const middle = low + (high - low) / 2;
    if (middle === low || middle === high) break;
    if (betaI(a, b, middle) < probability) low = middle;
    else high = middle;
  }
  return low + (high - low) / 2;
}
