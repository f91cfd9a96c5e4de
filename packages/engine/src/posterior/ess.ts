// Effective sample sizes: Geyer's initial monotone sequence (Geyer 1992) over split chains, in the variants of
// Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021 (Bayesian Analysis 16(2)), computed by assembly/draws. Every function
// takes draws as chains × draws, row-major, and gives NaN with fewer than 4 draws a chain or NaN among them.
import { ofDraws, ofRanks } from './drawsCore.ts';
import { quantileOfSorted, sorted } from './quantile.ts';

/** How many independent draws would locate the distribution as well: ESS of rank-normalised split chains. */
export function essBulk(draws: Float64Array, chains: number): number {
  return ofRanks(draws, chains, (core) => core.bulkSize());
}

/** The smaller ESS of the 5 % and the 95 % quantile. */
export function essTail(draws: Float64Array, chains: number): number {
  const ascending = sorted(draws);
  return Math.min(essQuantile(draws, chains, 0.05, ascending), essQuantile(draws, chains, 0.95, ascending));
}

/** ESS for the estimate of a quantile. */
export function essQuantile(
  draws: Float64Array,
  chains: number,
  probability: number,
  ascending = sorted(draws),
): number {
  const quantile = quantileOfSorted(ascending, probability);
  return ofDraws(draws, chains, (core) => core.quantileSize(quantile));
}

/** ESS for the estimate of the mean. */
export function essMean(draws: Float64Array, chains: number): number {
  return ofDraws(draws, chains, (core) => core.meanSize());
}

/** ESS for the estimate of the standard deviation. */
export function essSd(draws: Float64Array, chains: number): number {
  return ofDraws(draws, chains, (core) => core.spreadSize());
}

/** ESS without splitting or ranking; constant draws count in full, as in ArviZ. */
export function ess(draws: Float64Array, chains: number): number {
  return ofDraws(draws, chains, (core) => core.plainSize());
}
