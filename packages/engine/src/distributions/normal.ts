import { add, div, log, logNdtr, mul, neg, square, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { ndtr, ndtri } from '../numeric/special.ts';
import { halfLogTwoPi } from './constants.ts';
import type { Distribution, Params } from './distribution.ts';
import { parametrization, scaleOfPrecision } from './parametrization.ts';

/** (y − μ) / σ. */
export function standardized(y: Expr, { mu, sigma }: Params): Expr {
  return div(sub(y, mu), sigma);
}

export function normalLogDensity(y: Expr, params: Params): Expr {
  return sub(mul(-0.5, square(standardized(y, params))), add(log(params.sigma), halfLogTwoPi));
}

/** `mu` with `sigma`, or with `tau` = 1 / sigma²: of Normal and of what is Normal on another scale. */
export const locationAndScale: Pick<Distribution, 'parametrizations' | 'parameters'> = {
  parametrizations: [
    parametrization([], { mu: 0, sigma: 1 }),
    parametrization(['tau'], { mu: 0 }, ({ mu, tau }) => ({ mu, sigma: scaleOfPrecision(tau) })),
  ],
  parameters: [
    { name: 'mu', range: 'real' },
    { name: 'sigma', range: 'positive' },
  ],
};

export const normal: Distribution = {
  name: 'Normal',
  about: 'A bell curve around `mu` with standard deviation `sigma` (or precision `tau` = 1 / sigma²).',
  ...locationAndScale,
  support: () => ({ discrete: false }),
  logDensity: normalLogDensity,
  logCdf: (y, params) => logNdtr(standardized(y, params)),
  logSurvival: (y, params) => logNdtr(neg(standardized(y, params))),
  random: ({ mu, sigma }, random) => mu + sigma * random.normal(),
  affine: { location: 'mu', scale: 'sigma', noise: (random) => random.normal() },
  cdf: (y, { mu, sigma }) => ndtr((y - mu) / sigma),
  quantile: (probability, { mu, sigma }) => mu + sigma * ndtri(probability),
  mean: ({ mu }) => mu,
  variance: ({ sigma }) => sigma * sigma,
  fromMoments: (mean, sd) => (sd > 0 ? { mu: mean, sigma: sd } : undefined),
};
