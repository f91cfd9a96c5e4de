// Rank histograms of chains against each other and of simulations against draws; Vehtari et al. 2021 §5,
// Talts, Betancourt, Simpson, Vehtari & Gelman 2018 (arXiv:1804.06788).
import { gammaQ } from '../numeric/special.ts';
import { ranks } from './rank.ts';

/** Counts of each chain's ranks among all draws, one array of bins a chain: level when the chains mix. */
export function rankHistogram(draws: Float64Array, chains: number, bins = 20): Uint32Array[] {
  const among = ranks(draws);
  const length = draws.length / chains;
  return Array.from({ length: chains }, (_, chain) => {
    const counts = new Uint32Array(bins);
    for (let i = chain * length; i < (chain + 1) * length; i++) {
      counts[Math.min(bins - 1, Math.floor((bins * (among[i] - 0.5)) / draws.length))]++;
    }
    return counts;
  });
}

/** The rank of a simulated truth among its posterior draws: 0 … draws, uniform when the sampler is right. */
export function simulationRank(draws: Float64Array, truth: number): number {
  let below = 0;
  for (const draw of draws) if (draw < truth) below++;
  return below;
}

/** Counts of ranks 0 … highest in equal bins; throws unless the bins divide the highest + 1 ranks evenly. */
export function binRanks(rankValues: readonly number[], highest: number, bins: number): Uint32Array {
  if ((highest + 1) % bins !== 0) {
    throw new RangeError(`${bins} bins do not divide the ${highest + 1} possible ranks evenly`);
  }
  const counts = new Uint32Array(bins);
  for (const rank of rankValues) counts[Math.floor((rank * bins) / (highest + 1))]++;
  return counts;
}

/** Probability of counts at least as uneven under a uniform distribution, by the chi-square test. */
export function uniformityPValue(counts: Uint32Array): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const expected = total / counts.length;
  const statistic = counts.reduce(
    (sum, count) => sum + ((count - expected) * (count - expected)) / expected,
    0,
  );
  return gammaQ((counts.length - 1) / 2, statistic / 2);
}
