// Effective sample size: Geyer's initial monotone sequence (Geyer 1992), of chains × draws without splitting or ranking.
import { autocovariance, openAutocovariance } from './autocovariance';
import { log } from './math';
import { findRange, greatest, least, mean, variance } from './moments';
import { after, at, isNan, put, take } from './room';

let meanVariance = 0.0;
let variancePlus = 0.0;

function correlation(lag: i32): f64 {
  return 1 - (meanVariance - autocovariance(lag)) / variancePlus;
}

/** Constant draws count in full, as in ArviZ. */
export function effectiveSize(draws: usize, count: i32, chains: i32): f64 {
  const length = count / chains;
  if (isConstant(draws, count)) return <f64>count;
  openAutocovariance(draws, count, chains);
  variancePlus = autocovariance(0);
  meanVariance = (variancePlus * <f64>length) / <f64>(length - 1);
  if (chains > 1) variancePlus += variance(chainMeans(draws, length, chains), chains);

  const rho = take(length + 2);
  memory.fill(rho, 0, (<usize>length) << 3);
  let even = 1.0;
  let odd = correlation(1);
  put(rho, 0, even);
  put(rho, 1, odd);
  let lag = 1;
  // Initial positive sequence: sums of neighbouring correlations while they stay positive.
  while (lag < length - 3 && even + odd > 0) {
    even = correlation(lag + 1);
    odd = correlation(lag + 2);
    if (even + odd >= 0) {
      put(rho, lag + 1, even);
      put(rho, lag + 2, odd);
    }
    lag += 2;
  }
  const last = lag - 2;
  if (even > 0) put(rho, last + 1, even);
  // Initial monotone sequence.
  for (let t = 1; t <= last - 2; t += 2) {
    const before = at(rho, t - 1) + at(rho, t);
    if (at(rho, t + 1) + at(rho, t + 2) > before) {
      put(rho, t + 1, before / 2);
      put(rho, t + 2, before / 2);
    }
  }
  let sum = 0.0;
  for (let t = 0; t <= last; t++) sum += at(rho, t);
  const time = -1 + 2 * sum + at(rho, last + 1);
  if (isNan(even + odd)) return NaN;
  // The floor keeps antithetic chains from an estimate above total·log10(total).
  return <f64>count / max<f64>(time, Math.LN10 / log(<f64>count));
}

function chainMeans(draws: usize, length: i32, chains: i32): usize {
  const means = take(chains);
  for (let chain = 0; chain < chains; chain++) put(means, chain, mean(after(draws, chain * length), length));
  return means;
}

function isConstant(draws: usize, count: i32): bool {
  findRange(draws, count);
  return greatest - least <= 1e-15 * max<f64>(abs<f64>(least), abs<f64>(greatest));
}
