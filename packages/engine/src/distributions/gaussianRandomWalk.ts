import { add, log } from '../expr/build.ts';
import type { Distribution } from './distribution.ts';
import { parametrization } from './parametrization.ts';
import { seriesLogDensity } from './timeSeries.ts';

export const gaussianRandomWalk: Distribution = {
  name: 'GaussianRandomWalk',
  about:
    'A walk along the ordered levels of `by`: each value is the one before plus a Normal(`mu`, `sigma`) step.',
  parametrizations: [parametrization([], { mu: 0, sigma: 1 })],
  parameters: [
    { name: 'mu', range: 'real' },
    { name: 'sigma', range: 'positive' },
  ],
  isSeries: true,
  support: () => ({ discrete: false }),
  logDensity: (y, { mu, sigma }) => seriesLogDensity(y, 1, (before) => add(before(1), mu), sigma, log(sigma)),
  random: ({ mu, sigma }, random) => mu + sigma * random.normal(),
};
