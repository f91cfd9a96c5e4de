import { add, log, log1p, logit, logNdtr, neg, sub } from '../expr/build.ts';
import { exp, invlogit, log1p as log1pOf, log as logOf } from '../numeric/math.ts';
import { ndtr, ndtri } from '../numeric/special.ts';
import { halfLogTwoPi } from './constants.ts';
import type { Distribution, Numbers } from './distribution.ts';
import { locationAndScale, normalLogDensity, standardized } from './normal.ts';

export const logitNormal: Distribution = {
  name: 'LogitNormal',
  about: 'A proportion between 0 and 1 whose logit is Normal with mean `mu` and standard deviation `sigma`.',
  ...locationAndScale,
  support: () => ({ lower: 0, upper: 1, discrete: false }),
  logDensity: (y, params) => sub(normalLogDensity(logit(y), params), add(log(y), log1p(neg(y)))),
  logCdf: (y, params) => logNdtr(standardized(logit(y), params)),
  logSurvival: (y, params) => logNdtr(neg(standardized(logit(y), params))),
  random: ({ mu, sigma }, random) => invlogit(mu + sigma * random.normal()),
  cdf: (y, { mu, sigma }) => (y <= 0 ? 0 : y >= 1 ? 1 : ndtr((logOf(y) - log1pOf(-y) - mu) / sigma)),
  quantile: (probability, { mu, sigma }) => invlogit(mu + sigma * ndtri(probability)),
  mean: (params) => moment(1, params),
  variance: (params) => moment(2, params) - moment(1, params) * moment(1, params),
};

/** E yᵏ by the trapezoidal rule, which converges faster than any power of the step for such an integrand. */
function moment(k: number, { mu, sigma }: Numbers): number {
  const step = Math.max(1e-4, Math.min(0.05, 0.25 / sigma));
  let total = 0;
  for (let i = Math.ceil(-9 / step); i * step <= 9; i++) {
    const t = i * step;
    const value = invlogit(mu + sigma * t);
    total += (k === 1 ? value : value * value) * exp(-0.5 * t * t - halfLogTwoPi);
  }
  return total * step;
}
