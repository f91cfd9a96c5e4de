import { add, div, erf, exp, log, logNdtr, mul, neg, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { exp as expOf, log as logOf } from '../numeric/math.ts';
import { erfc, ndtri } from '../numeric/special.ts';
import { eulerGamma, halfLogTwoPi, logTwo } from './constants.ts';
import type { Distribution, Params } from './distribution.ts';
import { standardized } from './normal.ts';
import { parametrization } from './parametrization.ts';

/** exp(−z/2), which is distributed as |N(0, 1)|. */
const folded = (y: Expr, params: Params): Expr => exp(mul(-0.5, standardized(y, params)));

export const moyal: Distribution = {
  name: 'Moyal',
  about: 'A skewed curve with its peak at `mu`, used for the energy loss of particles.',
  parametrizations: [parametrization([], { mu: 0, sigma: 1 })],
  parameters: [
    { name: 'mu', range: 'real' },
    { name: 'sigma', range: 'positive' },
  ],
  support: () => ({ discrete: false }),
  logDensity: (y, params) => {
    const z = standardized(y, params);
    return sub(mul(-0.5, add(z, exp(neg(z)))), add(log(params.sigma), halfLogTwoPi));
  },
  logCdf: (y, params) => add(logNdtr(neg(folded(y, params))), logTwo),
  logSurvival: (y, params) => log(erf(div(folded(y, params), Math.SQRT2))),
  random: ({ mu, sigma }, random) => mu - 2 * sigma * logOf(Math.abs(random.normal())),
  cdf: (y, { mu, sigma }) => erfc(expOf((-0.5 * (y - mu)) / sigma) / Math.SQRT2),
  quantile: (probability, { mu, sigma }) => mu - 2 * sigma * logOf(-ndtri(0.5 * probability)),
  mean: ({ mu, sigma }) => mu + sigma * (eulerGamma + logTwo),
  variance: ({ sigma }) => 0.5 * Math.PI * Math.PI * sigma * sigma,
  fromMoments: (mean, sd) => {
    const sigma = (Math.SQRT2 * sd) / Math.PI;
    return sd > 0 ? { mu: mean - sigma * (eulerGamma + logTwo), sigma } : undefined;
  },
};
