import { hurdle } from './hurdle.ts';
import { poisson } from './poisson.ts';

export const hurdlePoisson = hurdle(
  poisson,
  'HurdlePoisson',
  '0 with probability 1 − `psi`, else a Poisson count that is not 0.',
);
