import { add, div, log, mul, neg, softplus, sub } from '../expr/build.ts';
import { invlogit, log1p, log as logOf } from '../numeric/math.ts';
import type { Distribution } from './distribution.ts';
import { parametrization } from './parametrization.ts';

export const logistic: Distribution = {
  name: 'Logistic',
  about: 'A bell curve around `mu` with exponential tails of scale `s`.',
  parametrizations: [parametrization([], { mu: 0, s: 1 })],
  parameters: [
    { name: 'mu', range: 'real' },
    { name: 's', range: 'positive' },
  ],
  support: () => ({ discrete: false }),
  logDensity: (y, { mu, s }) => {
    const z = div(sub(y, mu), s);
    return sub(neg(add(z, mul(2, softplus(neg(z))))), log(s));
  },
  logCdf: (y, { mu, s }) => neg(softplus(div(sub(mu, y), s))),
  logSurvival: (y, { mu, s }) => neg(softplus(div(sub(y, mu), s))),
  random: ({ mu, s }, random) => mu + s * logOf(random.exponential() / random.exponential()),
  affine: {
    location: 'mu',
    scale: 's',
    noise: (random) => logOf(random.exponential() / random.exponential()),
  },
  cdf: (y, { mu, s }) => invlogit((y - mu) / s),
  quantile: (probability, { mu, s }) => mu + s * (logOf(probability) - log1p(-probability)),
  mean: ({ mu }) => mu,
  variance: ({ s }) => (Math.PI * Math.PI * s * s) / 3,
  fromMoments: (mean, sd) => (sd > 0 ? { mu: mean, s: (Math.sqrt(3) * sd) / Math.PI } : undefined),
};
