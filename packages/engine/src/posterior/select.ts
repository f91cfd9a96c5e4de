// Quantiles without sorting everything: values are counted in buckets of equal width, and only the buckets that hold an
// order statistic that is asked for are sorted. Two passes, whose branches a processor foresees.
import { interpolated } from './quantile.ts';

const buckets = 1024;
/** Below it a sort is as fast. */
const fewest = 100;

/**
 * Quantiles by the same rule, and the same bits, as of a sorted array; NaN when a value is NaN.
 * @param values may be reordered.
 * @param probabilities each in [0, 1]; written to `into` in their order.
 */
export function quantilesInPlace(
  values: Float64Array,
  probabilities: readonly number[],
  into: Float64Array,
): void {
  const last = values.length - 1;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let hasNaN = last < 0;
  for (let i = 0; i <= last; i++) {
    const value = values[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
    if (Number.isNaN(value)) hasNaN = true;
  }
  if (hasNaN) {
    into.fill(Number.NaN);
    return;
  }
  const belows = probabilities.map((probability) => Math.min(Math.floor(probability * last), last));
  const ranks = belows.flatMap((below) => [below, Math.min(below + 1, last)]);
  const isSpread = last >= fewest && high - low < Number.POSITIVE_INFINITY && high > low;
  const statistics = isSpread ? inBuckets(values, low, high, ranks) : afterSorting(values, ranks);
  for (let k = 0; k < belows.length; k++) {
    const fraction = probabilities[k]! * last - belows[k]!;
    into[k] = interpolated(statistics[2 * k]!, statistics[2 * k + 1]!, fraction);
  }
}

function afterSorting(values: Float64Array, ranks: readonly number[]): number[] {
  values.sort();
  return ranks.map((rank) => values[rank]!);
}

/** The order statistics of finite values between low and high, low < high. */
function inBuckets(values: Float64Array, low: number, high: number, ranks: readonly number[]): number[] {
  const counts = new Int32Array(buckets);
  // Subtraction, product and truncation keep the order, so buckets do.
  const scale = (buckets - 1) / (high - low);
  for (let i = 0; i < values.length; i++) counts[((values[i]! - low) * scale) | 0]!++;

  const wanted = [...new Set(ranks)].sort((a, b) => a - b);
  const starts = new Int32Array(buckets).fill(-1);
  const members: { from: number; to: number; ranks: number[]; before: number }[] = [];
  let [before, kept, next] = [0, 0, 0];
  for (let bucket = 0; next < wanted.length; bucket++) {
    const through = before + counts[bucket]!;
    if (wanted[next]! < through) {
      const own: number[] = [];
      while (next < wanted.length && wanted[next]! < through) own.push(wanted[next++]!);
      starts[bucket] = kept;
      members.push({ from: kept, to: kept + counts[bucket]!, ranks: own, before });
      kept += counts[bucket]!;
    }
    before = through;
  }

  const held = new Float64Array(kept);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const bucket = ((value - low) * scale) | 0;
    const at = starts[bucket]!;
    if (at < 0) continue;
    held[at] = value;
    starts[bucket] = at + 1;
  }
  const found = new Map<number, number>();
  for (const { from, to, ranks: own, before: first } of members) {
    const part = held.subarray(from, to).sort();
    for (const rank of own) found.set(rank, part[rank - first]!);
  }
  return ranks.map((rank) => found.get(rank)!);
}
