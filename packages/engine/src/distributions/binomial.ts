import { add, betaI, ge, lgamma, log, select, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { betaI as incompleteBeta } from '../numeric/special.ts';
import type { Distribution, Numbers, Params } from './distribution.ts';
import { drawBinomial } from './draws/binomial.ts';
import { parametrization } from './parametrization.ts';
import { smallestReaching } from './search.ts';
import {
  failureProbability,
  failureProbabilityOf,
  logOutcomes,
  successProbability,
  successProbabilityOf,
} from './trials.ts';

/** log of the number of ways to choose k of n. */
export function logChoose(n: Expr, k: Expr): Expr {
  return sub(lgamma(add(n, 1)), add(lgamma(add(k, 1)), lgamma(add(sub(n, k), 1))));
}

export function binomialLogMass(y: Expr, params: Params): Expr {
  const { n } = params;
  return add(logChoose(n, y), logOutcomes(y, sub(n, y), n, params));
}

export function binomialCdf(y: number, params: Numbers): number {
  const k = Math.floor(y);
  if (k < 0) return 0;
  return k >= params.n ? 1 : incompleteBeta(params.n - k, k + 1, failureProbabilityOf(params));
}

export const binomial: Distribution = {
  name: 'Binomial',
  about:
    'The number of successes in `n` trials, each with probability `p` (or `logit_p` = log(p / (1 − p))).',
  parametrizations: [parametrization(['n', 'p']), parametrization(['n', 'logit_p'])],
  parameters: [
    { name: 'n', range: 'whole' },
    { name: 'p', range: 'unit' },
    { name: 'logit_p', range: 'real' },
  ],
  support: ({ n }) => ({ lower: 0, upper: n, discrete: true }),
  logDensity: binomialLogMass,
  logCdf: (y, params) => {
    const { n } = params;
    return select(ge(y, n), 0, log(betaI(sub(n, y), add(y, 1), failureProbability(params))));
  },
  logSurvival: (y, params) => {
    const { n } = params;
    const tail = log(betaI(add(y, 1), sub(n, y), successProbability(params)));
    return select(ge(y, n), Number.NEGATIVE_INFINITY, tail);
  },
  random: (params, random) => drawBinomial(params.n, successProbabilityOf(params), random),
  cdf: binomialCdf,
  quantile: (probability, params) => {
    const guess = params.n * successProbabilityOf(params);
    return smallestReaching((k) => binomialCdf(k, params), probability, { lower: 0, upper: params.n, guess });
  },
  mean: (params) => params.n * successProbabilityOf(params),
  variance: (params) => params.n * successProbabilityOf(params) * failureProbabilityOf(params),
};
