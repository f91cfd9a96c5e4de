// Quantiles without sorting everything: values are counted in buckets of equal width, and only the buckets that hold an
// order statistic that is asked for are sorted. Two passes, whose branches a processor foresees.
import { findRange, greatest, least } from './moments';
import { inOrder, orderOf } from './order';
import { after, at, isNan, placeAt, put, putPlace, take } from './room';

/** Most buckets; fewer values have fewer, for every bucket costs a look. */
const mostBuckets = 1024;
const fewestBuckets = 64;
const valuesPerBucket = 8;
let buckets = mostBuckets;
/** Added to a number below 2³² it leaves the nearest integer in the low bits. */
const shift: f64 = 4503599627370496;
/** Below it a sort is as fast. */
const fewest = 100;
/** Values of a bucket up to which they are sorted by insertion. */
const insertable = 48;

/** Values before each bucket; one more at the end. */
const starts = memory.data((mostBuckets + 1) * 4, 16);
/** Where a bucket's values are gathered, or -1, and where its next one goes. */
const gathered = memory.data(mostBuckets * 4, 16);
const cursors = memory.data(mostBuckets * 4, 16);

/** Puts in place of each probability in [0, 1] the quantile of the values; NaN when one of them is NaN. */
export function select(values: usize, count: i32, probabilities: usize, wanted: i32): void {
  if (count > 0) findRange(values, count);
  const low = least;
  const high = greatest;
  if (count === 0 || isNan(low)) {
    for (let k = 0; k < wanted; k++) put(probabilities, k, NaN);
    return;
  }
  buckets = fewestBuckets;
  while (buckets < mostBuckets && buckets * valuesPerBucket < count) buckets <<= 1;
  const scale = <f64>(buckets - 1) / (high - low);
  if (count > fewest && scale > 0 && scale < Infinity)
    gather(values, count, low, scale, probabilities, wanted);
  else {
    // All in the first bucket, and none starts before the others' end.
    pool = inOrder(values, orderOf(values, count), count);
    memory.fill(starts, 0x7f, (buckets + 1) * 4);
    putPlace(starts, 0, 0);
    putPlace(gathered, 0, 0);
  }
  for (let k = 0; k < wanted; k++) {
    const position = at(probabilities, k) * <f64>(count - 1);
    const below = min<i32>(<i32>floor<f64>(position), count - 1);
    const value = statistic(below);
    put(probabilities, k, between(value, statistic(min<i32>(below + 1, count - 1)), position - <f64>below));
  }
}

/** Sorted values of the buckets that are asked for. */
let pool: usize = 0;

function gather(values: usize, count: i32, low: f64, scale: f64, probabilities: usize, wanted: i32): void {
  // Subtraction, product and rounding keep the order, so buckets do.
  memory.fill(starts, 0, (buckets + 1) * 4);
  memory.fill(gathered, 0xff, buckets * 4);
  const origin = f64x2.splat(low);
  const scales = f64x2.splat(scale);
  for (let i = 0; i + 2 <= count; i += 2) {
    const pair = bucketsOf(v128.load(after(values, i)), origin, scales);
    raise(i64x2.extract_lane(pair, 0));
    raise(i64x2.extract_lane(pair, 1));
  }
  if (count & 1) raise(bucketAt(at(values, count - 1), low, scale));
  for (let bucket = 1; bucket <= buckets; bucket++)
    putPlace(starts, bucket, placeAt(starts, bucket) + placeAt(starts, bucket - 1));
  let kept = 0;
  for (let k = 0; k < wanted; k++) {
    const below = min<i32>(<i32>floor<f64>(at(probabilities, k) * <f64>(count - 1)), count - 1);
    kept = claim(bucketOf(below), kept);
    kept = claim(bucketOf(min<i32>(below + 1, count - 1)), kept);
  }
  pool = take(kept);
  memory.copy(cursors, gathered, buckets * 4);
  for (let i = 0; i + 2 <= count; i += 2) {
    const pair = bucketsOf(v128.load(after(values, i)), origin, scales);
    keep(at(values, i), i64x2.extract_lane(pair, 0));
    keep(at(values, i + 1), i64x2.extract_lane(pair, 1));
  }
  if (count & 1) keep(at(values, count - 1), bucketAt(at(values, count - 1), low, scale));
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = placeAt(gathered, bucket);
    if (from >= 0) sort(after(pool, from), placeAt(starts, bucket + 1) - placeAt(starts, bucket));
  }
}

/** The buckets of two values, in the low bits. */
function bucketsOf(pair: v128, origin: v128, scales: v128): v128 {
  return f64x2.add(f64x2.mul(f64x2.sub(pair, origin), scales), f64x2.splat(shift));
}

function bucketAt(value: f64, low: f64, scale: f64): u64 {
  return reinterpret<u64>((value - low) * scale + shift);
}

/** Counts a value of a bucket. */
function raise(bucket: u64): void {
  const cell = starts + 4 + ((<usize>(<u32>bucket)) << 2);
  store<i32>(cell, load<i32>(cell) + 1);
}

/** Puts a value into its bucket, where that is gathered. */
function keep(value: f64, bucket: u64): void {
  const cell = cursors + ((<usize>(<u32>bucket)) << 2);
  const to = load<i32>(cell);
  if (to < 0) return;
  put(pool, to, value);
  store<i32>(cell, to + 1);
}

/** Makes room for a bucket, unless it has some; returns how much is taken then. */
function claim(bucket: i32, kept: i32): i32 {
  if (placeAt(gathered, bucket) >= 0) return kept;
  putPlace(gathered, bucket, kept);
  return kept + placeAt(starts, bucket + 1) - placeAt(starts, bucket);
}

/** The bucket of the rank-th value, counted from 0: the last that starts no later. */
function bucketOf(rank: i32): i32 {
  let first = 0;
  let last = buckets;
  while (last - first > 1) {
    const middle = (first + last) >> 1;
    if (placeAt(starts, middle) <= rank) first = middle;
    else last = middle;
  }
  return first;
}

function statistic(rank: i32): f64 {
  const bucket = bucketOf(rank);
  return at(pool, placeAt(gathered, bucket) + rank - placeAt(starts, bucket));
}

function sort(values: usize, count: i32): void {
  if (count > insertable) {
    memory.copy(values, inOrder(values, orderOf(values, count), count), (<usize>count) << 3);
    return;
  }
  for (let i = 1; i < count; i++) {
    const value = at(values, i);
    let to = i;
    while (to > 0 && at(values, to - 1) > value) {
      put(values, to, at(values, to - 1));
      to--;
    }
    put(values, to, value);
  }
}

/** Between two neighbouring order statistics, numpy's way: measured from the nearer end, so that it never leaves them. */
export function between(low: f64, high: f64, fraction: f64): f64 {
  if (low === high || fraction === 0) return low;
  return fraction < 0.5 ? low + (high - low) * fraction : high - (high - low) * (1 - fraction);
}
