import { gamma } from './gamma.ts';
import { hurdle } from './hurdle.ts';

export const hurdleGamma = hurdle(
  gamma,
  'HurdleGamma',
  'Exactly 0 with probability 1 − `psi`, else a Gamma value.',
);
