import { add, constant, log1mexp, neg, softplus, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { invlogit } from '../numeric/math.ts';
import { cdfOf, meanOf, quantileOf, varianceOf } from './categorical.ts';
import { chooseEntry } from './choose.ts';
import type { Distribution, Numbers } from './distribution.ts';
import { parametrization } from './parametrization.ts';
import { entriesOf, flattened } from './vectorParameter.ts';

/** Stands for the outermost cutpoints; finite, so that derivatives meet no ∞ · 0. */
const beyond = 1e300;

/** σ(u) − σ(v) written without subtracting probabilities, since u may be close to v and both far out. */
function probabilities(params: Numbers): number[] {
  const cumulated = entriesOf('cutpoints', params).map((cutpoint) => cutpoint - params.eta);
  return [...cumulated, Number.POSITIVE_INFINITY].map((u, k) => {
    const v = k === 0 ? Number.NEGATIVE_INFINITY : cumulated[k - 1]!;
    return u > 0 && v > 0 ? invlogit(-v) - invlogit(-u) : invlogit(u) - invlogit(v);
  });
}

export const orderedLogistic: Distribution = {
  name: 'OrderedLogistic',
  about: 'Ordered categories 0, 1, … cut from a Logistic value around `eta` at the increasing `cutpoints`.',
  parametrizations: [
    parametrization(['eta', 'cutpoints'], {}, ({ eta, cutpoints }) => ({
      eta,
      ...flattened('cutpoints', cutpoints),
    })),
  ],
  parameters: [
    { name: 'eta', range: 'real' },
    { name: 'cutpoints', range: 'ordered' },
  ],
  support: (params) => ({ lower: 0, upper: entriesOf('cutpoints', params).length, discrete: true }),
  // log(σ(u) − σ(v)) = −log(1 + e⁻ᵘ) − log(1 + eᵛ) + log(1 − e^(v − u)): two softplus a row, whatever the number of categories.
  logDensity: (y, params) => {
    const cutpoints = entriesOf('cutpoints', params);
    const upper = chooseEntry(y, [...cutpoints, constant(beyond)]);
    const lower = chooseEntry(y, [constant(-beyond), ...cutpoints]);
    const gaps: Expr[] = cutpoints.slice(1).map((cutpoint, k) => log1mexp(sub(cutpoints[k]!, cutpoint)));
    const gap = chooseEntry(y, [constant(0), ...gaps, constant(0)]);
    const tails = add(softplus(sub(params.eta, upper)), softplus(sub(lower, params.eta)));
    return sub(gap, tails);
  },
  logCdf: (y, params) => {
    const upper = chooseEntry(y, [...entriesOf('cutpoints', params), constant(beyond)]);
    return neg(softplus(sub(params.eta, upper)));
  },
  logSurvival: (y, params) => {
    const upper = chooseEntry(y, [...entriesOf('cutpoints', params), constant(beyond)]);
    return neg(softplus(sub(upper, params.eta)));
  },
  random: (params, random) => quantileOf(random.uniform(), probabilities(params)),
  cdf: (y, params) => cdfOf(y, probabilities(params)),
  quantile: (probability, params) => quantileOf(probability, probabilities(params)),
  mean: (params) => meanOf(probabilities(params)),
  variance: (params) => varianceOf(probabilities(params)),
};
