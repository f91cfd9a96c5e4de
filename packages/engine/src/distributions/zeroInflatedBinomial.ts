import { binomial } from './binomial.ts';
import { zeroInflated } from './zeroInflated.ts';

export const zeroInflatedBinomial = zeroInflated(
  binomial,
  'ZeroInflatedBinomial',
  'Binomial counts with probability `psi`, else 0.',
);
