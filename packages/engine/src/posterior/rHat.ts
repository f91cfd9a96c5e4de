// Potential scale reduction: Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021 (Bayesian Analysis 16(2)), computed by
// assembly/draws.
import { ofDraws, ofRanks } from './drawsCore.ts';

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
  return ofRanks(draws, chains, (core) => core.rankedReduction());
}

/** Gelman & Rubin's ratio √((B/W + n - 1)/n) without splitting or ranking. */
export function plainRHat(draws: Float64Array, chains: number): number {
  return ofDraws(draws, chains, (core) => core.plainReduction());
}
