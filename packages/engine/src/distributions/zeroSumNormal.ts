import { abs, add, div, le, log, mul, select, size, spread, square, sub, sum } from '../expr/build.ts';
import type { Domain, Expr } from '../expr/expr.ts';
import { shorter } from '../expr/expr.ts';
import { halfLogTwoPi } from './constants.ts';
import type { Distribution } from './distribution.ts';
import { parametrization } from './parametrization.ts';
import { zeroSum } from './zeroSum.ts';

/** How far the sum may be from 0 by rounding, in standard deviations an entry. */
const sumTolerance = 1e-8;

/** −½ Σ (x / σ)² − (n − 1) log(σ √2π): a Normal of n − 1 dimensions, as PyMC has it. */
function density(x: Expr, sigma: Expr, domain: Domain): Expr {
  const squares = sum(spread(square(div(x, sigma)), x.domain));
  const dimensions = sub(size(domain), 1);
  return sub(mul(-0.5, squares), mul(dimensions, add(log(sigma), halfLogTwoPi)));
}

export const zeroSumNormal: Distribution = {
  name: 'ZeroSumNormal',
  about:
    'Values of sum 0 around it with scale `sigma`: differences between levels, beside an intercept of its own.',
  parametrizations: [parametrization([], { sigma: 1 })],
  parameters: [{ name: 'sigma', range: 'positive' }],
  support: () => ({ discrete: false }),
  logDensity: (y, { sigma }) => mul(-0.5, square(div(y, sigma))),
  joint: {
    isShorter: true,
    hasNoncentered: true,
    logDensity: (y, { sigma }) => {
      const isZero = le(abs(sum(y)), mul(sumTolerance, mul(size(y.domain), sigma)));
      return select(isZero, density(y, sigma, y.domain), Number.NEGATIVE_INFINITY);
    },
    free: (q, domain, { sigma }, isNoncentered) => {
      const x = zeroSum(q, domain);
      if (!isNoncentered) return { value: x, logDensity: density(q, sigma, domain) };
      const standard = sub(mul(-0.5, sum(square(q))), mul(halfLogTwoPi, size(shorter(domain))));
      return { value: mul(sigma, x), logDensity: standard };
    },
    random: ({ sigma }, entries, random) => {
      const scale = Number(sigma);
      const z = Float64Array.from({ length: entries }, () => random.normal());
      const mean = z.reduce((x, y) => x + y, 0) / entries;
      return z.map((it) => scale * (it - mean));
    },
  },
  random: ({ sigma }, random) => sigma * random.normal(),
};
