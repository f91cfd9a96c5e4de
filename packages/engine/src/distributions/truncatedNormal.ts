import { constant, logNdtr, neg, sub } from '../expr/build.ts';
import { type Expr, isConst } from '../expr/expr.ts';
import { exp, expm1, log, log1p, logaddexp } from '../numeric/math.ts';
import { logNdtr as logNdtrOf, ndtriExp } from '../numeric/special.ts';
import { halfLogTwoPi } from './constants.ts';
import type { Distribution, Numbers, Params } from './distribution.ts';
import { normalLogDensity, standardized } from './normal.ts';
import { logNormalInterval } from './normalInterval.ts';
import { parametrization, scaleOfPrecision } from './parametrization.ts';

const isInfinite = (bound: Expr): boolean =>
  isConst(bound) && Math.abs(bound.value) === Number.POSITIVE_INFINITY;

/** log P(lower < Y < upper) of the Normal; a bound that is left out is an infinite constant. */
function logMassBetween(lower: Expr, upper: Expr, params: Params): Expr {
  if (isInfinite(lower) && isInfinite(upper)) return constant(0);
  if (isInfinite(lower)) return logNdtr(standardized(upper, params));
  if (isInfinite(upper)) return logNdtr(neg(standardized(lower, params)));
  return logNormalInterval(standardized(lower, params), standardized(upper, params));
}

const logMass = (params: Params): Expr => logMassBetween(params.lower, params.upper, params);

const infinite = { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY };

export const truncatedNormal: Distribution = {
  name: 'TruncatedNormal',
  about: 'A Normal of which only the part between `lower` and `upper` is left; either may be left out.',
  parametrizations: [
    parametrization([], { mu: 0, sigma: 1, ...infinite }),
    parametrization(['tau'], { mu: 0, ...infinite }, ({ mu, tau, lower, upper }) => ({
      mu,
      sigma: scaleOfPrecision(tau),
      lower,
      upper,
    })),
  ],
  parameters: [
    { name: 'mu', range: 'real' },
    { name: 'sigma', range: 'positive' },
  ],
  support: ({ lower, upper }) => ({
    ...(isInfinite(lower) ? {} : { lower }),
    ...(isInfinite(upper) ? {} : { upper }),
    discrete: false,
  }),
  logDensity: (y, params) => sub(normalLogDensity(y, params), logMass(params)),
  logCdf: (y, params) => sub(logMassBetween(params.lower, y, params), logMass(params)),
  logSurvival: (y, params) => sub(logMassBetween(y, params.upper, params), logMass(params)),
  random: (params, random) => quantile(random.uniform(), params),
  cdf: (y, params) => {
    const { mu, sigma, lower, upper } = params;
    if (y <= lower) return 0;
    if (y >= upper) return 1;
    const [a, b] = standardBounds(params);
    return exp(logMassOf(a, (y - mu) / sigma) - logMassOf(a, b));
  },
  quantile,
  mean: (params) => params.mu + params.sigma * unitMoments(params).mean,
  variance: (params) => params.sigma * params.sigma * unitMoments(params).variance,
};

function standardBounds({ mu, sigma, lower, upper }: Numbers): [number, number] {
  return [(lower - mu) / sigma, (upper - mu) / sigma];
}

/** log(Φ(b) − Φ(a)), from the tail that does not cancel. */
function logMassOf(a: number, b: number): number {
  if (a + b > 0) return logMassOf(-b, -a);
  const outer = logNdtrOf(b);
  const inner = logNdtrOf(a);
  return inner === Number.NEGATIVE_INFINITY ? outer : outer + log(-expm1(inner - outer));
}

/** The mixture (1 − p) Φ(a) + p Φ(b) is inverted in the tail in which it is small. */
function quantile(probability: number, params: Numbers): number {
  const [a, b] = standardBounds(params);
  const logRest = log1p(-probability);
  const logPart = log(probability);
  const below = logaddexp(logNdtrOf(a) + logRest, logNdtrOf(b) + logPart);
  const above = logaddexp(logNdtrOf(-a) + logRest, logNdtrOf(-b) + logPart);
  const z = below < above ? ndtriExp(below) : -ndtriExp(above);
  return Math.min(params.upper, Math.max(params.lower, params.mu + params.sigma * z));
}

/** Mean and variance of the truncated standard Normal (Johnson, Kotz and Balakrishnan 1994, §10.1). */
function unitMoments(params: Numbers): { readonly mean: number; readonly variance: number } {
  const [a, b] = standardBounds(params);
  if ((b - a) * Math.max(1, Math.abs(a), Math.abs(b)) < 4) return narrowMoments(a, b);
  const logZ = logMassOf(a, b);
  const ratio = (x: number) =>
    Math.abs(x) === Number.POSITIVE_INFINITY ? 0 : exp(-0.5 * x * x - halfLogTwoPi - logZ);
  const [atLower, atUpper] = [ratio(a), ratio(b)];
  const mean = atLower - atUpper;
  const curvature = (atLower === 0 ? 0 : a * atLower) - (atUpper === 0 ? 0 : b * atUpper);
  return { mean, variance: 1 + curvature - mean * mean };
}

/** Abscissae and weights of the 10-point Gauss-Legendre rule on [−1, 1]; positive half (Abramowitz and Stegun 25.4.30). */
const legendre = [
  [0.14887433898163122, 0.29552422471475287],
  [0.4333953941292472, 0.26926671930999635],
  [0.6794095682990244, 0.21908636251598204],
  [0.8650633666889845, 0.14945134915058059],
  [0.9739065285171717, 0.06667134430868814],
] as const;

/** The moments by quadrature over an interval on which the density hardly bends, where their closed form cancels. */
function narrowMoments(a: number, b: number): { readonly mean: number; readonly variance: number } {
  const middle = (a + b) / 2;
  const half = (b - a) / 2;
  let [mass, first, second] = [0, 0, 0];
  for (const [node, weight] of legendre) {
    for (const t of [-node, node]) {
      // Density relative to the middle's: exp((m² − (m + h t)²) / 2).
      const density = weight * exp(-half * t * (middle + (half * t) / 2));
      mass += density;
      first += density * t;
      second += density * t * t;
    }
  }
  const shift = first / mass;
  return { mean: middle + half * shift, variance: half * half * (second / mass - shift * shift) };
}
