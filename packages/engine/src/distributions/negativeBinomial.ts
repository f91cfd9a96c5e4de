import { add, betaI, div, lgamma, log, log1p, lt, mul, neg, select, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import type { Random } from '../numeric/random.ts';
import { betaIComplement, betaI as incompleteBeta } from '../numeric/special.ts';
import type { Distribution, Numbers, Params } from './distribution.ts';
import { drawGamma } from './draws/gamma.ts';
import { drawPoisson } from './draws/poisson.ts';
import { logGammaRatio } from './logGammaRatio.ts';
import { parametrization } from './parametrization.ts';
import { countTimesLog } from './poisson.ts';
import { smallestReaching } from './search.ts';

/** With mean `mu` and shape `alpha`, or, if given so, with `n` = alpha and `p` = alpha / (alpha + mu). */
export function negativeBinomialLogMass(y: Expr, params: Params): Expr {
  if ('p' in params) {
    const { n, p } = params;
    const ways = add(logGammaRatio(n, y), sub(mul(y, log(n)), lgamma(add(y, 1))));
    return add(ways, add(mul(n, log(p)), countTimesLog(y, sub(1, p))));
  }
  const { mu, alpha } = params;
  const ways = sub(logGammaRatio(alpha, y), lgamma(add(y, 1)));
  return add(ways, sub(countTimesLog(y, mu), mul(add(y, alpha), log1p(div(mu, alpha)))));
}

/** Shape, p and 1 − p of either form. */
function shapeOf(params: Params): { readonly shape: Expr; readonly p: Expr; readonly q: Expr } {
  if ('p' in params) return { shape: params.n, p: params.p, q: sub(1, params.p) };
  const { mu, alpha } = params;
  const total = add(mu, alpha);
  return { shape: alpha, p: div(alpha, total), q: div(mu, total) };
}

/** Mean and shape of either form, as numbers. */
export function meanAndShape(params: Numbers): { readonly mu: number; readonly alpha: number } {
  if ('p' in params) return { mu: (params.n * (1 - params.p)) / params.p, alpha: params.n };
  return { mu: params.mu, alpha: params.alpha };
}

export function negativeBinomialCdf(y: number, params: Numbers): number {
  if (y < 0) return 0;
  if (y === Number.POSITIVE_INFINITY) return 1;
  const { mu, alpha } = meanAndShape(params);
  const failures = Math.floor(y) + 1;
  // From the smaller of p and 1 − p: near one, p has lost the digits that matter.
  if (mu < alpha) return betaIComplement(failures, alpha, mu / (alpha + mu));
  return incompleteBeta(alpha, failures, alpha / (alpha + mu));
}

export function drawNegativeBinomial(params: Numbers, random: Random): number {
  const { mu, alpha } = meanAndShape(params);
  return drawPoisson((mu * drawGamma(alpha, random)) / alpha, random);
}

export const negativeBinomialParametrizations: Distribution['parametrizations'] = [
  parametrization(['mu', 'alpha']),
  parametrization(['mu', 'n'], {}, ({ mu, n }) => ({ mu, alpha: n })),
  parametrization(['alpha', 'p'], {}, ({ alpha, p }) => ({ n: alpha, p })),
  parametrization(['n', 'p']),
];

export const negativeBinomial: Distribution = {
  name: 'NegativeBinomial',
  about:
    'Counts that vary more than Poisson ones: mean `mu`, variance mu + mu² / alpha (or `n` failures at `p`).',
  parametrizations: negativeBinomialParametrizations,
  parameters: [
    { name: 'mu', range: 'nonnegative' },
    { name: 'alpha', range: 'positive' },
    { name: 'n', range: 'positive' },
    { name: 'p', range: 'unit' },
  ],
  support: () => ({ lower: 0, discrete: true }),
  logDensity: negativeBinomialLogMass,
  logCdf: (y, params) => {
    const { shape, p, q } = shapeOf(params);
    const above = betaI(add(y, 1), shape, q);
    // Where alpha is large, p rounds to one and q keeps the digits; far in the lower tail 1 − above would lose them.
    return select(lt(above, 0.9), log1p(neg(above)), log(betaI(shape, add(y, 1), p)));
  },
  logSurvival: (y, params) => {
    const { shape, q } = shapeOf(params);
    return log(betaI(add(y, 1), shape, q));
  },
  random: drawNegativeBinomial,
  cdf: negativeBinomialCdf,
  quantile: (probability, params) =>
    smallestReaching((k) => negativeBinomialCdf(k, params), probability, {
      lower: 0,
      upper: Number.POSITIVE_INFINITY,
      guess: meanAndShape(params).mu,
    }),
  mean: (params) => meanAndShape(params).mu,
  variance: (params) => {
    const { mu, alpha } = meanAndShape(params);
    return mu + (mu * mu) / alpha;
  },
  fromMoments: (mean, sd) => {
    const excess = sd * sd - mean;
    return mean > 0 && excess > 0 ? { mu: mean, alpha: (mean * mean) / excess } : undefined;
  },
};
