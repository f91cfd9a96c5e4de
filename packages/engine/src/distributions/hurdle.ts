import { add, constant, eq, log, log1mexp, log1p, neg, select, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import type { Distribution, Numbers, Params } from './distribution.ts';
import { withPsi } from './parametrization.ts';
import { smallestReaching } from './search.ts';

/** 0 with probability 1 − psi, else a value of `base` that is not 0: zeros come from one side only. */
export function hurdle(base: Distribution, name: string, about: string): Distribution {
  const isDiscrete = base.support({}).discrete;
  const { logSurvival, cdf, quantile, mean, variance } = base;
  /** log of the mass of `base` away from 0. */
  const logRemaining = (params: Params): Expr =>
    isDiscrete ? log1mexp(base.logDensity(constant(0), params)) : constant(0);
  const atZero = (params: Numbers) => (isDiscrete ? cdf!(0, params) : 0);
  const hurdleSurvival = (y: Expr, params: Params) =>
    sub(
      add(log(params.psi), select(eq(y, 0), logRemaining(params), logSurvival!(y, params))),
      logRemaining(params),
    );
  const hurdleCdf = (y: number, params: Numbers) => {
    if (y < 0) return 0;
    const zero = atZero(params);
    return 1 - params.psi + (params.psi * (cdf!(y, params) - zero)) / (1 - zero);
  };
  const ratio = (params: Numbers) => params.psi / (1 - atZero(params));
  return {
    name,
    about,
    parametrizations: withPsi(base.parametrizations),
    parameters: [{ name: 'psi', range: 'unit' }, ...base.parameters],
    support: base.support,
    logDensity: (y, params) => {
      const passed = sub(add(log(params.psi), base.logDensity(y, params)), logRemaining(params));
      return select(eq(y, 0), log1p(neg(params.psi)), passed);
    },
    logCdf: (y, params) => log1mexp(hurdleSurvival(y, params)),
    logSurvival: hurdleSurvival,
    random: (params, random) => {
      if (!(random.uniform() < params.psi)) return 0;
      if (!isDiscrete) return base.random(params, random);
      const zero = atZero(params);
      return Math.max(1, quantile!(zero + (1 - zero) * random.uniform(), params));
    },
    cdf: hurdleCdf,
    quantile: (probability, params) => {
      if (probability <= 1 - params.psi) return 0;
      if (!isDiscrete) return quantile!((probability - (1 - params.psi)) / params.psi, params);
      return smallestReaching((k) => hurdleCdf(k, params), probability, {
        lower: 0,
        upper: Number.POSITIVE_INFINITY,
        guess: ratio(params) * mean!(params),
      });
    },
    mean: (params) => ratio(params) * mean!(params),
    variance: (params) => {
      const center = mean!(params);
      const scale = ratio(params);
      return scale * (variance!(params) + center * center) - scale * scale * center * center;
    },
  };
}
