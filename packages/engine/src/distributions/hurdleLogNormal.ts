import { hurdle } from './hurdle.ts';
import { logNormal } from './logNormal.ts';

export const hurdleLogNormal = hurdle(
  logNormal,
  'HurdleLogNormal',
  'Exactly 0 with probability 1 − `psi`, else a LogNormal value.',
);
