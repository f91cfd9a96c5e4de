import { add, div, log, log1mexp, logaddexp, logNdtr, mul, neg, sqrt, square, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { exp } from '../numeric/math.ts';
import type { Random } from '../numeric/random.ts';
import { logNdtr as logNdtrOf, ndtr } from '../numeric/special.ts';
import { logTwoPi } from './constants.ts';
import type { Distribution, Numbers, Params } from './distribution.ts';
import { parametrization } from './parametrization.ts';
import { solveCdf } from './search.ts';

/** The two terms of the cdf (and of its complement) as logarithms; Giner and Smyth 2016. */
function tails(y: Expr, { mu, lam, alpha }: Params): Record<'lower' | 'upper' | 'reflected', Expr> {
  const x = sub(y, alpha);
  const root = sqrt(div(lam, x));
  const ratio = div(x, mu);
  const z = mul(root, sub(ratio, 1));
  const reflected = add(mul(2, div(lam, mu)), logNdtr(neg(mul(root, add(ratio, 1)))));
  return { lower: logNdtr(z), upper: logNdtr(neg(z)), reflected };
}

export const wald: Distribution = {
  name: 'Wald',
  about: 'The time a drifting random walk takes to a barrier (inverse Gaussian), shifted by `alpha`.',
  parametrizations: [
    parametrization(['mu'], { lam: 1, alpha: 0 }),
    parametrization(['mu', 'phi'], { alpha: 0 }, ({ mu, phi, alpha }) => ({ mu, lam: mul(mu, phi), alpha })),
    parametrization(['lam', 'phi'], { alpha: 0 }, ({ lam, phi, alpha }) => ({
      mu: div(lam, phi),
      lam,
      alpha,
    })),
  ],
  parameters: [
    { name: 'mu', range: 'positive' },
    { name: 'lam', range: 'positive' },
    { name: 'alpha', range: 'nonnegative' },
  ],
  support: ({ alpha }) => ({ lower: alpha, discrete: false }),
  logDensity: (y, { mu, lam, alpha }) => {
    const x = sub(y, alpha);
    const deviation = div(mul(lam, square(div(sub(x, mu), mu))), x);
    return sub(mul(0.5, sub(sub(log(lam), logTwoPi), deviation)), mul(1.5, log(x)));
  },
  logCdf: (y, params) => {
    const { lower, reflected } = tails(y, params);
    return logaddexp(lower, reflected);
  },
  logSurvival: (y, params) => {
    const { upper, reflected } = tails(y, params);
    return add(upper, log1mexp(sub(reflected, upper)));
  },
  random: draw,
  cdf,
  quantile: (probability, params) => {
    const { mu, lam, alpha } = params;
    const width = Math.min(mu, lam);
    return solveCdf((y) => cdf(y, params), probability, { lower: alpha, center: alpha + width, width });
  },
  mean: ({ mu, alpha }) => mu + alpha,
  variance: ({ mu, lam }) => (mu * mu * mu) / lam,
  fromMoments: (mean, sd) =>
    mean > 0 && sd > 0 ? { mu: mean, lam: (mean * mean * mean) / (sd * sd), alpha: 0 } : undefined,
};

function cdf(y: number, { mu, lam, alpha }: Numbers): number {
  const x = y - alpha;
  if (x <= 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  const root = Math.sqrt(lam / x);
  const reflected = exp((2 * lam) / mu + logNdtrOf(-root * (x / mu + 1)));
  return Math.min(1, ndtr(root * (x / mu - 1)) + reflected);
}

/** Michael, Schucany and Haas 1976; the smaller root is written so that it does not cancel. */
function draw({ mu, lam, alpha }: Numbers, random: Random): number {
  const normal = random.normal();
  const w = (mu * normal * normal) / (2 * lam);
  const root = mu / (1 + w + Math.sqrt(w * (2 + w)));
  return alpha + (random.uniform() * (mu + root) <= mu ? root : (mu * mu) / root);
}
