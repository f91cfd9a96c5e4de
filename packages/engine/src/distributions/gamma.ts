import { add, div, gammaP, gammaQ, lgamma, log, mul, square, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { gammaPInverse, gammaP as lowerGamma } from '../numeric/special.ts';
import type { Distribution, Params } from './distribution.ts';
import { drawGamma } from './draws/gamma.ts';
import { parametrization } from './parametrization.ts';

export function gammaLogDensity(y: Expr, { alpha, beta }: Params): Expr {
  const constantTerm = sub(mul(alpha, log(beta)), lgamma(alpha));
  return add(constantTerm, sub(mul(sub(alpha, 1), log(y)), mul(beta, y)));
}

/** α = μ² / σ², β = μ / σ². */
export const gammaParametrizations: Distribution['parametrizations'] = [
  parametrization(['alpha', 'beta']),
  parametrization(['mu', 'sigma'], {}, ({ mu, sigma }) => ({
    alpha: square(div(mu, sigma)),
    beta: div(mu, square(sigma)),
  })),
];

export const gamma: Distribution = {
  name: 'Gamma',
  about: 'A positive value: the waiting time for `alpha` events that come at rate `beta`.',
  parametrizations: gammaParametrizations,
  parameters: [
    { name: 'alpha', range: 'positive' },
    { name: 'beta', range: 'positive' },
  ],
  support: () => ({ lower: 0, discrete: false }),
  logDensity: gammaLogDensity,
  logCdf: (y, { alpha, beta }) => log(gammaP(alpha, mul(beta, y))),
  logSurvival: (y, { alpha, beta }) => log(gammaQ(alpha, mul(beta, y))),
  random: ({ alpha, beta }, random) => drawGamma(alpha, random) / beta,
  cdf: (y, { alpha, beta }) => (y <= 0 ? 0 : lowerGamma(alpha, beta * y)),
  quantile: (probability, { alpha, beta }) => gammaPInverse(alpha, probability) / beta,
  mean: ({ alpha, beta }) => alpha / beta,
  variance: ({ alpha, beta }) => alpha / (beta * beta),
  fromMoments: (mean, sd) => {
    if (!(mean > 0 && sd > 0)) return undefined;
    return { alpha: (mean / sd) * (mean / sd), beta: mean / (sd * sd) };
  },
};
