import { constant, gammaP, gammaQ, log, mul } from '../expr/build.ts';
import { gammaPInverse, gammaP as lowerGamma } from '../numeric/special.ts';
import type { Distribution } from './distribution.ts';
import { drawGamma } from './draws/gamma.ts';
import { gammaLogDensity } from './gamma.ts';
import { agrees } from './moments.ts';
import { parametrization } from './parametrization.ts';

export const chiSquared: Distribution = {
  name: 'ChiSquared',
  about: 'The sum of `nu` squared standard normal values.',
  parametrizations: [parametrization(['nu'])],
  parameters: [{ name: 'nu', range: 'positive' }],
  support: () => ({ lower: 0, discrete: false }),
  logDensity: (y, { nu }) => gammaLogDensity(y, { alpha: mul(0.5, nu), beta: constant(0.5) }),
  logCdf: (y, { nu }) => log(gammaP(mul(0.5, nu), mul(0.5, y))),
  logSurvival: (y, { nu }) => log(gammaQ(mul(0.5, nu), mul(0.5, y))),
  random: ({ nu }, random) => 2 * drawGamma(0.5 * nu, random),
  cdf: (y, { nu }) => (y <= 0 ? 0 : lowerGamma(0.5 * nu, 0.5 * y)),
  quantile: (probability, { nu }) => 2 * gammaPInverse(0.5 * nu, probability),
  mean: ({ nu }) => nu,
  variance: ({ nu }) => 2 * nu,
  fromMoments: (mean, sd) => (mean > 0 && agrees(sd * sd, 2 * mean) ? { nu: mean } : undefined),
};
