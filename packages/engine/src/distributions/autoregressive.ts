import { add, log, mul } from '../expr/build.ts';
import type { Distribution } from './distribution.ts';
import { parametrization } from './parametrization.ts';
import { seriesLogDensity } from './timeSeries.ts';

export const autoregressive: Distribution = {
  name: 'AR',
  about:
    'An autoregression along the ordered levels of `by`: `rho` (a number, or a list for several lags) times the values before, plus Normal(0, `sigma`) noise.',
  parametrizations: [parametrization(['rho'], { sigma: 1 })],
  parameters: [
    { name: 'rho', range: 'vector' },
    { name: 'sigma', range: 'positive' },
  ],
  isSeries: true,
  support: () => ({ discrete: false }),
  logDensity: (y, { rho, sigma }) => {
    const weights = rho.op === 'vector' ? rho.args : [rho];
    const expected = (before: (k: number) => typeof y) =>
      weights.map((weight, k) => mul(weight, before(k + 1))).reduce((a, c) => add(a, c));
    return seriesLogDensity(y, weights.length, expected, sigma, log(sigma));
  },
  random: ({ sigma }, random) => sigma * random.normal(),
};
