import { negativeBinomial } from './negativeBinomial.ts';
import { zeroInflated } from './zeroInflated.ts';

export const zeroInflatedNegativeBinomial = zeroInflated(
  negativeBinomial,
  'ZeroInflatedNegativeBinomial',
  'NegativeBinomial counts with probability `psi`, else 0.',
);
