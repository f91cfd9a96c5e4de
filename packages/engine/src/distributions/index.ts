import { asymmetricLaplace } from './asymmetricLaplace.ts';
import { autoregressive } from './autoregressive.ts';
import { bernoulli } from './bernoulli.ts';
import { beta } from './beta.ts';
import { betaBinomial } from './betaBinomial.ts';
import { binomial } from './binomial.ts';
import { categorical } from './categorical.ts';
import { cauchy } from './cauchy.ts';
import { chiSquared } from './chiSquared.ts';
import { dirichlet } from './dirichlet.ts';
import { discreteUniform } from './discreteUniform.ts';
import { discreteWeibull } from './discreteWeibull.ts';
import type { Distribution } from './distribution.ts';
import { exGaussian } from './exGaussian.ts';
import { exponential } from './exponential.ts';
import { flat } from './flat.ts';
import { gamma } from './gamma.ts';
import { gaussianRandomWalk } from './gaussianRandomWalk.ts';
import { geometric } from './geometric.ts';
import { gumbel } from './gumbel.ts';
import { halfCauchy } from './halfCauchy.ts';
import { halfFlat } from './halfFlat.ts';
import { halfNormal } from './halfNormal.ts';
import { halfStudentT } from './halfStudentT.ts';
import { hurdleGamma } from './hurdleGamma.ts';
import { hurdleLogNormal } from './hurdleLogNormal.ts';
import { hurdleNegativeBinomial } from './hurdleNegativeBinomial.ts';
import { hurdlePoisson } from './hurdlePoisson.ts';
import { hyperGeometric } from './hyperGeometric.ts';
import { interpolated } from './interpolated.ts';
import { inverseGamma } from './inverseGamma.ts';
import { kumaraswamy } from './kumaraswamy.ts';
import { laplace } from './laplace.ts';
import { lkjCorrelation } from './lkjCorrelation.ts';
import { logistic } from './logistic.ts';
import { logitNormal } from './logitNormal.ts';
import { logNormal } from './logNormal.ts';
import { moyal } from './moyal.ts';
import { negativeBinomial } from './negativeBinomial.ts';
import { normal } from './normal.ts';
import { orderedLogistic } from './orderedLogistic.ts';
import { orderedProbit } from './orderedProbit.ts';
import { pareto } from './pareto.ts';
import { poisson } from './poisson.ts';
import { polyaGamma } from './polyaGamma.ts';
import { rice } from './rice.ts';
import { skewNormal } from './skewNormal.ts';
import { skewStudentT } from './skewStudentT.ts';
import { studentT } from './studentT.ts';
import { triangular } from './triangular.ts';
import { truncatedNormal } from './truncatedNormal.ts';
import { uniform } from './uniform.ts';
import { vonMises } from './vonMises.ts';
import { wald } from './wald.ts';
import { weibull } from './weibull.ts';
import { zeroInflatedBinomial } from './zeroInflatedBinomial.ts';
import { zeroInflatedNegativeBinomial } from './zeroInflatedNegativeBinomial.ts';
import { zeroInflatedPoisson } from './zeroInflatedPoisson.ts';
import { zeroSumNormal } from './zeroSumNormal.ts';

const all: readonly Distribution[] = [
  asymmetricLaplace,
  bernoulli,
  beta,
  betaBinomial,
  binomial,
  categorical,
  cauchy,
  chiSquared,
  discreteUniform,
  discreteWeibull,
  exGaussian,
  exponential,
  flat,
  gamma,
  geometric,
  gumbel,
  halfCauchy,
  halfFlat,
  halfNormal,
  halfStudentT,
  hurdleGamma,
  hurdleLogNormal,
  hurdleNegativeBinomial,
  hurdlePoisson,
  hyperGeometric,
  interpolated,
  inverseGamma,
  kumaraswamy,
  laplace,
  logNormal,
  logistic,
  logitNormal,
  moyal,
  negativeBinomial,
  normal,
  orderedLogistic,
  orderedProbit,
  pareto,
  poisson,
  polyaGamma,
  rice,
  skewNormal,
  skewStudentT,
  studentT,
  triangular,
  truncatedNormal,
  uniform,
  vonMises,
  wald,
  weibull,
  zeroInflatedBinomial,
  zeroInflatedNegativeBinomial,
  zeroInflatedPoisson,
  gaussianRandomWalk,
  autoregressive,
  dirichlet,
  zeroSumNormal,
  lkjCorrelation,
];

/** Every distribution by PyMC's name: the univariate ones, the series along an ordered group, and those of vectors. */
export const distributions: Readonly<Record<string, Distribution>> = Object.fromEntries(
  all.map((distribution) => [distribution.name, distribution]),
);
