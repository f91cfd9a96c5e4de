import { atan, cos, exp, log1p, sin, softplus, tanh } from '../numeric/math.ts';
import type { Random } from '../numeric/random.ts';
import { logTwo } from './constants.ts';
import type { Distribution, Numbers } from './distribution.ts';
import { drawGamma } from './draws/gamma.ts';
import { parametrization } from './parametrization.ts';
import { height, leastDistance, polyaGammaLogDensity } from './polyaGammaDensity.ts';
import { solveCdf } from './search.ts';

export const polyaGamma: Distribution = {
  name: 'PolyaGamma',
  about:
    'The mixing weights that turn logistic regression into a Normal one (Polson, Scott and Windle 2013).',
  parametrizations: [parametrization([], { h: 1, z: 0 })],
  parameters: [
    { name: 'h', range: 'positive' },
    { name: 'z', range: 'real' },
  ],
  support: () => ({ lower: 0, discrete: false }),
  logDensity: (y, { h, z }) => polyaGammaLogDensity(y, h, z),
  random: draw,
  cdf,
  quantile: (probability, params) => {
    const center = mean(params);
    return solveCdf((y) => cdf(y, params), probability, { lower: 0, center, width: center });
  },
  mean,
  variance,
};

/** h tanh(z/2) / (2z). */
function mean({ h, z }: Numbers): number {
  return Math.abs(z) < 1e-4 ? (h * (1 - (z * z) / 12)) / 4 : (h * tanh(0.5 * z)) / (2 * z);
}

/** h (sinh z − z) / (4 z³ cosh²(z/2)). */
function variance({ h, z }: Numbers): number {
  if (Math.abs(z) < 0.01) return (h / 24) * (1 - 0.2 * z * z);
  const decay = exp(-Math.abs(z));
  // sinh z / cosh²(z/2) = 2 tanh(z/2), 1 / cosh²(z/2) = 4 e⁻|z| / (1 + e⁻|z|)².
  const shrunk = (4 * decay) / ((1 + decay) * (1 + decay));
  return (h * (2 * tanh(0.5 * z) - z * shrunk)) / (4 * z * z * z);
}

const exactTerms = 64;

/**
 * The defining sum Σ gₖ / (2π² ((k − ½)² + z²/4π²)), gₖ ~ Gamma(h, 1): the first terms as they are, the rest, a
 * millionth of the variance, as one Gamma with its mean and variance.
 */
function draw(params: Numbers, random: Random): number {
  const { h, z } = params;
  const shift = (z * z) / (4 * Math.PI * Math.PI);
  let total = 0;
  let restMean = mean(params);
  let restVariance = variance(params);
  for (let k = 1; k <= exactTerms; k++) {
    const weight = 1 / (2 * Math.PI * Math.PI * ((k - 0.5) * (k - 0.5) + shift));
    total += weight * drawGamma(h, random);
    restMean -= weight * h;
    restVariance -= weight * weight * h;
  }
  if (!(restMean > 0 && restVariance > 0)) return total;
  return total + (drawGamma((restMean * restMean) / restVariance, random) * restVariance) / restMean;
}

const nodes = 48;
const quarterPiSquared = 0.25 * Math.PI * Math.PI;

/** As the density, by the same contour, with the pole of 1/t on its left or, giving the complement, on its right. */
function cdf(x: number, { h, z }: Numbers): number {
  if (x <= 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  const root = Math.sqrt(x);
  const pole = Math.sqrt(0.25 * z * z + quarterPiSquared);
  const a = lineBeside(pole, saddle(x, h), leastDistance / root);
  const step = height / (nodes * root);
  const logScale = h * (softplus(z) - 0.5 * z - logTwo) - 0.5 * z * z * x - 2 * quarterPiSquared * x;
  let total = 0;
  for (let k = 0; k < nodes; k++) {
    const v = (k + 0.5) * step;
    const [modulus, phase] = logCoshRoot(a * a - v * v - quarterPiSquared, 2 * a * v);
    const size = exp(logScale + 2 * x * (a * a - v * v) - h * modulus);
    const angle = 4 * x * a * v - h * phase;
    // u / t with t = 2 (u² − pole²).
    const [re, im] = [2 * (a * a - v * v - pole * pole), 4 * a * v];
    const squared = re * re + im * im;
    const [real, imaginary] = [(a * re + v * im) / squared, (v * re - a * im) / squared];
    total += size * (real * cos(angle) - imaginary * sin(angle));
  }
  const value = (4 / Math.PI) * step * total;
  return Math.min(1, Math.max(0, a > pole ? value : 1 + value));
}

function saddle(x: number, h: number): number {
  const inverse = (0.25 * h) / x;
  if (inverse < 1) return Math.sqrt(inverse * (2 + (quarterPiSquared - 2) * inverse));
  return Math.sqrt(inverse * inverse + quarterPiSquared - 1);
}

/** Re u of a line that keeps its distance from the branch point 0 and from the pole. */
function lineBeside(pole: number, wished: number, distance: number): number {
  const a = Math.max(wished, distance);
  if (Math.abs(a - pole) >= distance) return a;
  return a < pole && pole - distance >= distance ? pole - distance : pole + distance;
}

/** Real and imaginary part of log cosh √(p + iq), q > 0. */
function logCoshRoot(p: number, q: number): readonly [number, number] {
  const large = Math.sqrt(0.5 * (Math.sqrt(p * p + q * q) + Math.abs(p)));
  const small = (0.5 * q) / large;
  const [real, imaginary] = p > 0 ? [large, small] : [small, large];
  const decay = exp(-2 * real);
  const re = decay * cos(2 * imaginary);
  const im = -decay * sin(2 * imaginary);
  return [real - logTwo + 0.5 * log1p(2 * re + decay * decay), imaginary + atan(im / (1 + re))];
}
