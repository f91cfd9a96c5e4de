import { invlogit, log, log1p } from '../../numeric/math.ts';
import type { Transform } from './transform.ts';

export const logitTransform: Transform = {
  name: 'logit',
  apply: (x) => log(x) - log1p(-x),
  invert: invlogit,
  logDerivative: (x) => -log(x) - log1p(-x),
  test: (x) => x > 0 && x < 1,
  domain: 'numbers between 0 and 1',
};
