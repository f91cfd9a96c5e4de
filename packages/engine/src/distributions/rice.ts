import { add, div, log, mul, square, sub } from '../expr/build.ts';
import { i0e, i1e, riceCdf } from '../numeric/special.ts';
import type { Distribution, Numbers } from './distribution.ts';
import { logScaledI0 } from './logScaledI0.ts';
import { parametrization } from './parametrization.ts';
import { solveCdf } from './search.ts';

export const rice: Distribution = {
  name: 'Rice',
  about: 'The length of a two-dimensional Normal vector whose centre is `nu` (= b · sigma) from the origin.',
  parametrizations: [
    parametrization(['nu'], { sigma: 1 }),
    parametrization(['b'], { sigma: 1 }, ({ b, sigma }) => ({ nu: mul(b, sigma), sigma })),
  ],
  parameters: [
    { name: 'nu', range: 'nonnegative' },
    { name: 'sigma', range: 'positive' },
  ],
  support: () => ({ lower: 0, discrete: false }),
  logDensity: (y, { nu, sigma }) => {
    const kernel = mul(-0.5, square(div(sub(y, nu), sigma)));
    const bessel = logScaledI0(div(mul(y, nu), square(sigma)));
    return add(add(kernel, bessel), sub(log(y), mul(2, log(sigma))));
  },
  random: ({ nu, sigma }, random) => {
    const x = nu + sigma * random.normal();
    const y = sigma * random.normal();
    return Math.sqrt(x * x + y * y);
  },
  cdf: (y, { nu, sigma }) => (y <= 0 ? 0 : riceCdf(nu / sigma, y / sigma)),
  quantile: (probability, { nu, sigma }) =>
    sigma *
    solveCdf((r) => riceCdf(nu / sigma, r), probability, { lower: 0, center: nu / sigma + 1, width: 1 }),
  mean,
  variance: (params) => {
    const { nu, sigma } = params;
    const center = mean(params);
    return 2 * sigma * sigma + nu * nu - center * center;
  },
};

/** σ √(π/2) L₁₎₂(−ν²/2σ²), the Laguerre function through Bessel functions. */
function mean({ nu, sigma }: Numbers): number {
  const b = nu / sigma;
  const u = 0.25 * b * b;
  return sigma * Math.sqrt(0.5 * Math.PI) * ((1 + 2 * u) * i0e(u) + 2 * u * i1e(u));
}
