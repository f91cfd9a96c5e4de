import { add, betaI, div, log, log1p, lt, mul, neg, select, sqrt, square, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { exp, log as logOf, sinh } from '../numeric/math.ts';
import { betaIInverse, betaI as incompleteBeta, lgamma } from '../numeric/special.ts';
import { logTwo } from './constants.ts';
import type { Distribution, Numbers } from './distribution.ts';
import { drawLogGamma } from './draws/gamma.ts';
import { logBeta } from './logBeta.ts';
import { standardized } from './normal.ts';
import { parametrization, scaleOfPrecision } from './parametrization.ts';

/** (1 − u/s) / 2 for u ≥ 0 with s² = a + b + u², without cancelling. */
function lowerShare(u: Expr, total: Expr): Expr {
  const s = sqrt(add(total, square(u)));
  return div(mul(0.5, total), mul(s, add(s, u)));
}

/** log P(X ≤ x) of the standard form with shapes a and b. */
function logLowerTail(x: Expr, a: Expr, b: Expr): Expr {
  const total = add(a, b);
  const left = log(betaI(a, b, lowerShare(neg(x), total)));
  return select(lt(x, 0), left, log1p(neg(betaI(b, a, lowerShare(x, total)))));
}

// Jones and Faddy 2003: with Y ~ Beta(a, b), x = √(a + b) (2Y − 1) / (2 √(Y (1 − Y))) = √(a + b) sinh(logit(Y) / 2).
export const skewStudentT: Distribution = {
  name: 'SkewStudentT',
  about:
    'A StudentT that leans: the tail is heavy as `b` is small to the right, as `a` is small to the left.',
  parametrizations: [
    parametrization(['a', 'b'], { mu: 0, sigma: 1 }),
    parametrization(['a', 'b', 'lam'], { mu: 0 }, ({ a, b, mu, lam }) => ({
      a,
      b,
      mu,
      sigma: scaleOfPrecision(lam),
    })),
  ],
  parameters: [
    { name: 'a', range: 'positive' },
    { name: 'b', range: 'positive' },
    { name: 'mu', range: 'real' },
    { name: 'sigma', range: 'positive' },
  ],
  support: () => ({ discrete: false }),
  logDensity: (y, params) => {
    const { a, b, sigma } = params;
    const x = standardized(y, params);
    const total = add(a, b);
    const isLeft = lt(x, 0);
    const u = select(isLeft, neg(x), x);
    const s = sqrt(add(total, square(u)));
    const near = log(div(add(s, u), s));
    const away = log(div(total, mul(s, add(s, u))));
    const kernel = add(
      mul(add(a, 0.5), select(isLeft, away, near)),
      mul(add(b, 0.5), select(isLeft, near, away)),
    );
    const scale = add(mul(sub(total, 1), logTwo), add(logBeta(a, b), mul(0.5, log(total))));
    return sub(kernel, add(scale, log(sigma)));
  },
  logCdf: (y, params) => logLowerTail(standardized(y, params), params.a, params.b),
  logSurvival: (y, params) => logLowerTail(neg(standardized(y, params)), params.b, params.a),
  random: ({ a, b, mu, sigma }, random) =>
    mu + sigma * Math.sqrt(a + b) * sinh(0.5 * (drawLogGamma(a, random) - drawLogGamma(b, random))),
  cdf: (y, { a, b, mu, sigma }) => {
    const x = (y - mu) / sigma;
    const s = Math.sqrt(a + b + x * x);
    const share = (0.5 * (a + b)) / (s * (s + Math.abs(x)));
    return x < 0 ? incompleteBeta(a, b, share) : 1 - incompleteBeta(b, a, share);
  },
  quantile: (probability, { a, b, mu, sigma }) => {
    const logOdds = logOf(betaIInverse(a, b, probability)) - logOf(betaIInverse(b, a, 1 - probability));
    return mu + sigma * Math.sqrt(a + b) * sinh(0.5 * logOdds);
  },
  mean: (params) => params.mu + params.sigma * unitMean(params),
  variance: (params) => {
    const { a, b, sigma } = params;
    if (!(a > 1 && b > 1)) return Number.POSITIVE_INFINITY;
    const second = (0.25 * (a + b) * ((a - b) * (a - b) + a - 1 + b - 1)) / ((a - 1) * (b - 1));
    return sigma * sigma * (second - unitMean(params) * unitMean(params));
  },
};

function unitMean({ a, b }: Numbers): number {
  if (!(a > 0.5 && b > 0.5)) return Number.NaN;
  const ratio = exp(lgamma(a - 0.5) + lgamma(b - 0.5) - lgamma(a) - lgamma(b));
  return 0.5 * (a - b) * Math.sqrt(a + b) * ratio;
}
