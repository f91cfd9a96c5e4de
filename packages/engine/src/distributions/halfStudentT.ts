import { add, constant, div, log, log1p, mul, neg } from '../expr/build.ts';
import { exp } from '../numeric/math.ts';
import { lgamma, studentTCdf, studentTInverse } from '../numeric/special.ts';
import { logTwo } from './constants.ts';
import type { Distribution, Numbers } from './distribution.ts';
import { drawGamma } from './draws/gamma.ts';
import { parametrization, scaleOfPrecision } from './parametrization.ts';
import { studentTLogDensity, upperTail } from './studentT.ts';

export const halfStudentT: Distribution = {
  name: 'HalfStudentT',
  about: 'The absolute value of a StudentT around 0; `sigma` is its scale before folding.',
  parametrizations: [
    parametrization(['nu'], { sigma: 1 }),
    parametrization(['nu', 'lam'], {}, ({ nu, lam }) => ({ nu, sigma: scaleOfPrecision(lam) })),
  ],
  parameters: [
    { name: 'nu', range: 'positive' },
    { name: 'sigma', range: 'positive' },
  ],
  support: () => ({ lower: 0, discrete: false }),
  logDensity: (y, { nu, sigma }) => add(studentTLogDensity(y, { nu, mu: constant(0), sigma }), logTwo),
  logCdf: (y, { nu, sigma }) => log1p(neg(mul(2, upperTail(div(y, sigma), nu)))),
  logSurvival: (y, { nu, sigma }) => add(log(upperTail(div(y, sigma), nu)), logTwo),
  random: ({ nu, sigma }, random) =>
    Math.abs(sigma * random.normal()) / Math.sqrt(drawGamma(0.5 * nu, random) / (0.5 * nu)),
  cdf: (y, { nu, sigma }) => (y <= 0 ? 0 : 1 - 2 * studentTCdf(nu, -y / sigma)),
  quantile: (probability, { nu, sigma }) => -sigma * studentTInverse(nu, 0.5 * (1 - probability)),
  mean,
  variance: (params) => {
    const { nu, sigma } = params;
    if (!(nu > 2)) return nu > 1 ? Number.POSITIVE_INFINITY : Number.NaN;
    const center = mean(params);
    return (sigma * sigma * nu) / (nu - 2) - center * center;
  },
};

/** 2σ √(ν/π) Γ((ν+1)/2) / (Γ(ν/2) (ν − 1)). */
function mean({ nu, sigma }: Numbers): number {
  if (!(nu > 1)) return Number.POSITIVE_INFINITY;
  const ratio = exp(lgamma(0.5 * (nu + 1)) - lgamma(0.5 * nu));
  return (2 * sigma * Math.sqrt(nu / Math.PI) * ratio) / (nu - 1);
}
