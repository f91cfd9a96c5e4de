import {
  add,
  div,
  log,
  log1mexp,
  log1p,
  logaddexp,
  logNdtr,
  lt,
  mul,
  neg,
  select,
  square,
  sub,
} from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { exp } from '../numeric/math.ts';
import { logNdtr as logNdtrOf, ndtr } from '../numeric/special.ts';
import { halfLogTwoPi } from './constants.ts';
import type { Distribution, Numbers, Params } from './distribution.ts';
import { standardized } from './normal.ts';
import { parametrization } from './parametrization.ts';
import { solveCdf } from './search.ts';

/** Below this, Φ(x)/φ(x) comes from its asymptotic series, since x²/2 would cancel. */
const far = -50;

/** log of exp(r²/2 − z r) Φ(z − r), where z is standardised and r = σ / ν: ν times the density. */
function logKernel(z: Expr, r: Expr): Expr {
  const x = sub(z, r);
  const direct = add(sub(mul(0.5, square(r)), mul(z, r)), logNdtr(x));
  const u = div(1, square(x));
  const series = mul(u, sub(-1, mul(u, sub(-3, mul(u, sub(-15, mul(105, u)))))));
  const asymptotic = add(sub(mul(-0.5, square(z)), add(log(neg(x)), halfLogTwoPi)), log1p(series));
  return select(lt(x, far), asymptotic, direct);
}

const parts = (y: Expr, params: Params): readonly [Expr, Expr] => [
  standardized(y, params),
  div(params.sigma, params.nu),
];

// PyMC turns to Normal(mu, sigma) for nu ≤ 0.05 sigma, which is off by up to 5 %; here the density stays exact.
export const exGaussian: Distribution = {
  name: 'ExGaussian',
  about: 'A Normal value plus an exponential one with mean `nu`; reaction times, for example.',
  parametrizations: [parametrization(['nu'], { mu: 0, sigma: 1 })],
  parameters: [
    { name: 'nu', range: 'positive' },
    { name: 'mu', range: 'real' },
    { name: 'sigma', range: 'positive' },
  ],
  support: () => ({ discrete: false }),
  logDensity: (y, params) => sub(logKernel(...parts(y, params)), log(params.nu)),
  logCdf: (y, params) => {
    const [z, r] = parts(y, params);
    const normal = logNdtr(z);
    return add(normal, log1mexp(sub(logKernel(z, r), normal)));
  },
  logSurvival: (y, params) => {
    const [z, r] = parts(y, params);
    return logaddexp(logNdtr(neg(z)), logKernel(z, r));
  },
  random: ({ mu, sigma, nu }, random) => mu + sigma * random.normal() + nu * random.exponential(),
  cdf,
  quantile: (probability, params) => {
    const { mu, sigma, nu } = params;
    return solveCdf((y) => cdf(y, params), probability, { center: mu + nu, width: sigma + nu });
  },
  mean: ({ mu, nu }) => mu + nu,
  variance: ({ sigma, nu }) => sigma * sigma + nu * nu,
};

function cdf(y: number, { mu, sigma, nu }: Numbers): number {
  const z = (y - mu) / sigma;
  const r = sigma / nu;
  const x = z - r;
  const u = 1 / (x * x);
  const kernel =
    x < far
      ? (exp(-0.5 * z * z - halfLogTwoPi) / -x) * (1 - u * (1 - u * (3 - u * (15 - u * 105))))
      : exp(0.5 * r * r - z * r + logNdtrOf(x));
  return Math.max(0, ndtr(z) - kernel);
}
