import { add, mul, sin, square, sub } from '../expr/build.ts';
import { acos, cos, log, sin as sinOf } from '../numeric/math.ts';
import type { Random } from '../numeric/random.ts';
import { ndtr } from '../numeric/special.ts';
import { logTwoPi } from './constants.ts';
import type { Distribution, Numbers } from './distribution.ts';
import { logScaledI0 } from './logScaledI0.ts';
import { parametrization } from './parametrization.ts';
import { solveCdf } from './search.ts';

const twoPi = 2 * Math.PI;

/** From here on the circle is flat over the width of the peak, and a Normal is exact to 1e-8. */
const sharp = 1e8;

export const vonMises: Distribution = {
  name: 'VonMises',
  about: 'An angle between −π and π around `mu`, the more concentrated the larger `kappa`.',
  parametrizations: [parametrization([], { mu: 0, kappa: 1 })],
  parameters: [
    { name: 'mu', range: 'real' },
    { name: 'kappa', range: 'positive' },
  ],
  support: () => ({ lower: -Math.PI, upper: Math.PI, discrete: false }),
  // κ cos d − κ = −2κ sin²(d/2) keeps its digits for large κ.
  logDensity: (y, { mu, kappa }) => {
    const kernel = mul(mul(-2, kappa), square(sin(mul(0.5, sub(y, mu)))));
    return sub(kernel, add(logScaledI0(kappa), logTwoPi));
  },
  random: draw,
  cdf: (y, params) => {
    if (y <= -Math.PI) return 0;
    if (y >= Math.PI) return 1;
    const ratios = besselRatios(params.kappa);
    return unrolled(y, params, ratios) - unrolled(-Math.PI, params, ratios);
  },
  quantile: (probability, params) => {
    const ratios = besselRatios(params.kappa);
    const start = unrolled(-Math.PI, params, ratios);
    return solveCdf((y) => unrolled(y, params, ratios) - start, probability, {
      lower: -Math.PI,
      upper: Math.PI,
      center: 0,
      width: 1,
    });
  },
};

/** Whole turns plus the share of the turn around mu up to y. */
function unrolled(y: number, { mu, kappa }: Numbers, ratios: Float64Array): number {
  const turns = Math.round((y - mu) / twoPi);
  const d = y - mu - turns * twoPi;
  if (kappa > sharp) return turns + ndtr(2 * Math.sqrt(kappa) * sinOf(0.5 * d));
  let total = 0;
  for (let j = ratios.length - 1; j >= 1; j--) total += (ratios[j]! * sinOf(j * d)) / j;
  return turns + 0.5 + d / twoPi + total / Math.PI;
}

/** I_j(κ) / I₀(κ) by Miller's backward recurrence, as far as they count. */
function besselRatios(kappa: number): Float64Array {
  if (kappa > sharp) return new Float64Array(1);
  const count = Math.ceil(20 + 9 * Math.sqrt(kappa));
  const ratios = new Float64Array(count);
  let next = 0; // I_{j+1} / I_j
  const steps = new Float64Array(count);
  for (let j = count + 20; j >= 1; j--) {
    next = 1 / ((2 * j) / kappa + next);
    if (j < count) steps[j] = next;
  }
  ratios[0] = 1;
  for (let j = 1; j < count; j++) ratios[j] = ratios[j - 1]! * steps[j]!;
  return ratios;
}

/** Best and Fisher 1979: rejection from a wrapped Cauchy. */
function draw({ mu, kappa }: Numbers, random: Random): number {
  if (!(kappa >= 0)) return Number.NaN;
  if (kappa > sharp) return wrapped(mu + random.normal() / Math.sqrt(kappa));
  if (kappa < 1e-8) return Math.PI * (2 * random.uniform() - 1);
  const tau = 1 + Math.sqrt(1 + 4 * kappa * kappa);
  const rho = (tau - Math.sqrt(2 * tau)) / (2 * kappa);
  const r = kappa < 1e-5 ? 1 / kappa + kappa : (1 + rho * rho) / (2 * rho);
  for (;;) {
    const z = cos(Math.PI * random.uniform());
    const f = (1 + r * z) / (r + z);
    const c = kappa * (r - f);
    const v = random.uniform();
    if (c * (2 - c) > v || log(c / v) + 1 >= c) {
      const angle = acos(Math.max(-1, Math.min(1, f)));
      return wrapped(random.uniform() < 0.5 ? mu + angle : mu - angle);
    }
  }
}

function wrapped(angle: number): number {
  return angle - twoPi * Math.round(angle / twoPi);
}
