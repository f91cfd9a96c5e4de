import { add, log, log1mexp, mul, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { exp, expm1, log1p, log as logOf } from '../numeric/math.ts';
import type { Distribution, Params } from './distribution.ts';
import { parametrization } from './parametrization.ts';

const logSurvival = (y: Expr, { alpha, m }: Params): Expr => mul(alpha, sub(log(m), log(y)));

export const pareto: Distribution = {
  name: 'Pareto',
  about: 'Values from `m` upwards whose tail falls as the power −alpha.',
  parametrizations: [parametrization(['alpha', 'm'])],
  parameters: [
    { name: 'alpha', range: 'positive' },
    { name: 'm', range: 'positive' },
  ],
  support: ({ m }) => ({ lower: m, discrete: false }),
  logDensity: (y, { alpha, m }) => sub(add(log(alpha), mul(alpha, log(m))), mul(add(alpha, 1), log(y))),
  logCdf: (y, params) => log1mexp(logSurvival(y, params)),
  logSurvival,
  random: ({ alpha, m }, random) => m * exp(random.exponential() / alpha),
  cdf: (y, { alpha, m }) => (y <= m ? 0 : -expm1(alpha * logOf(m / y))),
  quantile: (probability, { alpha, m }) => m * exp(-log1p(-probability) / alpha),
  mean: ({ alpha, m }) => (alpha > 1 ? (alpha * m) / (alpha - 1) : Number.POSITIVE_INFINITY),
  variance: ({ alpha, m }) => {
    if (!(alpha > 2)) return Number.POSITIVE_INFINITY;
    return (m * m * alpha) / ((alpha - 1) * (alpha - 1) * (alpha - 2));
  },
  // sd² / mean² = 1 / (α (α − 2)).
  fromMoments: (mean, sd) => {
    if (!(mean > 0 && sd > 0)) return undefined;
    const alpha = 1 + Math.sqrt(1 + (mean / sd) * (mean / sd));
    return { alpha, m: (mean * (alpha - 1)) / alpha };
  },
};
