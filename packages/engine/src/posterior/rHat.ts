// Potential scale reduction: Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021 (Bayesian Analysis 16(2)).
import { hasNaN, mean, variance } from './moments.ts';
import { fold, normalScores, rankNormalize, splitChains } from './rank.ts';

/**
 * Rank-normalised split R-hat, the larger of bulk and folded (tail), of chains × draws, row-major.
 * As ArviZ: NaN with fewer than 2 chains or 4 draws, with NaN among the draws, and for constant draws;
 * Infinity when every half chain stands still, but not at the same value.
 */
export function rHat(draws: Float64Array, chains: number): number {
  return chains < 2 ? Number.NaN : splitRHat(draws, chains);
}

/** As `rHat`, but one chain is allowed: its halves are compared, as Stan does. */
export function splitRHat(draws: Float64Array, chains: number): number {
  if (draws.length / chains < 4 || hasNaN(draws)) return Number.NaN;
  const halves = splitChains(draws, chains);
  const scores = normalScores(halves.length);
  return rankedRHat(rankNormalize(halves, scores), rankNormalize(fold(halves), scores), 2 * chains);
}

/** The larger R-hat of rank-normalised draws and of their rank-normalised distances from the median. */
export function rankedRHat(bulk: Float64Array, folded: Float64Array, chains: number): number {
  const ofBulk = plainRHat(bulk, chains);
  const ofTail = plainRHat(folded, chains);
  // ArviZ's max(bulk, tail) keeps bulk when tail is NaN: the draws take two values, equally far from the median.
  return Number.isNaN(ofTail) ? ofBulk : Math.max(ofBulk, ofTail);
}

/** Gelman & Rubin's ratio √((B/W + n - 1)/n) without splitting or ranking. */
export function plainRHat(draws: Float64Array, chains: number): number {
  const length = draws.length / chains;
  const means = new Float64Array(chains);
  const variances = new Float64Array(chains);
  for (let chain = 0; chain < chains; chain++) {
    means[chain] = mean(draws, chain * length, (chain + 1) * length);
    variances[chain] = variance(draws, 1, chain * length, (chain + 1) * length);
  }
  const between = length * variance(means, 1);
  const within = mean(variances);
  return Math.sqrt((between / within + length - 1) / length);
}
