import { add, eq, gammaP, gammaQ, type Input, lgamma, log, mul, select, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { gammaQ as upperGamma } from '../numeric/special.ts';
import type { Distribution, Params } from './distribution.ts';
import { drawPoisson } from './draws/poisson.ts';
import { agrees } from './moments.ts';
import { parametrization } from './parametrization.ts';
import { smallestReaching } from './search.ts';

/** count · log(rate), 0 for a count of 0 even at rate 0; no test is needed where the logarithm is taken apart. */
export function countTimesLog(count: Expr, rate: Input): Expr {
  const logRate = log(rate);
  return logRate.op === 'log' ? select(eq(count, 0), 0, mul(count, logRate)) : mul(count, logRate);
}

export function poissonLogMass(y: Expr, { mu }: Params): Expr {
  return sub(sub(countTimesLog(y, mu), mu), lgamma(add(y, 1)));
}

export function poissonCdf(y: number, mu: number): number {
  if (y < 0) return 0;
  return y === Number.POSITIVE_INFINITY ? 1 : upperGamma(Math.floor(y) + 1, mu);
}

export const poisson: Distribution = {
  name: 'Poisson',
  about: 'The number of events of a constant rate; `mu` is their mean number.',
  parametrizations: [parametrization(['mu'])],
  parameters: [{ name: 'mu', range: 'nonnegative' }],
  support: () => ({ lower: 0, discrete: true }),
  logDensity: poissonLogMass,
  logCdf: (y, { mu }) => log(gammaQ(add(y, 1), mu)),
  logSurvival: (y, { mu }) => log(gammaP(add(y, 1), mu)),
  random: ({ mu }, random) => drawPoisson(mu, random),
  cdf: (y, { mu }) => poissonCdf(y, mu),
  quantile: (probability, { mu }) =>
    smallestReaching((k) => poissonCdf(k, mu), probability, {
      lower: 0,
      upper: Number.POSITIVE_INFINITY,
      guess: mu,
    }),
  mean: ({ mu }) => mu,
  variance: ({ mu }) => mu,
  fromMoments: (mean, sd) => (mean > 0 && agrees(sd * sd, mean) ? { mu: mean } : undefined),
};
