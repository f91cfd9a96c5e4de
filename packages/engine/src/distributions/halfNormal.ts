import { add, constant, div, erf, log, logNdtr, mul, neg } from '../expr/build.ts';
import { erf as erfOf, ndtri } from '../numeric/special.ts';
import { logTwo } from './constants.ts';
import type { Distribution } from './distribution.ts';
import { agrees } from './moments.ts';
import { normalLogDensity } from './normal.ts';
import { parametrization, scaleOfPrecision } from './parametrization.ts';

/** E|z| of a standard normal, √(2/π). */
const meanOfUnit = Math.sqrt(2 / Math.PI);

export const halfNormal: Distribution = {
  name: 'HalfNormal',
  about: 'The absolute value of a Normal around 0; `sigma` is the standard deviation before folding.',
  parametrizations: [
    parametrization([], { sigma: 1 }),
    parametrization(['tau'], {}, ({ tau }) => ({ sigma: scaleOfPrecision(tau) })),
  ],
  parameters: [{ name: 'sigma', range: 'positive' }],
  support: () => ({ lower: 0, discrete: false }),
  logDensity: (y, { sigma }) => add(normalLogDensity(y, { mu: constant(0), sigma }), logTwo),
  logCdf: (y, { sigma }) => log(erf(div(y, mul(Math.SQRT2, sigma)))),
  logSurvival: (y, { sigma }) => add(logNdtr(neg(div(y, sigma))), logTwo),
  random: ({ sigma }, random) => sigma * Math.abs(random.normal()),
  cdf: (y, { sigma }) => (y <= 0 ? 0 : erfOf(y / (sigma * Math.SQRT2))),
  // The lower tail is the accurate side of ndtri.
  quantile: (probability, { sigma }) => -sigma * ndtri(0.5 * (1 - probability)),
  mean: ({ sigma }) => sigma * meanOfUnit,
  variance: ({ sigma }) => sigma * sigma * (1 - 2 / Math.PI),
  fromMoments: (mean, sd) => {
    const sigma = mean / meanOfUnit;
    return agrees(sd, sigma * Math.sqrt(1 - 2 / Math.PI)) ? { sigma } : undefined;
  },
};
