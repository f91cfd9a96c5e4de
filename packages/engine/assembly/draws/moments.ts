// Sums in two lanes; mean and variance in two passes, with the compensation of Chan, Golub & LeVeque 1983.
import { after, at } from './room';

function total(lanes: v128): f64 {
  return f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1);
}

/** The least of the values found by `findRange`, and the greatest; NaN when one of them is. */
export let least: f64 = 0;
export let greatest: f64 = 0;

/** Finds the least and the greatest of values, of which there is at least one. */
export function findRange(values: usize, count: i32): void {
  let low = f64x2.splat(at(values, 0));
  let high = low;
  let strange = f64x2.ne(low, low);
  let i = 0;
  for (; i + 2 <= count; i += 2) {
    const pair = v128.load(after(values, i));
    // Quicker than min and max, which heed NaN.
    low = f64x2.pmin(low, pair);
    high = f64x2.pmax(high, pair);
    strange = v128.or(strange, f64x2.ne(pair, pair));
  }
  least = min<f64>(f64x2.extract_lane(low, 0), f64x2.extract_lane(low, 1));
  greatest = max<f64>(f64x2.extract_lane(high, 0), f64x2.extract_lane(high, 1));
  for (; i < count; i++) {
    least = min<f64>(least, at(values, i));
    greatest = max<f64>(greatest, at(values, i));
  }
  if (v128.any_true(strange)) least = greatest = NaN;
}

/** Σ (value − from). */
function sumFrom(values: usize, count: i32, from: f64): f64 {
  const origin = f64x2.splat(from);
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    even = f64x2.add(even, f64x2.sub(v128.load(after(values, i)), origin));
    odd = f64x2.add(odd, f64x2.sub(v128.load(after(values, i + 2)), origin));
  }
  let sum = total(f64x2.add(even, odd));
  for (; i < count; i++) sum += at(values, i) - from;
  return sum;
}

export function mean(values: usize, count: i32): f64 {
  const first = sumFrom(values, count, 0) / <f64>count;
  return abs<f64>(first) < Infinity ? first + sumFrom(values, count, first) / <f64>count : first;
}

/** Σ (value − center)², less what a center beside the mean adds. */
function squaresAround(values: usize, count: i32, center: f64): f64 {
  const origin = f64x2.splat(center);
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  let rest = f64x2.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const first = f64x2.sub(v128.load(after(values, i)), origin);
    const second = f64x2.sub(v128.load(after(values, i + 2)), origin);
    even = f64x2.add(even, f64x2.mul(first, first));
    odd = f64x2.add(odd, f64x2.mul(second, second));
    rest = f64x2.add(rest, f64x2.add(first, second));
  }
  let squares = total(f64x2.add(even, odd));
  let left = total(rest);
  for (; i < count; i++) {
    const deviation = at(values, i) - center;
    squares += deviation * deviation;
    left += deviation;
  }
  return squares - (left * left) / <f64>count;
}

/** The variance with divisor `count - 1`, around a mean that is known. */
export function varianceAround(values: usize, count: i32, center: f64): f64 {
  return squaresAround(values, count, center) / <f64>(count - 1);
}

/** The variance with divisor `count - 1`. */
export function variance(values: usize, count: i32): f64 {
  return varianceAround(values, count, mean(values, count));
}

/** Σ one · other. */
export function dot(one: usize, other: usize, count: i32): f64 {
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    even = f64x2.add(even, f64x2.mul(v128.load(after(one, i)), v128.load(after(other, i))));
    odd = f64x2.add(odd, f64x2.mul(v128.load(after(one, i + 2)), v128.load(after(other, i + 2))));
  }
  let sum = total(f64x2.add(even, odd));
  for (; i < count; i++) sum += at(one, i) * at(other, i);
  return sum;
}
