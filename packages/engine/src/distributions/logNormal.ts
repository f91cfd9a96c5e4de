import { log, logNdtr, neg, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { exp, expm1, log1p, log as logOf } from '../numeric/math.ts';
import { ndtr, ndtri } from '../numeric/special.ts';
import type { Distribution, Params } from './distribution.ts';
import { locationAndScale, normalLogDensity, standardized } from './normal.ts';

export function logNormalLogDensity(y: Expr, params: Params): Expr {
  const logarithm = log(y);
  return sub(normalLogDensity(logarithm, params), logarithm);
}

export const logNormal: Distribution = {
  name: 'LogNormal',
  about: 'A positive value whose logarithm is Normal with mean `mu` and standard deviation `sigma`.',
  ...locationAndScale,
  support: () => ({ lower: 0, discrete: false }),
  logDensity: logNormalLogDensity,
  logCdf: (y, params) => logNdtr(standardized(log(y), params)),
  logSurvival: (y, params) => logNdtr(neg(standardized(log(y), params))),
  random: ({ mu, sigma }, random) => exp(mu + sigma * random.normal()),
  cdf: (y, { mu, sigma }) => (y <= 0 ? 0 : ndtr((logOf(y) - mu) / sigma)),
  quantile: (probability, { mu, sigma }) => exp(mu + sigma * ndtri(probability)),
  mean: ({ mu, sigma }) => exp(mu + 0.5 * sigma * sigma),
  variance: ({ mu, sigma }) => expm1(sigma * sigma) * exp(2 * mu + sigma * sigma),
  fromMoments: (mean, sd) => {
    if (!(mean > 0 && sd > 0)) return undefined;
    const variance = log1p((sd / mean) * (sd / mean));
    return { mu: logOf(mean) - 0.5 * variance, sigma: Math.sqrt(variance) };
  },
};
