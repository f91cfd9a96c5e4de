import { add, floor, log, neg, spread, sub } from '../expr/build.ts';
import type { Distribution } from './distribution.ts';
import { parametrization } from './parametrization.ts';

export const discreteUniform: Distribution = {
  name: 'DiscreteUniform',
  about: 'The same probability for every whole number from `lower` to `upper`, both included.',
  parametrizations: [
    parametrization(['lower', 'upper'], {}, ({ lower, upper }) => ({
      lower: floor(lower),
      upper: floor(upper),
    })),
  ],
  parameters: [
    { name: 'lower', range: 'real' },
    { name: 'upper', range: 'real' },
  ],
  support: ({ lower, upper }) => ({ lower, upper, discrete: true }),
  logDensity: (y, { lower, upper }) => spread(neg(log(add(sub(upper, lower), 1))), y.domain),
  logCdf: (y, { lower, upper }) => sub(log(add(sub(y, lower), 1)), log(add(sub(upper, lower), 1))),
  logSurvival: (y, { lower, upper }) => sub(log(sub(upper, y)), log(add(sub(upper, lower), 1))),
  random: ({ lower, upper }, random) => lower + Math.floor((upper - lower + 1) * random.uniform()),
  cdf: (y, { lower, upper }) => Math.min(1, Math.max(0, (Math.floor(y) - lower + 1) / (upper - lower + 1))),
  quantile: (probability, { lower, upper }) => {
    const count = upper - lower + 1;
    const k = Math.ceil(probability * count);
    // Rounding may put probability · count a hair above a whole number.
    const first = (k - 1) / count >= probability ? k - 1 : k;
    return lower + Math.max(0, first - 1);
  },
  mean: ({ lower, upper }) => 0.5 * (lower + upper),
  variance: ({ lower, upper }) => ((upper - lower + 1) * (upper - lower + 1) - 1) / 12,
};
