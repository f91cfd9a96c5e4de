import { log } from '../../numeric/math.ts';
import type { Transform } from './transform.ts';

export const sqrtTransform: Transform = {
  name: 'sqrt',
  apply: Math.sqrt,
  // No square root is negative: what a prediction puts below 0 stands for 0.
  invert: (z) => (z > 0 ? z * z : 0),
  logDerivative: (x) => -0.5 * log(4 * x),
  test: (x) => x >= 0,
  domain: 'numbers from 0',
};
