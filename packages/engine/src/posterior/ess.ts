// Effective sample sizes: Geyer's initial monotone sequence (Geyer 1992) over split chains, in the variants of
// Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021 (Bayesian Analysis 16(2)). Every function takes draws as
// chains × draws, row-major, and gives NaN with fewer than 4 draws a chain or NaN among them.
import { log } from '../numeric/math.ts';
import { autocovarianceByLag } from './autocovariance.ts';
import { hasNaN, mean, variance } from './moments.ts';
import { quantileOfSorted, sorted } from './quantile.ts';
import { rankNormalize, splitChains } from './rank.ts';

/** How many independent draws would locate the distribution as well: ESS of rank-normalised split chains. */
export function essBulk(draws: Float64Array, chains: number): number {
  return isUnusable(draws, chains) ? Number.NaN : ess(rankNormalize(splitChains(draws, chains)), 2 * chains);
}

/** The smaller ESS of the 5 % and the 95 % quantile. */
export function essTail(draws: Float64Array, chains: number, ascending = sorted(draws)): number {
  return Math.min(essQuantile(draws, chains, 0.05, ascending), essQuantile(draws, chains, 0.95, ascending));
}

/** ESS for the estimate of a quantile. */
export function essQuantile(
  draws: Float64Array,
  chains: number,
  probability: number,
  ascending = sorted(draws),
): number {
  if (isUnusable(draws, chains)) return Number.NaN;
  const quantile = quantileOfSorted(ascending, probability);
  const isBelow = new Float64Array(draws.length);
  for (let i = 0; i < draws.length; i++) isBelow[i] = draws[i] <= quantile ? 1 : 0;
  return splitEss(isBelow, chains);
}

/** ESS for the estimate of the mean. */
export function essMean(draws: Float64Array, chains: number): number {
  return isUnusable(draws, chains) ? Number.NaN : splitEss(draws, chains);
}

/** ESS for the estimate of the standard deviation. */
export function essSd(draws: Float64Array, chains: number): number {
  if (isUnusable(draws, chains)) return Number.NaN;
  const center = mean(draws);
  return splitEss(
    draws.map((draw) => (draw - center) * (draw - center)),
    chains,
  );
}

function isUnusable(draws: Float64Array, chains: number): boolean {
  return draws.length / chains < 4 || hasNaN(draws);
}

function splitEss(draws: Float64Array, chains: number): number {
  return ess(splitChains(draws, chains), 2 * chains);
}

/** ESS without splitting or ranking; constant draws count in full, as in ArviZ. */
export function ess(draws: Float64Array, chains: number): number {
  const total = draws.length;
  const length = total / chains;
  if (isConstant(draws)) return total;
  const autocovariance = autocovarianceByLag(draws, chains);
  const meanVariance = (autocovariance(0) * length) / (length - 1);
  let variancePlus = autocovariance(0);
  if (chains > 1) variancePlus += variance(chainMeans(draws, chains), 1);
  const correlation = (lag: number) => 1 - (meanVariance - autocovariance(lag)) / variancePlus;

  const rho = new Float64Array(length);
  let even = 1;
  let odd = correlation(1);
  rho[0] = even;
  rho[1] = odd;
  let lag = 1;
  // Initial positive sequence: sums of neighbouring correlations while they stay positive.
  while (lag < length - 3 && even + odd > 0) {
    even = correlation(lag + 1);
    odd = correlation(lag + 2);
    if (even + odd >= 0) {
      rho[lag + 1] = even;
      rho[lag + 2] = odd;
    }
    lag += 2;
  }
  const last = lag - 2;
  if (even > 0) rho[last + 1] = even;
  // Initial monotone sequence.
  for (let t = 1; t <= last - 2; t += 2) {
    const before = rho[t - 1] + rho[t];
    if (rho[t + 1] + rho[t + 2] > before) {
      rho[t + 1] = before / 2;
      rho[t + 2] = before / 2;
    }
  }
  let sum = 0;
  for (let t = 0; t <= last; t++) sum += rho[t];
  const time = -1 + 2 * sum + rho[last + 1];
  if (Number.isNaN(even + odd)) return Number.NaN;
  // The floor keeps antithetic chains from an estimate above total·log10(total).
  return total / Math.max(time, Math.LN10 / log(total));
}

function chainMeans(draws: Float64Array, chains: number): Float64Array {
  const length = draws.length / chains;
  return Float64Array.from({ length: chains }, (_, chain) =>
    mean(draws, chain * length, (chain + 1) * length),
  );
}

function isConstant(draws: Float64Array): boolean {
  let low = draws[0];
  let high = draws[0];
  for (let i = 1; i < draws.length; i++) {
    if (draws[i] < low) low = draws[i];
    if (draws[i] > high) high = draws[i];
  }
  return high - low <= 1e-15 * Math.max(Math.abs(low), Math.abs(high));
}
