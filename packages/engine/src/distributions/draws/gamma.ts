// Marsaglia and Tsang 2000, "A simple method for generating gamma variables".
import { exp, log } from '../../numeric/math.ts';
import type { Random } from '../../numeric/random.ts';

/** A draw with the given shape (> 0) and rate 1. */
export function drawGamma(shape: number, random: Random): number {
  return shape < 1 ? exp(drawLogGamma(shape, random)) : drawLargeGamma(shape, random);
}

/** The logarithm of such a draw, finite where the draw itself is too small for a number. */
export function drawLogGamma(shape: number, random: Random): number {
  if (shape < 1) return log(drawLargeGamma(shape + 1, random)) - random.exponential() / shape;
  return log(drawLargeGamma(shape, random));
}

function drawLargeGamma(shape: number, random: Random): number {
  if (!(shape < Number.POSITIVE_INFINITY)) return shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    if (-random.exponential() < 0.5 * x * x + d * (1 - v + log(v))) return d * v;
  }
}
