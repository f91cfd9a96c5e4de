import { abs, add, div, exp, log, log1p, lt, mul, neg, select, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { exp as expOf, log as logOf } from '../numeric/math.ts';
import { logTwo } from './constants.ts';
import type { Distribution } from './distribution.ts';
import { parametrization } from './parametrization.ts';

function logLowerTail(z: Expr): Expr {
  return select(lt(z, 0), sub(z, logTwo), log1p(mul(-0.5, exp(neg(z)))));
}

export const laplace: Distribution = {
  name: 'Laplace',
  about: 'Two exponential tails back to back at `mu`, each with mean `b`.',
  parametrizations: [parametrization(['mu', 'b'])],
  parameters: [
    { name: 'mu', range: 'real' },
    { name: 'b', range: 'positive' },
  ],
  support: () => ({ discrete: false }),
  logDensity: (y, { mu, b }) => sub(neg(div(abs(sub(y, mu)), b)), add(log(b), logTwo)),
  logCdf: (y, { mu, b }) => logLowerTail(div(sub(y, mu), b)),
  logSurvival: (y, { mu, b }) => logLowerTail(div(sub(mu, y), b)),
  random: ({ mu, b }, random) => mu + b * (random.exponential() - random.exponential()),
  affine: { location: 'mu', scale: 'b', noise: (random) => random.exponential() - random.exponential() },
  cdf: (y, { mu, b }) => {
    const z = (y - mu) / b;
    return z < 0 ? 0.5 * expOf(z) : 1 - 0.5 * expOf(-z);
  },
  quantile: (p, { mu, b }) => mu + b * (p < 0.5 ? logOf(2 * p) : -logOf(2 * (1 - p))),
  mean: ({ mu }) => mu,
  variance: ({ b }) => 2 * b * b,
  fromMoments: (mean, sd) => (sd > 0 ? { mu: mean, b: sd / Math.SQRT2 } : undefined),
};
