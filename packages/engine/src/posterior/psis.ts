// Pareto-smoothed importance sampling; Vehtari, Simpson, Gelman, Yao & Gabry 2024, "Pareto smoothed importance
// sampling", JMLR 25(72), with the generalised Pareto fit of Zhang & Stephens 2009 (Technometrics 51(3)).
import { exp, expm1, log, log1p } from '../numeric/math.ts';
import { orderOf } from './order.ts';

export interface SmoothedWeights {
  /** Log weights, normalised to a sum of weights of 1. */
  readonly logWeights: Float64Array;
  /** Kish's effective number of draws: (Σ w)² / Σ w². */
  readonly effective: number;
  /** Shape of the tail: Infinity when fewer than 5 draws lie in it, NaN when it cannot be fitted. */
  readonly paretoK: number;
}

/** Smallest positive normal double: below it a weight is no longer told from zero. */
const logTiny = log(2.2250738585072014e-308);

/** Smooths the largest log importance ratios; `relativeEfficiency` is ESS over draws, 1 for independent draws. */
export function psis(logRatios: Float64Array, relativeEfficiency = 1): SmoothedWeights {
  const count = logRatios.length;
  const largest = maximum(logRatios);
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) out[i] = logRatios[i] - largest;
  const tailLength = Math.ceil(Math.min(count / 5, 3 * Math.sqrt(count / relativeEfficiency)));
  const order = orderOf(out);
  const cutoff = Math.max(out[order[Math.max(0, count - tailLength - 1)]], logTiny);
  let first = count;
  while (first > 0 && out[order[first - 1]] > cutoff) first--;
  const tail = order.subarray(first);
  let paretoK = Number.POSITIVE_INFINITY;
  if (tail.length > 4) {
    const base = exp(cutoff);
    const fit = fitGeneralizedPareto(Float64Array.from(tail, (i) => exp(out[i]) - base));
    paretoK = fit.k;
    if (Number.isFinite(paretoK)) {
      tail.forEach((i, place) => {
        const excess = generalizedParetoQuantile((place + 0.5) / tail.length, fit.k, fit.sigma);
        out[i] = Math.min(0, log(excess + base));
      });
    }
  }
  let [sum, squares] = [0, 0];
  for (let i = 0; i < count; i++) {
    // The largest log ratio is 0 by now.
    const weight = exp(out[i]);
    sum += weight;
    squares += weight * weight;
  }
  const total = log(sum);
  for (let i = 0; i < count; i++) out[i] -= total;
  return { logWeights: out, effective: (sum * sum) / squares, paretoK };
}

/** The k above which `draws` draws are too few for the smoothed weights to be trusted (§3.2.4 of the paper). */
export function paretoKLimit(draws: number): number {
  return Math.min(1 - Math.LN10 / log(draws), 0.7);
}

/** Empirical Bayes fit to ascending positive excesses, with the weak prior k ≈ 0.5 worth ten observations. */
export function fitGeneralizedPareto(excesses: Float64Array): { readonly k: number; readonly sigma: number } {
  const count = excesses.length;
  const points = 30 + Math.floor(Math.sqrt(count));
  const quartile = excesses[Math.floor(count / 4 + 0.5) - 1];
  // b = k/sigma with the sign of Zhang & Stephens; one grid point each.
  const grid = Float64Array.from({ length: points }, (_, j) => {
    return 1 / excesses[count - 1] + (1 - Math.sqrt(points / (j + 0.5))) / (3 * quartile);
  });
  const profile = grid.map((b) => {
    const k = meanLog1p(excesses, -b);
    return count * (log(-b / k) - k - 1);
  });
  const all = logSumExp(profile);
  const weights = profile.map((value) => {
    const weight = exp(value - all);
    return weight >= 10 * Number.EPSILON ? weight : 0;
  });
  let total = 0;
  let b = 0;
  for (let j = 0; j < points; j++) {
    total += weights[j];
    // A grid point of no weight may be infinite.
    if (weights[j] > 0) b += grid[j] * weights[j];
  }
  b /= total;
  const k = meanLog1p(excesses, -b);
  return { k: (count * k + 5) / (count + 10), sigma: -k / b };
}

export function generalizedParetoQuantile(probability: number, k: number, sigma: number): number {
  if (!(sigma > 0)) return Number.NaN;
  if (Math.abs(k) < Number.EPSILON) return -sigma * log1p(-probability);
  return (sigma * expm1(-k * log1p(-probability))) / k;
}

/** log Σ exp(x), without overflow; -Infinity when every entry is. */
export function logSumExp(values: Float64Array): number {
  const largest = maximum(values);
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  for (const value of values) sum += exp(value - largest);
  return largest + log(sum);
}

function maximum(values: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (Number.isNaN(value)) return Number.NaN;
    if (value > largest) largest = value;
  }
  return largest;
}

/** Factors that are multiplied before a logarithm is taken: between 1e-17 and 1e4 each, they neither over- nor underflow. */
const factorsAtOnce = 8;

/** Mean of log(1 + factor · value): of the product of a few at a time, where all are in range. */
function meanLog1p(values: Float64Array, factor: number): number {
  const count = values.length;
  // Values ascend, so the ends bound every factor.
  const [low, high] = [1 + factor * values[0], 1 + factor * values[count - 1]];
  const isInRange = Math.min(low, high) > 1e-17 && Math.max(low, high) < 1e4;
  // Near 1 the rounding of the factors themselves would be felt.
  const isFar = Math.max(Math.abs(low - 1), Math.abs(high - 1)) > 1e-3;
  let sum = 0;
  if (!isInRange || !isFar) {
    for (let i = 0; i < count; i++) sum += log1p(factor * values[i]);
    return sum / count;
  }
  for (let from = 0; from < count; from += factorsAtOnce) {
    const end = Math.min(from + factorsAtOnce, count);
    let product = 1;
    for (let i = from; i < end; i++) product *= 1 + factor * values[i];
    sum += log(product);
  }
  return sum / count;
}
