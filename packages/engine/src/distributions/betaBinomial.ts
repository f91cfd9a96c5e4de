import { add, div, log, mul, sub } from '../expr/build.ts';
import { exp, invlogit } from '../numeric/math.ts';
import { lbeta, lgamma } from '../numeric/special.ts';
import { logChoose } from './binomial.ts';
import type { Distribution, Numbers } from './distribution.ts';
import { drawBinomial } from './draws/binomial.ts';
import { drawLogGamma } from './draws/gamma.ts';
import { logGammaRatio } from './logGammaRatio.ts';
import { parametrization } from './parametrization.ts';
import { smallestReaching } from './search.ts';

export const betaBinomial: Distribution = {
  name: 'BetaBinomial',
  about: 'The number of successes in `n` trials whose common probability is itself Beta(alpha, beta).',
  parametrizations: [parametrization(['alpha', 'beta', 'n'])],
  parameters: [
    { name: 'alpha', range: 'positive' },
    { name: 'beta', range: 'positive' },
    { name: 'n', range: 'whole' },
  ],
  support: ({ n }) => ({ lower: 0, upper: n, discrete: true }),
  // log B(y + α, n − y + β) − log B(α, β) by ratios of Γ, so that large α and β turn it into Binomial's.
  logDensity: (y, { alpha, beta, n }) => {
    const rest = sub(n, y);
    const total = add(alpha, beta);
    const ratios = sub(add(logGammaRatio(alpha, y), logGammaRatio(beta, rest)), logGammaRatio(total, n));
    const powers = add(mul(y, log(div(alpha, total))), mul(rest, log(div(beta, total))));
    return add(logChoose(n, y), add(ratios, powers));
  },
  random: ({ alpha, beta, n }, random) => {
    const p = invlogit(drawLogGamma(alpha, random) - drawLogGamma(beta, random));
    return drawBinomial(n, p, random);
  },
  cdf,
  quantile: (probability, params) => {
    const guess = (params.n * params.alpha) / (params.alpha + params.beta);
    return smallestReaching((k) => cdf(k, params), probability, { lower: 0, upper: params.n, guess });
  },
  mean: ({ alpha, beta, n }) => (n * alpha) / (alpha + beta),
  variance: ({ alpha, beta, n }) => {
    const total = alpha + beta;
    return (n * alpha * beta * (total + n)) / (total * total * (total + 1));
  },
};

function mass(k: number, { alpha, beta, n }: Numbers): number {
  const logChosen = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
  return exp(logChosen + lbeta(k + alpha, n - k + beta) - lbeta(alpha, beta));
}

/** The sum of the masses of the shorter tail. */
function cdf(y: number, params: Numbers): number {
  const k = Math.floor(y);
  if (k < 0) return 0;
  if (k >= params.n) return 1;
  let total = 0;
  if (2 * k < params.n) {
    for (let i = 0; i <= k; i++) total += mass(i, params);
    return Math.min(1, total);
  }
  for (let i = params.n; i > k; i--) total += mass(i, params);
  return Math.max(0, 1 - total);
}
