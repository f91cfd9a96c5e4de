// Ranks and rank normalisation; Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, "Rank-normalization,
// folding, and localization: an improved R-hat", Bayesian Analysis 16(2), eq. 14.
import { ndtri } from '../numeric/special.ts';
import { inOrder, orderOf } from './order.ts';
import { medianOfSorted } from './quantile.ts';

/** Scores of ranks 1, 1½, 2, … count: NaN until one is asked for. */
let known = new Float64Array(0);

/** Normal scores of the ranks among `count`, each made once; a fleet of fits asks for the same ones again and again. */
export function normalScores(count: number): Float64Array {
  const length = Math.max(0, 2 * count - 1);
  if (known.length !== length) known = new Float64Array(length).fill(Number.NaN);
  return known;
}

/** The expected place of a rank among normal draws after Blom 1958; odd about the middle rank. */
function normalScore(rank: number, scores: Float64Array): number {
  const at = 2 * rank - 2;
  if (!Number.isNaN(scores[at])) return scores[at];
  const count = (scores.length + 1) / 2;
  const low = Math.min(rank, count + 1 - rank);
  const score = 2 * low === count + 1 ? 0 : ndtri((low - 0.375) / (count + 0.25));
  scores[scores.length + 1 - 2 * low] = -score;
  scores[2 * low - 2] = score;
  return scores[at];
}

/** Ranks from 1, ties at their average, as scipy.stats.rankdata. */
export function ranks(values: Float64Array): Float64Array {
  return replaceByRank(values, orderOf(values), (rank) => rank);
}

/** Each value replaced by the normal score of its rank among all. */
export function rankNormalize(
  values: Float64Array,
  scores: Float64Array = normalScores(values.length),
  order: Uint32Array = orderOf(values),
): Float64Array {
  return replaceByRank(values, order, (rank) => normalScore(rank, scores));
}

function replaceByRank(values: Float64Array, order: Uint32Array, by: (rank: number) => number): Float64Array {
  const out = new Float64Array(values.length);
  for (let first = 0; first < out.length; ) {
    const value = values[order[first]];
    let last = first;
    while (last + 1 < out.length && values[order[last + 1]] === value) last++;
    const replacement = by((first + last) / 2 + 1);
    for (; first <= last; first++) out[order[first]] = replacement;
  }
  return out;
}

/** Absolute distances from the median: what shows that chains differ in spread. */
export function fold(values: Float64Array, order: Uint32Array = orderOf(values)): Float64Array {
  const median = medianOfSorted(inOrder(values, order));
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = Math.abs(values[i] - median);
  return out;
}

/** The order of the distances of `fold`, merged from both sides of the median of values in the given order. */
export function foldedOrder(folded: Float64Array, order: Uint32Array): Uint32Array {
  const count = order.length;
  const out = new Uint32Array(count);
  // Distances fall up to the middle and rise after it.
  let right = count >> 1;
  let left = right - 1;
  for (let i = 0; i < count; i++) {
    const isLeft = right >= count || (left >= 0 && folded[order[left]] <= folded[order[right]]);
    out[i] = isLeft ? order[left--] : order[right++];
  }
  return out;
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
