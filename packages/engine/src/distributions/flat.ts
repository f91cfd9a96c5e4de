import { constant, spread } from '../expr/build.ts';
import type { Distribution } from './distribution.ts';
import { parametrization } from './parametrization.ts';

export const flat: Distribution = {
  name: 'Flat',
  about: 'Every real value alike; improper, so it has no draws.',
  parametrizations: [parametrization([])],
  parameters: [],
  support: () => ({ discrete: false }),
  logDensity: (y) => spread(constant(0), y.domain),
  random: () => {
    throw new Error('Flat is improper and has no draws');
  },
};
