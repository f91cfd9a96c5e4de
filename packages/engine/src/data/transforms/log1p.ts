import { expm1, log1p } from '../../numeric/math.ts';
import type { Transform } from './transform.ts';

export const log1pTransform: Transform = {
  name: 'log1p',
  apply: log1p,
  invert: expm1,
  logDerivative: (x) => -log1p(x),
  test: (x) => x > -1,
  domain: 'numbers above -1',
};
