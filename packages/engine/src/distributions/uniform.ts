import { log, neg, spread, sub } from '../expr/build.ts';
import type { Distribution } from './distribution.ts';
import { parametrization } from './parametrization.ts';

export const uniform: Distribution = {
  name: 'Uniform',
  about: 'The same density everywhere between `lower` and `upper`.',
  parametrizations: [parametrization([], { lower: 0, upper: 1 })],
  parameters: [
    { name: 'lower', range: 'real' },
    { name: 'upper', range: 'real' },
  ],
  support: ({ lower, upper }) => ({ lower, upper, discrete: false }),
  logDensity: (y, { lower, upper }) => spread(neg(log(sub(upper, lower))), y.domain),
  logCdf: (y, { lower, upper }) => sub(log(sub(y, lower)), log(sub(upper, lower))),
  logSurvival: (y, { lower, upper }) => sub(log(sub(upper, y)), log(sub(upper, lower))),
  random: ({ lower, upper }, random) => lower + (upper - lower) * random.uniform(),
  cdf: (y, { lower, upper }) => Math.min(1, Math.max(0, (y - lower) / (upper - lower))),
  quantile: (probability, { lower, upper }) => lower + (upper - lower) * probability,
  mean: ({ lower, upper }) => 0.5 * (lower + upper),
  variance: ({ lower, upper }) => ((upper - lower) * (upper - lower)) / 12,
  fromMoments: (mean, sd) => {
    const half = Math.sqrt(3) * sd;
    return sd > 0 ? { lower: mean - half, upper: mean + half } : undefined;
  },
};
