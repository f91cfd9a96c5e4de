// Diagnostics of draws: the host lays chains × draws of one quantity, row-major, where `open` says, and asks.
import { allLags, openAutocovariance } from './autocovariance';
import { effectiveSize } from './ess';
import { forgetAngles } from './fourier';
import { run } from './kernel';
import { mean, varianceAround } from './moments';
import { inOrder, orderOf } from './order';
import { effective, fitPareto, scale, shape, smoothRatios } from './pareto';
import { fold, foldedOrder, openScores, rankNormalize, scoreCount } from './rank';
import { larger, scaleReduction } from './rHat';
import { after, at, beginAt, clear, isNan, mark, placeAt, put, release, take } from './room';
import { between, select } from './select';

export { each } from './each';

let draws: usize = 0;
let count: i32 = 0;
let chains: i32 = 0;
/** Draws in the halves of all chains: the middle one of an odd number is left out. */
let halfCount: i32 = 0;
let results: usize = 0;
let ranked: i32 = 0;

/** Where the host lays the draws of the next question; `needsRanks` where that is about ranks. */
export function open(total: i32, chainCount: i32, needsRanks: bool): usize {
  count = total;
  chains = chainCount;
  halfCount = 2 * chains * ((total / chains) >> 1);
  clear();
  forgetAngles();
  results = take(9);
  // Quantity after quantity, and fit after fit, asks for the scores of the same number of ranks: they stay.
  if (needsRanks && ranked !== halfCount) {
    openScores(halfCount);
    ranked = halfCount;
  } else take(scoreCount(ranked));
  draws = take(total);
  return draws;
}

/** Room for `wanted` numbers, which the host may fill. */
export function numbers(wanted: i32): usize {
  return take(wanted);
}

/** Shares the memory with a kernel, whose data end at an address. */
export function shareFrom(address: usize): void {
  // The tables of this module lie below.
  if (address < __heap_base) unreachable();
  beginAt(address);
  ranked = 0;
}

/**
 * Quantiles of location + scale · noise in row after row, where the kernel writes location and scale of every draw.
 * @param given columns of `rows` numbers that are put, row by row, at `places` of the position.
 * @param results a column of `rows` numbers for each of the probabilities.
 */
export function rowQuantiles(
  rows: i32,
  position: usize,
  output: usize,
  given: usize,
  places: usize,
  givenCount: i32,
  location: usize,
  scale: usize,
  noise: usize,
  probabilities: usize,
  wanted: i32,
  results: usize,
): void {
  const found = take(wanted);
  const rest = mark();
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < givenCount; k++) put(position, placeAt(places, k), at(given, k * rows + row));
    run(position, output);
    spread(location, scale, noise);
    for (let k = 0; k < wanted; k++) put(found, k, at(probabilities, k));
    select(draws, count, found, wanted);
    for (let k = 0; k < wanted; k++) put(results, k * rows + row, at(found, k));
    release(rest);
  }
}

/** Takes location + scale · noise, number by number, for the draws. */
function spread(location: usize, scale: usize, noise: usize): void {
  for (let i = 0; i < count; i += 2) {
    const product = f64x2.mul(v128.load(after(scale, i)), v128.load(after(noise, i)));
    v128.store(after(draws, i), f64x2.add(v128.load(after(location, i)), product));
  }
}

/** Puts in place of each probability the quantile of the draws. */
export function quantiles(probabilities: usize, wanted: i32): void {
  select(draws, count, probabilities, wanted);
}

/** Each chain cut into halves. */
function split(values: usize): usize {
  if (halfCount === count) return values;
  const length = count / chains;
  const half = length >> 1;
  const out = take(halfCount);
  for (let chain = 0; chain < chains; chain++) {
    const from = chain * length;
    memory.copy(after(out, 2 * chain * half), after(values, from), (<usize>half) << 3);
    memory.copy(after(out, (2 * chain + 1) * half), after(values, from + length - half), (<usize>half) << 3);
  }
  return out;
}

function splitSize(values: usize): f64 {
  return effectiveSize(split(values), halfCount, 2 * chains);
}

/** A question about draws that hold NaN, or fewer than four a chain, has no answer. */
function isUnusable(): bool {
  if (count / chains < 4) return true;
  for (let i = 0; i < count; i++) if (isNan(at(draws, i))) return true;
  return false;
}

/** Places of the draws in ascending order, four bytes each; NaN last. */
export function order(): usize {
  return orderOf(draws, count);
}

/** ESS without splitting or ranking. */
export function plainSize(): f64 {
  return effectiveSize(draws, count, chains);
}

/** ESS for the estimate of the mean. */
export function meanSize(): f64 {
  return isUnusable() ? NaN : splitSize(draws);
}

