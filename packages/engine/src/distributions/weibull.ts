import { add, exp, log, log1mexp, mul, neg, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { expm1, exp as expOf, log1p, log as logOf } from '../numeric/math.ts';
import { lgamma } from '../numeric/special.ts';
import type { Distribution, Numbers, Params } from './distribution.ts';
import { parametrization } from './parametrization.ts';

/** (y / β)^α. */
const hazard = (y: Expr, { alpha, beta }: Params): Expr => exp(mul(alpha, sub(log(y), log(beta))));

/** E yᵏ = βᵏ Γ(1 + k/α). */
const moment = (k: number, { alpha, beta }: Numbers): number =>
  expOf(k * logOf(beta) + lgamma(1 + k / alpha));

export const weibull: Distribution = {
  name: 'Weibull',
  about: 'A life time whose hazard grows as the power `alpha` − 1 of age; 63 % end before `beta`.',
  parametrizations: [parametrization(['alpha', 'beta'])],
  parameters: [
    { name: 'alpha', range: 'positive' },
    { name: 'beta', range: 'positive' },
  ],
  support: () => ({ lower: 0, discrete: false }),
  logDensity: (y, params) => {
    const { alpha, beta } = params;
    const constantTerm = sub(log(alpha), mul(alpha, log(beta)));
    return add(constantTerm, sub(mul(sub(alpha, 1), log(y)), hazard(y, params)));
  },
  logCdf: (y, params) => log1mexp(neg(hazard(y, params))),
  logSurvival: (y, params) => neg(hazard(y, params)),
  random: ({ alpha, beta }, random) => beta * expOf(logOf(random.exponential()) / alpha),
  cdf: (y, { alpha, beta }) => (y <= 0 ? 0 : -expm1(-expOf(alpha * logOf(y / beta)))),
  quantile: (probability, { alpha, beta }) => beta * expOf(logOf(-log1p(-probability)) / alpha),
  mean: (params) => moment(1, params),
  variance: (params) => moment(2, params) - moment(1, params) * moment(1, params),
};
