import { add, div, exp, log, log1p, lt, mul, neg, select, sqrt, square, sub } from '../expr/build.ts';
import { exp as expOf, log1p as log1pOf, log as logOf } from '../numeric/math.ts';
import type { Distribution } from './distribution.ts';
import { parametrization } from './parametrization.ts';

// Left of mu the density rises at rate b / κ, right of it it falls at rate b κ; the left holds κ² / (1 + κ²).
export const asymmetricLaplace: Distribution = {
  name: 'AsymmetricLaplace',
  about:
    'Two exponential tails of different steepness at `mu`, the density of quantile regression at quantile `q`.',
  parametrizations: [
    parametrization(['kappa', 'mu', 'b']),
    parametrization(['q', 'mu', 'b'], {}, ({ q, mu, b }) => ({ kappa: sqrt(div(q, sub(1, q))), mu, b })),
  ],
  parameters: [
    { name: 'kappa', range: 'positive' },
    { name: 'mu', range: 'real' },
    { name: 'b', range: 'positive' },
  ],
  support: () => ({ discrete: false }),
  logDensity: (y, { kappa, mu, b }) => {
    const distance = sub(y, mu);
    const slope = select(lt(distance, 0), neg(div(b, kappa)), mul(b, kappa));
    return sub(sub(add(log(b), log(kappa)), log1p(square(kappa))), mul(slope, distance));
  },
  logCdf: (y, { kappa, mu, b }) => {
    const distance = sub(y, mu);
    const spread = log1p(square(kappa));
    const left = add(sub(mul(2, log(kappa)), spread), div(mul(b, distance), kappa));
    const right = log1p(neg(exp(neg(add(spread, mul(mul(b, kappa), distance))))));
    return select(lt(distance, 0), left, right);
  },
  logSurvival: (y, { kappa, mu, b }) => {
    const distance = sub(y, mu);
    const spread = log1p(square(kappa));
    const left = log1p(neg(exp(add(sub(mul(2, log(kappa)), spread), div(mul(b, distance), kappa)))));
    return select(lt(distance, 0), left, neg(add(spread, mul(mul(b, kappa), distance))));
  },
  random: ({ kappa, mu, b }, random) =>
    mu + (random.exponential() / kappa - random.exponential() * kappa) / b,
  cdf: (y, { kappa, mu, b }) => {
    const square = kappa * kappa;
    const distance = b * (y - mu);
    if (distance < 0) return (square / (1 + square)) * expOf(distance / kappa);
    return 1 - expOf(-distance * kappa) / (1 + square);
  },
  quantile: (p, { kappa, mu, b }) => {
    const square = kappa * kappa;
    if (p < square / (1 + square)) return mu + (kappa / b) * logOf((p * (1 + square)) / square);
    return mu - (log1pOf(-p) + log1pOf(square)) / (b * kappa);
  },
  mean: ({ kappa, mu, b }) => mu + (1 / kappa - kappa) / b,
  variance: ({ kappa, b }) => (1 / (kappa * kappa) + kappa * kappa) / (b * b),
};
