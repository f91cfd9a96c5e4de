import { add, log, log1mexp, mul, pow, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { exp, expm1, log1p, log as logOf, pow as powOf } from '../numeric/math.ts';
import type { Distribution, Numbers, Params } from './distribution.ts';
import { parametrization } from './parametrization.ts';
import { smallestReaching } from './search.ts';

/** log P(Y ≥ k) = k^β log q. */
const logReaching = (k: Expr, { q, beta }: Params): Expr => mul(pow(k, beta), log(q));
const logReachingOf = (k: number, { q, beta }: Numbers): number => powOf(k, beta) * logOf(q);

const cdf = (y: number, params: Numbers): number =>
  y < 0 ? 0 : -expm1(logReachingOf(Math.floor(y) + 1, params));

/** The real k at which P(Y ≥ k) is exp(logSurvival). */
const inverse = (logSurvival: number, { q, beta }: Numbers): number =>
  powOf(logSurvival / logOf(q), 1 / beta);

export const discreteWeibull: Distribution = {
  name: 'DiscreteWeibull',
  about: 'A life time in whole steps: step k is reached with probability q^(k^beta).',
  parametrizations: [parametrization(['q', 'beta'])],
  parameters: [
    { name: 'q', range: 'unit' },
    { name: 'beta', range: 'positive' },
  ],
  support: () => ({ lower: 0, discrete: true }),
  logDensity: (y, params) => {
    const reaching = logReaching(y, params);
    return add(reaching, log1mexp(sub(logReaching(add(y, 1), params), reaching)));
  },
  logCdf: (y, params) => log1mexp(logReaching(add(y, 1), params)),
  logSurvival: (y, params) => logReaching(add(y, 1), params),
  random: (params, random) => Math.max(0, Math.ceil(inverse(-random.exponential(), params)) - 1),
  cdf,
  quantile: (probability, params) =>
    smallestReaching((k) => cdf(k, params), probability, {
      lower: 0,
      upper: Number.POSITIVE_INFINITY,
      guess: inverse(log1p(-probability), params) - 1,
    }),
  mean: (params) => moment(1, params),
  variance: (params) => moment(2, params) - moment(1, params) * moment(1, params),
};

/** E Y = Σ P(Y ≥ k), E Y² = Σ (2k − 1) P(Y ≥ k), as far as the terms count. */
function moment(power: 1 | 2, params: Numbers): number {
  let total = 0;
  for (let k = 1; k < 1e7; k++) {
    const term = (power === 1 ? 1 : 2 * k - 1) * exp(logReachingOf(k, params));
    total += term;
    if (term * k < 1e-17 * total) return total;
  }
  return Number.NaN;
}
