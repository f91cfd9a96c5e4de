// Log densities of a mixture of normals at rows, and sums of the rows by their shares in its components.
//
// A component's log density is linear in the numbers of a row: 1, the distances from a centre, and their products, the lower
// triangle by rows. Arrays over components lie number after number, the components side by side in pairs of lanes.
import { after, at, clear, put, take } from '../draws/room';
import { exp, log } from './math';

/** Log of a share below which a component has none of a row. */
const least: f64 = -18;

let rows: i32 = 0;
let size: i32 = 0;
/** Numbers of a row. */
let length: i32 = 0;
/** Components, and one that has no share where they are odd in number. */
let lanes: i32 = 0;

let values: usize = 0;
let centre: usize = 0;
let coefficients: usize = 0;
let peaks: usize = 0;
let weights: usize = 0;
let proposal: usize = 0;
let sums: usize = 0;
let numbers: usize = 0;
let densities: usize = 0;
let wide: usize = 0;
let fit: f64 = 0;
let ownWeight: f64 = 0;

/** Takes room; the host then lays rows and components where the functions below tell. */
export function open(rowCount: i32, entries: i32, components: i32): void {
  rows = rowCount;
  size = entries;
  length = 1 + size + (size * (size + 1)) / 2;
  lanes = (components + 1) & ~1;
  clear();
  values = take(rows * size);
  centre = take(size);
  coefficients = take(length * lanes);
  peaks = take(lanes);
  weights = take(rows);
  proposal = take(rows);
  sums = take(2 * length * lanes);
  numbers = take(length);
  densities = take(lanes);
  wide = take(lanes);
}

export function valuesAt(): usize {
  return values;
}

export function centreAt(): usize {
  return centre;
}

export function coefficientsAt(): usize {
  return coefficients;
}

/** Log density of each component at its own mean. */
export function peaksAt(): usize {
  return peaks;
}

export function weightsAt(): usize {
  return weights;
}

export function proposalAt(): usize {
  return proposal;
}

export function sumsAt(): usize {
  return sums;
}

/** After `addShares`: Σ weight · log density. */
export function fitSum(): f64 {
  return fit;
}

/** After `addShares` with differences: Σ density over the proposal's. */
export function ownSum(): f64 {
  return ownWeight;
}

function describe(row: i32): void {
  const from = row * size;
  put(numbers, 0, 1);
  let place = 1 + size;
  for (let i = 0; i < size; i++) {
    const off = at(values, from + i) - at(centre, i);
    put(numbers, 1 + i, off);
    for (let j = 0; j <= i; j++) put(numbers, place++, off * at(numbers, 1 + j));
  }
}

/** Puts the components' log densities at the row described; gives the largest. */
function evaluate(): f64 {
  let high = f64x2.splat(-Infinity);
  for (let k = 0; k < lanes; k += 2) {
    let pair = f64x2.splat(0);
    for (let i = 0; i < length; i++) {
      const product = f64x2.mul(
        v128.load(after(coefficients, i * lanes + k)),
        v128.load64_splat(after(numbers, i)),
      );
      pair = f64x2.add(pair, product);
    }
    v128.store(after(densities, k), pair);
    high = f64x2.pmax(high, pair);
  }
  return max<f64>(f64x2.extract_lane(high, 0), f64x2.extract_lane(high, 1));
}

/** Turns log densities into densities over the largest; gives their sum. */
function exponentiate(logs: usize, largest: f64): f64 {
  const top = f64x2.splat(largest);
  const bound = f64x2.splat(least);
  let total = f64x2.splat(0);
  for (let k = 0; k < lanes; k += 2) {
    const below = f64x2.sub(v128.load(after(logs, k)), top);
    const value = v128.and(exponential(f64x2.pmax(bound, below)), f64x2.ge(below, bound));
    v128.store(after(logs, k), value);
    total = f64x2.add(total, value);
  }
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
}

/** e^x to 1e-12 for x from `least` to 0, far nearer than shares of rows are known: 2^n times a polynomial around 0. */
function exponential(x: v128): v128 {
  const shift = f64x2.splat(6755399441055744);
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(Math.LOG2E)), shift);
  const n = f64x2.sub(shifted, shift);
  const r = f64x2.sub(x, f64x2.mul(n, f64x2.splat(Math.LN2)));
  let sum = f64x2.splat(1.0 / 3628800);
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 362880));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 40320));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 5040));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 720));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 120));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 24));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 6));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(0.5));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1));
  // The low bits of the shifted number are n.
  return i64x2.add(sum, i64x2.shl(shifted, 52));
}

function addTo(into: usize, weight: f64): void {
  for (let k = 0; k < lanes; k += 2) {
    const share = f64x2.mul(v128.load(after(densities, k)), f64x2.splat(weight));
    if (!v128.any_true(share)) continue;
    for (let i = 0; i < length; i++) {
      const place = after(into, i * lanes + k);
      const product = f64x2.mul(share, v128.load64_splat(after(numbers, i)));
      v128.store(place, f64x2.add(v128.load(place), product));
    }
  }
}

/** Sums by the rows' weights; with `isDifference`, behind them those by the mixture's density over the proposal's. */
export function addShares(isDifference: bool): void {
  const behind = after(sums, length * lanes);
  memory.fill(sums, 0, (<usize>(2 * length * lanes)) << 3);
  fit = 0;
  ownWeight = 0;
  for (let row = 0; row < rows; row++) {
    describe(row);
    const largest = evaluate();
    const total = exponentiate(densities, largest);
    const logDensity = largest + log(total);
    const weight = at(weights, row);
    fit += weight * logDensity;
    addTo(sums, weight / total);
    if (!isDifference) continue;
    const own = exp(logDensity - at(proposal, row));
    ownWeight += own;
    addTo(behind, own / total);
  }
}

/**
 * Puts the mixture's log density at each row in the place of its weight, and in that of the proposal the log density of the
 * mixture with a share of its components made wider.
 */
export function evaluateRows(wideShare: f64, widening: f64): void {
  const narrower = 1 / (widening * widening);
  const logNarrow = log(1 - wideShare);
  const logWide = log(wideShare) - <f64>size * log(widening);
  for (let row = 0; row < rows; row++) {
    describe(row);
    const largest = evaluate();
    let widest = -Infinity;
    for (let k = 0; k < lanes; k++) {
      const value = at(peaks, k) + (at(densities, k) - at(peaks, k)) * narrower;
      put(wide, k, value);
      widest = max<f64>(widest, value);
    }
    const own = largest + log(exponentiate(densities, largest));
    const one = logNarrow + own;
    const other = logWide + widest + log(exponentiate(wide, widest));
    put(weights, row, own);
    put(proposal, row, max<f64>(one, other) + log(1 + exp(-abs<f64>(one - other))));
  }
}
