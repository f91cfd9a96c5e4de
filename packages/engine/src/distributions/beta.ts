import { add, betaI, div, log, log1p, mul, neg, square, sub } from '../expr/build.ts';
import { invlogit } from '../numeric/math.ts';
import { betaIInverse, betaI as incompleteBeta } from '../numeric/special.ts';
import type { Distribution } from './distribution.ts';
import { drawLogGamma } from './draws/gamma.ts';
import { logBeta } from './logBeta.ts';
import { parametrization } from './parametrization.ts';

export const beta: Distribution = {
  name: 'Beta',
  about: 'A proportion between 0 and 1, as if `alpha` successes and `beta` failures were known.',
  parametrizations: [
    parametrization(['alpha', 'beta']),
    parametrization(['mu', 'sigma'], {}, ({ mu, sigma }) => {
      const rest = sub(1, mu);
      const nu = sub(div(mul(mu, rest), square(sigma)), 1);
      return { alpha: mul(mu, nu), beta: mul(rest, nu) };
    }),
    parametrization(['mu', 'nu'], {}, ({ mu, nu }) => ({ alpha: mul(mu, nu), beta: mul(sub(1, mu), nu) })),
  ],
  parameters: [
    { name: 'alpha', range: 'positive' },
    { name: 'beta', range: 'positive' },
  ],
  support: () => ({ lower: 0, upper: 1, discrete: false }),
  logDensity: (y, { alpha, beta }) => {
    const kernel = add(mul(sub(alpha, 1), log(y)), mul(sub(beta, 1), log1p(neg(y))));
    return sub(kernel, logBeta(alpha, beta));
  },
  logCdf: (y, { alpha, beta }) => log(betaI(alpha, beta, y)),
  logSurvival: (y, { alpha, beta }) => log(betaI(beta, alpha, sub(1, y))),
  // G₁ / (G₁ + G₂), through logarithms so that two tiny draws do not give 0 / 0.
  random: ({ alpha, beta }, random) => invlogit(drawLogGamma(alpha, random) - drawLogGamma(beta, random)),
  cdf: (y, { alpha, beta }) => (y <= 0 ? 0 : y >= 1 ? 1 : incompleteBeta(alpha, beta, y)),
  quantile: (probability, { alpha, beta }) => betaIInverse(alpha, beta, probability),
  mean: ({ alpha, beta }) => alpha / (alpha + beta),
  variance: ({ alpha, beta }) => {
    const nu = alpha + beta;
    return (alpha * beta) / (nu * nu * (nu + 1));
  },
  fromMoments: (mean, sd) => {
    const nu = (mean * (1 - mean)) / (sd * sd) - 1;
    return sd > 0 && mean > 0 && mean < 1 && nu > 0 ? { alpha: mean * nu, beta: (1 - mean) * nu } : undefined;
  },
};
