import { add, div, exp, log, log1mexp, neg, sub } from '../expr/build.ts';
import { exp as expOf, log as logOf } from '../numeric/math.ts';
import { eulerGamma } from './constants.ts';
import type { Distribution } from './distribution.ts';
import { parametrization } from './parametrization.ts';

export const gumbel: Distribution = {
  name: 'Gumbel',
  about: 'The largest of many values: mode `mu`, scale `beta`, long to the right.',
  parametrizations: [parametrization(['mu', 'beta'])],
  parameters: [
    { name: 'mu', range: 'real' },
    { name: 'beta', range: 'positive' },
  ],
  support: () => ({ discrete: false }),
  logDensity: (y, { mu, beta }) => {
    const z = div(sub(y, mu), beta);
    return sub(neg(add(z, exp(neg(z)))), log(beta));
  },
  logCdf: (y, { mu, beta }) => neg(exp(div(sub(mu, y), beta))),
  logSurvival: (y, { mu, beta }) => log1mexp(neg(exp(div(sub(mu, y), beta)))),
  random: ({ mu, beta }, random) => mu - beta * logOf(random.exponential()),
  cdf: (y, { mu, beta }) => expOf(-expOf((mu - y) / beta)),
  quantile: (probability, { mu, beta }) => mu - beta * logOf(-logOf(probability)),
  mean: ({ mu, beta }) => mu + eulerGamma * beta,
  variance: ({ beta }) => (Math.PI * Math.PI * beta * beta) / 6,
  fromMoments: (mean, sd) => {
    const beta = (Math.sqrt(6) * sd) / Math.PI;
    return sd > 0 ? { mu: mean - eulerGamma * beta, beta } : undefined;
  },
};