/** ESS for the estimate of the standard deviation. */
export function spreadSize(): f64 {
  if (isUnusable()) return NaN;
  const center = mean(draws, count);
  const squares = take(count);
  for (let i = 0; i < count; i++) put(squares, i, (at(draws, i) - center) * (at(draws, i) - center));
  return splitSize(squares);
}

/** ESS for the estimate of a quantile that lies at `value`. */
export function quantileSize(value: f64): f64 {
  return isUnusable() ? NaN : belowSize(value);
}

function belowSize(value: f64): f64 {
  const isBelow = take(count);
  for (let i = 0; i < count; i++) put(isBelow, i, at(draws, i) <= value ? 1 : 0);
  return splitSize(isBelow);
}

/** ESS of rank-normalised split chains. */
export function bulkSize(): f64 {
  if (isUnusable()) return NaN;
  const values = split(draws);
  const bulk = take(halfCount);
  rankNormalize(values, orderOf(values, halfCount), halfCount, bulk);
  return effectiveSize(bulk, halfCount, 2 * chains);
}

/** Rank-normalised split R-hat, the larger of bulk and folded. */
export function rankedReduction(): f64 {
  if (isUnusable()) return NaN;
  const values = split(draws);
  const ascending = orderOf(values, halfCount);
  const bulk = take(halfCount);
  rankNormalize(values, ascending, halfCount, bulk);
  return larger(scaleReduction(bulk, halfCount, 2 * chains), foldedReduction(values, ascending));
}

function foldedReduction(values: usize, ascending: usize): f64 {
  const distances = fold(values, ascending, halfCount);
  const folded = take(halfCount);
  rankNormalize(distances, foldedOrder(distances, ascending, halfCount), halfCount, folded);
  return scaleReduction(folded, halfCount, 2 * chains);
}

/** R-hat without splitting or ranking. */
export function plainReduction(): f64 {
  return scaleReduction(draws, count, chains);
}

/** Autocovariances at every lag, as many as a chain has draws. */
export function autocovariances(): usize {
  openAutocovariance(draws, count, chains);
  return allLags();
}

/** The quantile of ascending values by linear interpolation. */
function quantile(ascending: usize, probability: f64): f64 {
  const last = count - 1;
  if (isNan(at(ascending, last))) return NaN;
  const position = probability * <f64>last;
  const below = min<i32>(<i32>floor<f64>(position), last);
  const low = at(ascending, below);
  const high = at(ascending, min<i32>(below + 1, last));
  return between(low, high, position - <f64>below);
}

/** Puts smoothed log weights in place of log ratios; gives the shape of their tail and the effective number of draws. */
export function smooth(relativeEfficiency: f64): usize {
  smoothRatios(draws, count, relativeEfficiency);
  put(results, 0, shape);
  put(results, 1, effective);
  return results;
}

/** Fits a generalised Pareto distribution to ascending positive draws; gives shape and scale. */
export function pareto(): usize {
  fitPareto(draws, count);
  put(results, 0, shape);
  put(results, 1, scale);
  return results;
}

/** All that a row of the summary says, from one ranking: where the host finds the nine numbers, in its order. */
export function summarize(): usize {
  const places = orderOf(draws, count);
  const ascending = inOrder(draws, places, count);
  const isConstant = at(ascending, 0) === at(ascending, count - 1);
  const center = isConstant ? at(ascending, 0) : mean(draws, count);
  const spread = isConstant ? 0 : varianceAround(draws, count, center);
  const low = quantile(ascending, 0.05);
  const high = quantile(ascending, 0.95);
  put(results, 0, center);
  put(results, 1, sqrt<f64>(spread));
  put(results, 2, low);
  put(results, 3, quantile(ascending, 0.5));
  put(results, 4, high);
  if (count / chains < 4 || isNan(at(ascending, count - 1))) {
    for (let k = 5; k < 9; k++) put(results, k, NaN);
  } else {
    const values = split(draws);
    const ofHalves = values === draws ? places : orderOf(values, halfCount);
    const bulk = take(halfCount);
    rankNormalize(values, ofHalves, halfCount, bulk);
    const ofBulk = scaleReduction(bulk, halfCount, 2 * chains);
    put(results, 5, effectiveSize(bulk, halfCount, 2 * chains));
    put(results, 6, min<f64>(belowSize(low), belowSize(high)));
    put(results, 7, larger(ofBulk, foldedReduction(values, ofHalves)));
    put(results, 8, sqrt<f64>(spread / effectiveSize(values, halfCount, 2 * chains)));
  }
  if (isConstant) {
    put(results, 7, 1);
    put(results, 8, 0);
  }
  return results;
}
