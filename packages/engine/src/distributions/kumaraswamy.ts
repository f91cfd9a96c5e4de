import { add, log, log1mexp, mul, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { exp, expm1, log1p, log as logOf } from '../numeric/math.ts';
import { lbeta } from '../numeric/special.ts';
import type { Distribution, Numbers, Params } from './distribution.ts';
import { log1mexp as log1mexpOf } from './log1mexp.ts';
import { parametrization } from './parametrization.ts';

/** log(1 − yᵃ). */
const logRest = (y: Expr, { a }: Params): Expr => log1mexp(mul(a, log(y)));

/** E yᵏ = b B(1 + k/a, b). */
const moment = (k: number, { a, b }: Numbers): number => b * exp(lbeta(1 + k / a, b));

/** The y that leaves exp(logSurvival) above it. */
const inverse = (logSurvival: number, { a, b }: Numbers): number => exp(log1mexpOf(logSurvival / b) / a);

export const kumaraswamy: Distribution = {
  name: 'Kumaraswamy',
  about: 'A proportion between 0 and 1, much like Beta(a, b), with a cdf in closed form.',
  parametrizations: [parametrization(['a', 'b'])],
  parameters: [
    { name: 'a', range: 'positive' },
    { name: 'b', range: 'positive' },
  ],
  support: () => ({ lower: 0, upper: 1, discrete: false }),
  logDensity: (y, params) => {
    const { a, b } = params;
    const kernel = add(mul(sub(a, 1), log(y)), mul(sub(b, 1), logRest(y, params)));
    return add(kernel, add(log(a), log(b)));
  },
  logCdf: (y, params) => log1mexp(mul(params.b, logRest(y, params))),
  logSurvival: (y, params) => mul(params.b, logRest(y, params)),
  random: (params, random) => inverse(-random.exponential(), params),
  cdf: (y, { a, b }) => (y <= 0 ? 0 : y >= 1 ? 1 : -expm1(b * log1mexpOf(a * logOf(y)))),
  quantile: (probability, params) => inverse(log1p(-probability), params),
  mean: (params) => moment(1, params),
  variance: (params) => moment(2, params) - moment(1, params) * moment(1, params),
};
