import { div, log, log1mexp, mul, neg, sub } from '../expr/build.ts';
import { expm1, log1p } from '../numeric/math.ts';
import type { Distribution } from './distribution.ts';
import { agrees } from './moments.ts';
import { parametrization } from './parametrization.ts';

export const exponential: Distribution = {
  name: 'Exponential',
  about: 'Waiting times of events that come at the constant rate `lam` (or with mean `scale` = 1 / lam).',
  parametrizations: [
    parametrization([], { lam: 1 }),
    parametrization(['scale'], {}, ({ scale }) => ({ lam: div(1, scale) })),
  ],
  parameters: [{ name: 'lam', range: 'positive' }],
  support: () => ({ lower: 0, discrete: false }),
  logDensity: (y, { lam }) => sub(log(lam), mul(lam, y)),
  logCdf: (y, { lam }) => log1mexp(neg(mul(lam, y))),
  logSurvival: (y, { lam }) => neg(mul(lam, y)),
  random: ({ lam }, random) => random.exponential() / lam,
  cdf: (y, { lam }) => (y <= 0 ? 0 : -expm1(-lam * y)),
  quantile: (probability, { lam }) => -log1p(-probability) / lam,
  mean: ({ lam }) => 1 / lam,
  variance: ({ lam }) => 1 / (lam * lam),
  fromMoments: (mean, sd) => (mean > 0 && agrees(mean, sd) ? { lam: 1 / mean } : undefined),
};
