import { add, div, gammaP, gammaQ, lgamma, log, mul, square, sub } from '../expr/build.ts';
import { gammaQInverse, gammaQ as upperGamma } from '../numeric/special.ts';
import type { Distribution } from './distribution.ts';
import { drawGamma } from './draws/gamma.ts';
import { parametrization } from './parametrization.ts';

export const inverseGamma: Distribution = {
  name: 'InverseGamma',
  about: 'A positive value whose reciprocal is Gamma with shape `alpha` and rate `beta`.',
  parametrizations: [
    parametrization(['alpha'], { beta: 1 }),
    // α = 2 + μ²/σ², β = μ (1 + μ²/σ²).
    parametrization(['mu', 'sigma'], {}, ({ mu, sigma }) => {
      const ratio = square(div(mu, sigma));
      return { alpha: add(2, ratio), beta: mul(mu, add(1, ratio)) };
    }),
  ],
  parameters: [
    { name: 'alpha', range: 'positive' },
    { name: 'beta', range: 'positive' },
  ],
  support: () => ({ lower: 0, discrete: false }),
  logDensity: (y, { alpha, beta }) => {
    const constantTerm = sub(mul(alpha, log(beta)), lgamma(alpha));
    return sub(constantTerm, add(mul(add(alpha, 1), log(y)), div(beta, y)));
  },
  logCdf: (y, { alpha, beta }) => log(gammaQ(alpha, div(beta, y))),
  logSurvival: (y, { alpha, beta }) => log(gammaP(alpha, div(beta, y))),
  random: ({ alpha, beta }, random) => beta / drawGamma(alpha, random),
  cdf: (y, { alpha, beta }) => (y <= 0 ? 0 : upperGamma(alpha, beta / y)),
  quantile: (probability, { alpha, beta }) => beta / gammaQInverse(alpha, probability),
  mean: ({ alpha, beta }) => (alpha > 1 ? beta / (alpha - 1) : Number.POSITIVE_INFINITY),
  variance: ({ alpha, beta }) => {
    if (!(alpha > 2)) return Number.POSITIVE_INFINITY;
    const mean = beta / (alpha - 1);
    return (mean * mean) / (alpha - 2);
  },
  fromMoments: (mean, sd) => {
    if (!(mean > 0 && sd > 0)) return undefined;
    const ratio = (mean / sd) * (mean / sd);
    return { alpha: 2 + ratio, beta: mean * (1 + ratio) };
  },
};
