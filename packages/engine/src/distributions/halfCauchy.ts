import { add, atan, constant, div, log } from '../expr/build.ts';
import { atan as atanOf } from '../numeric/math.ts';
import { cauchyLogDensity, cauchyQuantile } from './cauchy.ts';
import { logTwo } from './constants.ts';
import type { Distribution } from './distribution.ts';
import { parametrization } from './parametrization.ts';

const logTwoOverPi = -0.4515827052894548;

export const halfCauchy: Distribution = {
  name: 'HalfCauchy',
  about: 'The absolute value of a Cauchy around 0; `beta` is its median.',
  parametrizations: [parametrization(['beta'])],
  parameters: [{ name: 'beta', range: 'positive' }],
  support: () => ({ lower: 0, discrete: false }),
  logDensity: (y, { beta }) => add(cauchyLogDensity(y, { alpha: constant(0), beta }), logTwo),
  logCdf: (y, { beta }) => add(log(atan(div(y, beta))), logTwoOverPi),
  logSurvival: (y, { beta }) => add(log(atan(div(beta, y))), logTwoOverPi),
  random: ({ beta }, random) => beta * Math.abs(random.normal() / random.normal()),
  cdf: (y, { beta }) => (y <= 0 ? 0 : (2 / Math.PI) * atanOf(y / beta)),
  quantile: (probability, { beta }) => -beta * cauchyQuantile(0.5 * (1 - probability)),
};
