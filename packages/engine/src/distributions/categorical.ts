import { add, div, log, logaddexp, sub } from '../expr/build.ts';
import { type Expr, isConst } from '../expr/expr.ts';
import { exp } from '../numeric/math.ts';
import { chooseEntry } from './choose.ts';
import type { Distribution, Numbers, Params } from './distribution.ts';
import { parametrization } from './parametrization.ts';
import { entriesOf, flattened } from './vectorParameter.ts';

/** log probabilities of the categories; `logit_p` up to a constant, `p` as it is. */
function logProbabilities(params: Params): Expr[] {
  const logits = entriesOf('logit_p', params);
  if (logits.length === 0) return entriesOf('p', params).map((p) => log(p));
  const total = logits.reduce((a, b) => logaddexp(a, b));
  return logits.map((logit) => sub(logit, total));
}

function probabilities(params: Numbers): number[] {
  const logits = entriesOf('logit_p', params);
  const largest = Math.max(...logits);
  const weights = logits.length === 0 ? entriesOf('p', params) : logits.map((logit) => exp(logit - largest));
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / total);
}

/** Probabilities that are plain numbers are scaled to sum 1, as PyMC does. */
function scaledToOne(p: Readonly<Record<string, Expr>>): Readonly<Record<string, Expr>> {
  const items = Object.entries(p);
  if (!items.every(([, item]) => isConst(item))) return p;
  const total = items.map(([, item]) => item).reduce((a, b) => add(a, b));
  return Object.fromEntries(items.map(([name, item]) => [name, div(item, total)]));
}

export const categorical: Distribution = {
  name: 'Categorical',
  about:
    'One of the categories 0, 1, 2, … with the probabilities `p` (or their logarithms up to a constant, `logit_p`).',
  parametrizations: [
    parametrization(['p'], {}, ({ p }) => scaledToOne(flattened('p', p))),
    parametrization(['logit_p'], {}, (given) => flattened('logit_p', given.logit_p)),
  ],
  parameters: [
    { name: 'p', range: 'simplex' },
    { name: 'logit_p', range: 'vector' },
  ],
  support: (params) => ({ lower: 0, upper: logProbabilities(params).length - 1, discrete: true }),
  logDensity: (y, params) => chooseEntry(y, logProbabilities(params)),
  random: (params, random) => quantileOf(random.uniform(), probabilities(params)),
  cdf: (y, params) => cdfOf(y, probabilities(params)),
  quantile: (probability, params) => quantileOf(probability, probabilities(params)),
  mean: (params) => meanOf(probabilities(params)),
  variance: (params) => varianceOf(probabilities(params)),
};

export function cdfOf(y: number, p: readonly number[]): number {
  let total = 0;
  for (let k = 0; k < p.length && k <= y; k++) total += p[k]!;
  return y >= p.length - 1 ? 1 : Math.min(1, total);
}

/** The smallest category whose cumulated probability reaches the given one. */
export function quantileOf(probability: number, p: readonly number[]): number {
  let total = 0;
  for (let k = 0; k < p.length - 1; k++) {
    total += p[k]!;
    if (total >= probability) return k;
  }
  return p.length - 1;
}

export function meanOf(p: readonly number[]): number {
  return p.reduce((sum, probability, k) => sum + probability * k, 0);
}

/** Counted from the likeliest category, so that rare neighbours are not lost beside its square. */
export function varianceOf(p: readonly number[]): number {
  const origin = p.indexOf(Math.max(...p));
  const moment = (power: 1 | 2): number =>
    p.reduce(
      (sum, probability, k) => sum + probability * (power === 1 ? k - origin : (k - origin) * (k - origin)),
      0,
    );
  return moment(2) - moment(1) * moment(1);
}
