import { add, lgamma, log1p, mul, neg, square, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { beta } from './beta.ts';
import { logPi } from './constants.ts';
import type { Distribution, Params } from './distribution.ts';
import { parametrization } from './parametrization.ts';

/** An entry's own distribution is Beta(α, α) stretched to (−1, 1), with α = η − 1 + n / 2. */
function shape({ eta, n }: Params): Expr {
  return add(sub(eta, 1), mul(0.5, n));
}

/** log density at r of Beta(α, α) stretched to (−1, 1). */
export function stretchedBetaLogDensity(r: Expr, alpha: Expr): Expr {
  return add(mul(sub(alpha, 1), log1p(neg(square(r)))), stretchedBetaNormaliser(alpha));
}

/** log of Γ(α + ½) / (Γ(α) √π). */
export function stretchedBetaNormaliser(alpha: Expr): Expr {
  return sub(sub(lgamma(add(alpha, 0.5)), lgamma(alpha)), 0.5 * logPi);
}

export const lkjCorrelation: Distribution = {
  name: 'LKJCorr',
  about:
    'A correlation out of an `n` × `n` correlation matrix with density ∝ det^(`eta` − 1) (Lewandowski, Kurowicka & Joe 2009).',
  parametrizations: [parametrization(['eta'], { n: 2 })],
  parameters: [
    { name: 'eta', range: 'positive' },
    { name: 'n', range: 'positive' },
  ],
  support: () => ({ lower: -1, upper: 1, discrete: false }),
  logDensity: (y, params) => stretchedBetaLogDensity(y, shape(params)),
  random: ({ eta, n }, random) => {
    const alpha = eta - 1 + n / 2;
    return 2 * beta.random({ alpha, beta: alpha }, random) - 1;
  },
};
