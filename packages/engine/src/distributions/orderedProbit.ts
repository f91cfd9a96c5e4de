import { constant, div, ge, logNdtr, lt, neg, or, select, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { ndtr } from '../numeric/special.ts';
import { cdfOf, meanOf, quantileOf, varianceOf } from './categorical.ts';
import { chooseEntry } from './choose.ts';
import type { Distribution, Numbers, Params } from './distribution.ts';
import { logNormalInterval } from './normalInterval.ts';
import { parametrization } from './parametrization.ts';
import { entriesOf, flattened } from './vectorParameter.ts';

function probabilities(params: Numbers): number[] {
  const cuts = entriesOf('cutpoints', params).map((cutpoint) => (cutpoint - params.eta) / params.sigma);
  return [...cuts, Number.POSITIVE_INFINITY].map((b, k) => {
    const a = k === 0 ? Number.NEGATIVE_INFINITY : cuts[k - 1]!;
    return a > 0 ? ndtr(-a) - ndtr(-b) : ndtr(b) - ndtr(a);
  });
}

/** The standardised cutpoint above category y, which must not be the last. */
function cutAbove(y: Expr, params: Params): Expr {
  return div(sub(chooseEntry(y, entriesOf('cutpoints', params)), params.eta), params.sigma);
}

export const orderedProbit: Distribution = {
  name: 'OrderedProbit',
  about: 'Ordered categories 0, 1, … cut from a Normal value around `eta` at the increasing `cutpoints`.',
  parametrizations: [
    parametrization(['eta', 'cutpoints'], { sigma: 1 }, ({ eta, cutpoints, sigma }) => ({
      eta,
      sigma,
      ...flattened('cutpoints', cutpoints),
    })),
  ],
  parameters: [
    { name: 'eta', range: 'real' },
    { name: 'cutpoints', range: 'ordered' },
    { name: 'sigma', range: 'positive' },
  ],
  support: (params) => ({ lower: 0, upper: entriesOf('cutpoints', params).length, discrete: true }),
  logDensity: (y, params) => {
    const cutpoints = entriesOf('cutpoints', params);
    const last = cutpoints.length;
    const above = cutAbove(y, params);
    const below = div(sub(chooseEntry(y, [cutpoints[0]!, ...cutpoints]), params.eta), params.sigma);
    const outer = logNdtr(select(lt(y, 1), above, neg(below)));
    if (last === 1) return outer;
    return select(or(lt(y, 1), ge(y, last)), outer, logNormalInterval(below, above));
  },
  logCdf: (y, params) => {
    const last = entriesOf('cutpoints', params).length;
    return select(ge(y, last), 0, logNdtr(cutAbove(y, params)));
  },
  logSurvival: (y, params) => {
    const last = entriesOf('cutpoints', params).length;
    return select(ge(y, last), constant(Number.NEGATIVE_INFINITY), logNdtr(neg(cutAbove(y, params))));
  },
  random: (params, random) => quantileOf(random.uniform(), probabilities(params)),
  cdf: (y, params) => cdfOf(y, probabilities(params)),
  quantile: (probability, params) => quantileOf(probability, probabilities(params)),
  mean: (params) => meanOf(probabilities(params)),
  variance: (params) => varianceOf(probabilities(params)),
};
