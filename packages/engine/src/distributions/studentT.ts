import { add, betaI, div, log, log1p, lt, mul, neg, select, sqrt, square, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { studentTCdf, studentTInverse } from '../numeric/special.ts';
import { halfLogTwoPi } from './constants.ts';
import type { Distribution, Params } from './distribution.ts';
import { drawGamma } from './draws/gamma.ts';
import { logGammaRatio } from './logGammaRatio.ts';
import { standardized } from './normal.ts';
import { parametrization, scaleOfPrecision } from './parametrization.ts';

export function studentTLogDensity(y: Expr, params: Params): Expr {
  const { nu, sigma } = params;
  const constantTerm = sub(sub(logGammaRatio(mul(0.5, nu), 0.5), halfLogTwoPi), log(sigma));
  const kernel = log1p(div(square(standardized(y, params)), nu));
  return sub(constantTerm, mul(mul(0.5, add(nu, 1)), kernel));
}

/** P(T > t) for t ≥ 0 as I_x(ν/2, ν/2) with x = ν / (2s(s + t)), s² = t² + ν: smooth at 0, exact in the tail. */
export function upperTail(t: Expr, nu: Expr): Expr {
  const s = sqrt(add(square(t), nu));
  const half = mul(0.5, nu);
  return betaI(half, half, div(half, mul(s, add(s, t))));
}

function logLowerTail(t: Expr, nu: Expr): Expr {
  return select(lt(t, 0), log(upperTail(neg(t), nu)), log1p(neg(upperTail(t, nu))));
}

export const studentT: Distribution = {
  name: 'StudentT',
  about: 'A bell curve with heavier tails than Normal; the smaller `nu`, the heavier (1 is Cauchy).',
  parametrizations: [
    parametrization(['nu'], { mu: 0, sigma: 1 }),
    parametrization(['nu', 'lam'], { mu: 0 }, ({ nu, mu, lam }) => ({
      nu,
      mu,
      sigma: scaleOfPrecision(lam),
    })),
  ],
  parameters: [
    { name: 'nu', range: 'positive' },
    { name: 'mu', range: 'real' },
    { name: 'sigma', range: 'positive' },
  ],
  support: () => ({ discrete: false }),
  logDensity: studentTLogDensity,
  logCdf: (y, params) => logLowerTail(standardized(y, params), params.nu),
  logSurvival: (y, params) => logLowerTail(neg(standardized(y, params)), params.nu),
  random: ({ nu, mu, sigma }, random) =>
    mu + (sigma * random.normal()) / Math.sqrt(drawGamma(0.5 * nu, random) / (0.5 * nu)),
  cdf: (y, { nu, mu, sigma }) => studentTCdf(nu, (y - mu) / sigma),
  quantile: (probability, { nu, mu, sigma }) => mu + sigma * studentTInverse(nu, probability),
  mean: ({ nu, mu }) => (nu > 1 ? mu : Number.NaN),
  variance: ({ nu, sigma }) => studentTVariance(nu) * sigma * sigma,
};

function studentTVariance(nu: number): number {
  if (nu > 2) return nu < 1e300 ? nu / (nu - 2) : 1;
  return nu > 1 ? Number.POSITIVE_INFINITY : Number.NaN;
}
