// Quantiles by linear interpolation between order statistics: Hyndman & Fan 1996, type 7, numpy's and R's default.
import { inOrder, orderOf } from './order.ts';

/** An ascending copy; NaN sorts last. */
export function sorted(values: Float64Array): Float64Array {
  return inOrder(values, orderOf(values));
}

/**
 * The quantile of an ascending array at a probability in [0, 1]; NaN for an empty array or one holding NaN.
 * Equal neighbours give exactly their value, so `draw <= quantile` holds for ties.
 */
export function quantileOfSorted(ascending: Float64Array, probability: number): number {
  const last = ascending.length - 1;
  if (last < 0 || Number.isNaN(ascending[last])) return Number.NaN;
  const position = probability * last;
  const below = Math.min(Math.floor(position), last);
  const low = ascending[below];
  return interpolated(low, ascending[Math.min(below + 1, last)], position - below);
}

/** Between two neighbouring order statistics; equal ones give exactly their value. */
export function interpolated(low: number, high: number, fraction: number): number {
  if (low === high || fraction === 0) return low;
  // numpy's lerp: measured from the nearer end, so that it never leaves [low, high].
  return fraction < 0.5 ? low + (high - low) * fraction : high - (high - low) * (1 - fraction);
}

/** Quantiles of values in any order, one for each probability in [0, 1]. */
export function quantiles(values: Float64Array, probabilities: readonly number[]): number[] {
  const ascending = sorted(values);
  return probabilities.map((probability) => quantileOfSorted(ascending, probability));
}

/** The middle value, or the mean of the two middle values, of an ascending array. */
export function medianOfSorted(ascending: Float64Array): number {
  const count = ascending.length;
  if (count === 0 || Number.isNaN(ascending[count - 1])) return Number.NaN;
  const upper = ascending[count >> 1];
  const lower = ascending[(count - 1) >> 1];
  return lower === upper ? lower : (lower + upper) / 2;
}

/** The interval between the quantiles that leave equal tails outside; `coverage` in (0, 1). */
export function equalTailedInterval(values: Float64Array, coverage: number): readonly [number, number] {
  if (!(coverage > 0 && coverage < 1))
    throw new RangeError(`coverage must be between 0 and 1, found ${coverage}`);
  const ascending = sorted(values);
  const tail = (1 - coverage) / 2;
  return [quantileOfSorted(ascending, tail), quantileOfSorted(ascending, 1 - tail)];
}
