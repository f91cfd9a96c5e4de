import { constant, spread } from '../expr/build.ts';
import type { Distribution } from './distribution.ts';
import { parametrization } from './parametrization.ts';

export const halfFlat: Distribution = {
  name: 'HalfFlat',
  about: 'Every positive value alike; improper, so it has no draws.',
  parametrizations: [parametrization([])],
  parameters: [],
  support: () => ({ lower: 0, discrete: false }),
  logDensity: (y) => spread(constant(0), y.domain),
  random: () => {
    throw new Error('HalfFlat is improper and has no draws');
  },
};
