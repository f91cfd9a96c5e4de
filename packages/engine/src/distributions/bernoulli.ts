import { constant, log, log1p, lt, neg, select, softplus } from '../expr/build.ts';
import type { Distribution } from './distribution.ts';
import { agrees } from './moments.ts';
import { parametrization } from './parametrization.ts';
import { failureProbabilityOf, logOdds, successProbabilityOf } from './trials.ts';

export const bernoulli: Distribution = {
  name: 'Bernoulli',
  about:
    'Yes (1) with probability `p`, else no (0); `logit_p` = log(p / (1 − p)) is exact for p near 0 and 1.',
  parametrizations: [parametrization(['p']), parametrization(['logit_p'])],
  parameters: [
    { name: 'p', range: 'unit' },
    { name: 'logit_p', range: 'real' },
  ],
  support: () => ({ lower: 0, upper: 1, discrete: true }),
  logDensity: (y, params) => {
    const eta = logOdds(params);
    if (eta !== undefined) return neg(softplus(select(y, neg(eta), eta)));
    return select(y, log(params.p), log1p(neg(params.p)));
  },
  logCdf: (y, params) => {
    const eta = logOdds(params);
    return select(lt(y, 1), eta === undefined ? log1p(neg(params.p)) : neg(softplus(eta)), 0);
  },
  logSurvival: (y, params) => {
    const eta = logOdds(params);
    const logSuccess = eta === undefined ? log(params.p) : neg(softplus(neg(eta)));
    return select(lt(y, 1), logSuccess, constant(Number.NEGATIVE_INFINITY));
  },
  random: (params, random) => (random.uniform() < successProbabilityOf(params) ? 1 : 0),
  cdf: (y, params) => (y < 0 ? 0 : y < 1 ? failureProbabilityOf(params) : 1),
  quantile: (probability, params) => (probability <= failureProbabilityOf(params) ? 0 : 1),
  mean: successProbabilityOf,
  variance: (params) => successProbabilityOf(params) * failureProbabilityOf(params),
  fromMoments: (mean, sd) =>
    mean > 0 && mean < 1 && agrees(sd * sd, mean * (1 - mean)) ? { p: mean } : undefined,
};
