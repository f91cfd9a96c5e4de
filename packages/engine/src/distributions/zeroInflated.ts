import { add, eq, log, log1p, logaddexp, neg, select } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import type { Distribution, Numbers, Params } from './distribution.ts';
import { withPsi } from './parametrization.ts';
import { smallestReaching } from './search.ts';

/** `base` with probability psi, else 0: zeros come from both. */
export function zeroInflated(base: Distribution, name: string, about: string): Distribution {
  const { logCdf, logSurvival, cdf, mean, variance } = base;
  const part = (y: Expr, params: Params) => add(log(params.psi), base.logDensity(y, params));
  const inflatedCdf = (y: number, params: Numbers) =>
    y < 0 ? 0 : 1 - params.psi + params.psi * cdf!(y, params);
  return {
    name,
    about,
    parametrizations: withPsi(base.parametrizations),
    parameters: [{ name: 'psi', range: 'unit' }, ...base.parameters],
    support: base.support,
    logDensity: (y, params) => {
      const counted = part(y, params);
      return select(eq(y, 0), logaddexp(log1p(neg(params.psi)), counted), counted);
    },
    logCdf: (y, params) => logaddexp(log1p(neg(params.psi)), add(log(params.psi), logCdf!(y, params))),
    logSurvival: (y, params) => add(log(params.psi), logSurvival!(y, params)),
    random: (params, random) => (random.uniform() < params.psi ? base.random(params, random) : 0),
    cdf: inflatedCdf,
    quantile: (probability, params) =>
      smallestReaching((k) => inflatedCdf(k, params), probability, {
        lower: 0,
        upper: Number.POSITIVE_INFINITY,
        guess: params.psi * mean!(params),
      }),
    mean: (params) => params.psi * mean!(params),
    variance: (params) => {
      const center = mean!(params);
      return params.psi * (variance!(params) + (1 - params.psi) * center * center);
    },
  };
}
