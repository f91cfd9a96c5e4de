// Ranks and rank normalisation; Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, "Rank-normalization,
// folding, and localization: an improved R-hat", Bayesian Analysis 16(2), eq. 14.
import { ndtri } from '../numeric/special.ts';
import { medianOfSorted, sorted } from './quantile.ts';

/** Normal scores of the ranks 1, 1.5, 2, …, count: entry `2·rank - 2`. */
export function normalScores(count: number): Float64Array {
  const scores = new Float64Array(2 * count - 1);
  // Blom 1958: (rank - 3/8) / (count + 1/4); the scores are odd about the middle rank.
  for (let low = 0, high = scores.length - 1; low < high; low++, high--) {
    const score = ndtri((1 + low / 2 - 0.375) / (count + 0.25));
    scores[low] = score;
    scores[high] = -score;
  }
  return scores;
}

/** Ranks from 1, ties at their average, as scipy.stats.rankdata. */
export function ranks(values: Float64Array, ascending: Float64Array = sorted(values)): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const first = firstAtLeast(ascending, values[i]);
    const isTied = ascending[first + 1] === values[i];
    const last = isTied ? firstAbove(ascending, values[i]) - 1 : first;
    out[i] = (first + last) / 2 + 1;
  }
  return out;
}

function firstAtLeast(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstAbove(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Each value replaced by the normal score of its rank among all. */
export function rankNormalize(
  values: Float64Array,
  scores: Float64Array = normalScores(values.length),
): Float64Array {
  const out = ranks(values);
  for (let i = 0; i < out.length; i++) out[i] = scores[2 * out[i] - 2];
  return out;
}

/** Absolute distances from the median: what shows that chains differ in spread. */
export function fold(values: Float64Array): Float64Array {
  const median = medianOfSorted(sorted(values));
  return values.map((value) => Math.abs(value - median));
}

/** Each chain cut into halves, 2·chains × ⌊draws/2⌋; the middle draw of an odd number is left out. */
export function splitChains(draws: Float64Array, chains: number): Float64Array {
  const length = draws.length / chains;
  if (length % 2 === 0) return draws;
  const half = (length - 1) / 2;
  const out = new Float64Array(2 * chains * half);
  for (let chain = 0; chain < chains; chain++) {
    const from = chain * length;
    out.set(draws.subarray(from, from + half), 2 * chain * half);
    out.set(draws.subarray(from + length - half, from + length), (2 * chain + 1) * half);
  }
  return out;
}
