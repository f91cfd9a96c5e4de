import { poisson } from './poisson.ts';
import { zeroInflated } from './zeroInflated.ts';

export const zeroInflatedPoisson = zeroInflated(
  poisson,
  'ZeroInflatedPoisson',
  'Poisson counts with probability `psi`, else 0.',
);
