import { hurdle } from './hurdle.ts';
import { negativeBinomial } from './negativeBinomial.ts';

export const hurdleNegativeBinomial = hurdle(
  negativeBinomial,
  'HurdleNegativeBinomial',
  '0 with probability 1 − `psi`, else a NegativeBinomial count that is not 0.',
);
