// Ranks and rank normalisation; Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, "Rank-normalization, folding, and
// localization: an improved R-hat", Bayesian Analysis 16(2), eq. 14.
import { at, isNan, placeAt, put, putPlace, take } from './room';
import { ndtri } from './special';

let scores: usize = 0;
let ranked = 0;

/** How many scores there are of the ranks 1, 1½, 2, … count. */
export function scoreCount(count: i32): i32 {
  return max<i32>(2 * count - 1, 0);
}

/** Makes room for the scores of the ranks up to `count`, NaN until one is asked for. */
export function openScores(count: i32): void {
  ranked = count;
  const length = scoreCount(count);
  scores = take(length);
  for (let i = 0; i < length; i++) put(scores, i, NaN);
}

/** The expected place of the rank 1 + twice/2 among normal draws after Blom 1958; odd about the middle rank. */
function normalScore(twice: i32): f64 {
  const known = at(scores, twice);
  if (!isNan(known)) return known;
  const mirrored = 2 * ranked - 2 - twice;
  const low = min<i32>(twice, mirrored);
  const score = twice === mirrored ? 0 : ndtri((0.5 * <f64>low + 0.625) / (<f64>ranked + 0.25));
  put(scores, 2 * ranked - 2 - low, -score);
  put(scores, low, score);
  return at(scores, twice);
}

/** Each value replaced by the normal score of its rank among all, ties at their average. */
export function rankNormalize(values: usize, order: usize, count: i32, out: usize): void {
  for (let first = 0; first < count; ) {
    const value = at(values, placeAt(order, first));
    let last = first;
    while (last + 1 < count && at(values, placeAt(order, last + 1)) === value) last++;
    const score = normalScore(first + last);
    for (; first <= last; first++) put(out, placeAt(order, first), score);
  }
}

/** Absolute distances from the median: what shows that chains differ in spread. */
export function fold(values: usize, order: usize, count: i32): usize {
  const high = at(values, placeAt(order, count >> 1));
  const low = at(values, placeAt(order, (count - 1) >> 1));
  const median = low === high ? low : (low + high) / 2;
  const out = take(count);
  for (let i = 0; i < count; i++) put(out, i, abs<f64>(at(values, i) - median));
  return out;
}

/** The order of the distances of `fold`, merged from both sides of the median of values in the given order. */
export function foldedOrder(folded: usize, order: usize, count: i32): usize {
  const out = take(count);
  // Distances fall up to the middle and rise after it.
  let right = count >> 1;
  let left = right - 1;
  for (let i = 0; i < count; i++) {
    const isLeft =
      right >= count || (left >= 0 && at(folded, placeAt(order, left)) <= at(folded, placeAt(order, right)));
    putPlace(out, i, placeAt(order, isLeft ? left-- : right++));
  }
  return out;
}
