import { add, logNdtr, mul } from '../expr/build.ts';
import { ndtr, owensT } from '../numeric/special.ts';
import { logTwo } from './constants.ts';
import type { Distribution, Numbers } from './distribution.ts';
import { normalLogDensity, standardized } from './normal.ts';
import { parametrization, scaleOfPrecision } from './parametrization.ts';
import { solveCdf } from './search.ts';

/** δ = α / √(1 + α²). */
const lean = ({ alpha }: Numbers): number =>
  Math.abs(alpha) > 1e150 ? Math.sign(alpha) : alpha / Math.sqrt(1 + alpha * alpha);

const meanOfHalf = Math.sqrt(2 / Math.PI);

export const skewNormal: Distribution = {
  name: 'SkewNormal',
  about:
    'A bell curve that leans: `alpha` > 0 to the right, 0 not at all; `mu` and `sigma` are those before leaning.',
  parametrizations: [
    parametrization([], { alpha: 1, mu: 0, sigma: 1 }),
    parametrization(['tau'], { alpha: 1, mu: 0 }, ({ alpha, mu, tau }) => ({
      alpha,
      mu,
      sigma: scaleOfPrecision(tau),
    })),
  ],
  parameters: [
    { name: 'alpha', range: 'real' },
    { name: 'mu', range: 'real' },
    { name: 'sigma', range: 'positive' },
  ],
  support: () => ({ discrete: false }),
  logDensity: (y, params) => {
    const tilt = logNdtr(mul(params.alpha, standardized(y, params)));
    return add(normalLogDensity(y, params), add(tilt, logTwo));
  },
  random: (params, random) => {
    const delta = lean(params);
    const z = delta * Math.abs(random.normal()) + Math.sqrt(1 - delta * delta) * random.normal();
    return params.mu + params.sigma * z;
  },
  cdf: (y, { alpha, mu, sigma }) => unitCdf((y - mu) / sigma, alpha),
  quantile: (probability, { alpha, mu, sigma }) =>
    mu + sigma * solveCdf((z) => unitCdf(z, alpha), probability, { center: 0, width: 1 }),
  mean: (params) => params.mu + params.sigma * lean(params) * meanOfHalf,
  variance: (params) => {
    const delta = lean(params);
    return params.sigma * params.sigma * (1 - (2 * delta * delta) / Math.PI);
  },
};

function unitCdf(z: number, alpha: number): number {
  if (Math.abs(z) === Number.POSITIVE_INFINITY) return z > 0 ? 1 : 0;
  return Math.min(1, Math.max(0, ndtr(z) - 2 * owensT(z, alpha)));
}
