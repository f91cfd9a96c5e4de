// Pareto-smoothed importance sampling; Vehtari, Simpson, Gelman, Yao & Gabry 2024, "Pareto smoothed importance sampling",
// JMLR 25(72), with the generalised Pareto fit of Zhang & Stephens 2009 (Technometrics 51(3)).
import { exp, expm1, log, log1p } from './math';
import { findRange, greatest } from './moments';
import { orderOf } from './order';
import { after, at, placeAt, put, take } from './room';

const epsilon: f64 = 2.220446049250313e-16;
/** Log of the smallest positive normal double: below it a weight is no longer told from zero. */
const logTiny: f64 = -708.3964185322641;

/** What the last fit found. */
export let shape: f64 = 0;
export let scale: f64 = 0;
/** Kish's effective number of draws of the last smoothing: (Σ w)² / Σ w². */
export let effective: f64 = 0;

/**
 * Puts log weights, normalised to a sum of weights of 1, in place of log ratios, the largest smoothed. `shape` is Infinity when
 * fewer than 5 draws lie in the tail, NaN when it cannot be fitted.
 */
export function smoothRatios(ratios: usize, count: i32, relativeEfficiency: f64): void {
  if (count === 0) return;
  findRange(ratios, count);
  const largest = greatest;
  for (let i = 0; i < count; i++) put(ratios, i, at(ratios, i) - largest);
  const tailLength = <i32>ceil<f64>(min<f64>(<f64>count / 5, 3 * sqrt<f64>(<f64>count / relativeEfficiency)));
  const order = orderOf(ratios, count);
  const cutoff = max<f64>(at(ratios, placeAt(order, max<i32>(0, count - tailLength - 1))), logTiny);
  let first = count;
  while (first > 0 && at(ratios, placeAt(order, first - 1)) > cutoff) first--;
  const length = count - first;
  shape = Infinity;
  if (length > 4) {
    const base = exp(cutoff);
    const excesses = take(length);
    for (let i = 0; i < length; i++) put(excesses, i, exp(at(ratios, placeAt(order, first + i))) - base);
    fitPareto(excesses, length);
    for (let i = 0; i < length && abs<f64>(shape) < Infinity; i++) {
      const excess = quantile((<f64>i + 0.5) / <f64>length);
      put(ratios, placeAt(order, first + i), min<f64>(0, log(excess + base)));
    }
  }
  let sum = 0.0;
  let squares = 0.0;
  for (let i = 0; i < count; i++) {
    // The largest log ratio is 0 by now, or a little less.
    const weight = exp(at(ratios, i));
    sum += weight;
    squares += weight * weight;
  }
  const total = log(sum);
  for (let i = 0; i < count; i++) put(ratios, i, at(ratios, i) - total);
  effective = (sum * sum) / squares;
}

/** Empirical Bayes fit to ascending positive excesses, with the weak prior k ≈ 0.5 worth ten observations. */
export function fitPareto(excesses: usize, count: i32): void {
  const points = 30 + <i32>floor<f64>(sqrt<f64>(<f64>count));
  const quartile = at(excesses, <i32>floor<f64>(<f64>count / 4 + 0.5) - 1);
  // b = k/sigma with the sign of Zhang & Stephens; one grid point each.
  const grid = take(points);
  const profile = take(points);
  let highest = -Infinity;
  for (let j = 0; j < points; j++) {
    const b = 1.0 / at(excesses, count - 1) + (1 - sqrt<f64>(<f64>points / (<f64>j + 0.5))) / (3 * quartile);
    const k = meanLog1p(excesses, count, -b);
    put(grid, j, b);
    put(profile, j, <f64>count * (log(-b / k) - k - 1));
    highest = max<f64>(highest, at(profile, j));
  }
  let all = 0.0;
  for (let j = 0; j < points; j++) all += exp(at(profile, j) - highest);
  let total = 0.0;
  let b = 0.0;
  for (let j = 0; j < points; j++) {
    const weight = exp(at(profile, j) - highest) / all;
    // A grid point of no weight may be infinite.
    if (!(weight >= 10 * epsilon)) continue;
    total += weight;
    b += at(grid, j) * weight;
  }
  b /= total;
  const k = meanLog1p(excesses, count, -b);
  shape = (<f64>count * k + 5) / (<f64>count + 10);
  scale = -k / b;
}

/** The quantile of the last fit. */
function quantile(probability: f64): f64 {
  if (!(scale > 0)) return NaN;
  if (abs<f64>(shape) < epsilon) return -scale * log1p(-probability);
  return (scale * expm1(-shape * log1p(-probability))) / shape;
}

/** Factors multiplied before a logarithm is taken: between 1e-17 and 1e4 each, they neither over- nor underflow. */
const factorsAtOnce = 8;

/** Mean of log(1 + factor · value) over ascending values: of the product of a few at a time, where all are in range. */
function meanLog1p(values: usize, count: i32, factor: f64): f64 {
  // The ends bound every factor.
  const low = factor * at(values, 0);
  const high = factor * at(values, count - 1);
  const isInRange = 1 + min<f64>(low, high) > 1e-17 && 1 + max<f64>(low, high) < 1e4;
  // Near 1 the rounding of the factors themselves would be felt.
  const isFar = max<f64>(abs<f64>(low), abs<f64>(high)) > 1e-3;
  let sum = 0.0;
  if (!isInRange || !isFar) {
    for (let i = 0; i < count; i++) sum += log1p(factor * at(values, i));
    return sum / <f64>count;
  }
  for (let from = 0; from < count; from += factorsAtOnce) {
    const end = min<i32>(from + factorsAtOnce, count);
    let product = 1.0;
    for (let i = from; i < end; i++) product *= 1 + factor * load<f64>(after(values, i));
    sum += log(product);
  }
  return sum / <f64>count;
}
