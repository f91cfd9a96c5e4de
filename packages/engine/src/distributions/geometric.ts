import { add, log, log1mexp, log1p, mul, neg, sub, xlog1py } from '../expr/build.ts';
import { expm1, log1p as log1pOf } from '../numeric/math.ts';
import type { Distribution, Numbers } from './distribution.ts';
import { parametrization } from './parametrization.ts';
import { smallestReaching } from './search.ts';

const cdf = (y: number, { p }: Numbers): number => (y < 1 ? 0 : -expm1(Math.floor(y) * log1pOf(-p)));

export const geometric: Distribution = {
  name: 'Geometric',
  about: 'The number of trials up to and including the first success, each with probability `p`.',
  parametrizations: [parametrization(['p'])],
  parameters: [{ name: 'p', range: 'unit' }],
  support: () => ({ lower: 1, discrete: true }),
  logDensity: (y, { p }) => add(log(p), xlog1py(sub(y, 1), neg(p))),
  logCdf: (y, { p }) => log1mexp(mul(y, log1p(neg(p)))),
  logSurvival: (y, { p }) => mul(y, log1p(neg(p))),
  random: ({ p }, random) => Math.max(1, Math.ceil(random.exponential() / -log1pOf(-p))),
  cdf,
  quantile: (probability, params) =>
    smallestReaching((k) => cdf(k, params), probability, {
      lower: 1,
      upper: Number.POSITIVE_INFINITY,
      guess: log1pOf(-probability) / log1pOf(-params.p),
    }),
  mean: ({ p }) => 1 / p,
  variance: ({ p }) => (1 - p) / (p * p),
};
