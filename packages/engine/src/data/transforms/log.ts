import { exp, log } from '../../numeric/math.ts';
import type { Transform } from './transform.ts';

export const logTransform: Transform = {
  name: 'log',
  apply: log,
  invert: exp,
  logDerivative: (x) => -log(x),
  test: (x) => x > 0,
  domain: 'numbers above 0',
};
