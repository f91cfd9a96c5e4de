import { bernoulli } from './bernoulli.ts';
import { beta } from './beta.ts';
import { binomial } from './binomial.ts';
import { cauchy } from './cauchy.ts';
import type { Distribution } from './distribution.ts';
import { exponential } from './exponential.ts';
import { flat } from './flat.ts';
import { gamma } from './gamma.ts';
import { halfCauchy } from './halfCauchy.ts';
import { halfFlat } from './halfFlat.ts';
import { halfNormal } from './halfNormal.ts';
import { halfStudentT } from './halfStudentT.ts';
import { inverseGamma } from './inverseGamma.ts';
import { laplace } from './laplace.ts';
import { logNormal } from './logNormal.ts';
import { negativeBinomial } from './negativeBinomial.ts';
import { normal } from './normal.ts';
import { poisson } from './poisson.ts';
import { studentT } from './studentT.ts';
import { truncatedNormal } from './truncatedNormal.ts';
import { uniform } from './uniform.ts';

const all: readonly Distribution[] = [
  bernoulli,
  beta,
  binomial,
  cauchy,
  exponential,
  flat,
  gamma,
  halfCauchy,
  halfFlat,
  halfNormal,
  halfStudentT,
  inverseGamma,
  laplace,
  logNormal,
  negativeBinomial,
  normal,
  poisson,
  studentT,
  truncatedNormal,
  uniform,
];

/** Every univariate distribution by PyMC's name. */
export const distributions: Readonly<Record<string, Distribution>> = Object.fromEntries(
  all.map((distribution) => [distribution.name, distribution]),
);
