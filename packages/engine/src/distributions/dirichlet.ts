import { abs, add, exp, le, lgamma, log, mul, select, size, spread, sub, sum } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { exp as exponential } from '../numeric/math.ts';
import type { Distribution } from './distribution.ts';
import { drawLogGamma } from './draws/gamma.ts';
import { entriesOn } from './entries.ts';
import { parametrization } from './parametrization.ts';
import { zeroSum } from './zeroSum.ts';

/** How far the sum of a simplex may be from 1 by rounding. */
const sumTolerance = 1e-8;

/** log of 1 / B(a). */
function logNormaliser(a: Expr, domain: string): Expr {
  return sub(lgamma(sum(spread(a, domain))), sum(spread(lgamma(a), domain)));
}

export const dirichlet: Distribution = {
  name: 'Dirichlet',
  about: 'Positive values of sum 1; `a` is one concentration for all or a list of one an entry.',
  parametrizations: [parametrization(['a'])],
  parameters: [{ name: 'a', range: 'positive' }],
  support: () => ({ lower: 0, upper: 1, discrete: false }),
  logDensity: (y, { a }) => mul(sub(a, 1), log(y)),
  joint: {
    isShorter: true,
    hasNoncentered: false,
    logDensity: (y, params) => {
      const a = entriesOn(y.domain, params.a);
      const density = add(sum(spread(mul(sub(a, 1), log(y)), y.domain)), logNormaliser(a, y.domain));
      return select(le(abs(sub(sum(y), 1)), sumTolerance), density, Number.NEGATIVE_INFINITY);
    },
    // x = softmax(z) with z of sum zero, as in Stan; log |J| = Σ log x + ½ log n.
    free: (q, domain, params) => {
      const a = entriesOn(domain, params.a);
      const z = zeroSum(q, domain);
      const logX = sub(z, log(sum(exp(z))));
      const density = add(sum(spread(mul(a, logX), domain)), logNormaliser(a, domain));
      return { value: exp(logX), logDensity: add(density, mul(0.5, log(size(domain)))) };
    },
    random: ({ a }, entries, random) => {
      const logs = Float64Array.from({ length: entries }, (_, k) =>
        drawLogGamma(typeof a === 'number' ? a : a[k]!, random),
      );
      const largest = logs.reduce((x, y) => Math.max(x, y));
      const weights = logs.map((it) => exponential(it - largest));
      const total = weights.reduce((x, y) => x + y, 0);
      return weights.map((it) => it / total);
    },
  },
  random: ({ a }, random) => exponential(-random.exponential() / a),
};
