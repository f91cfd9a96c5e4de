// Quantiles without sorting everything: only the order statistics that are asked for are put in place (Hoare 1961, Find).
import { quantileOfSorted } from './quantile.ts';

/**
 * Quantiles by the same rule, and the same bits, as of a sorted array; NaN when a value is NaN.
 * @param values are reordered.
 * @param probabilities each in [0, 1]; written to `into` in their order.
 */
export function quantilesInPlace(
  values: Float64Array,
  probabilities: readonly number[],
  into: Float64Array,
): void {
  for (const value of values) {
    if (Number.isNaN(value)) {
      into.fill(Number.NaN);
      return;
    }
  }
  const last = values.length - 1;
  let placed = 0;
  for (let k = 0; k < probabilities.length; k++) {
    const below = Math.min(Math.floor(probabilities[k]! * last), last);
    selectAt(values, below, below >= placed ? placed : 0, last);
    placed = below;
    // The next order statistic is the smallest of what lies above.
    if (below < last) smallestFirst(values, below + 1, last);
    into[k] = quantileOfSorted(values, probabilities[k]!);
  }
}

/** Puts the k-th smallest value in place, smaller ones before it and larger ones after it. */
function selectAt(values: Float64Array, k: number, from: number, to: number): void {
  let low = from;
  let high = to;
  while (low < high) {
    const pivot = medianOfThree(values[low]!, values[(low + high) >> 1]!, values[high]!);
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i <= j) {
        const swapped = values[i]!;
        values[i] = values[j]!;
        values[j] = swapped;
        i++;
        j--;
      }
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else return;
  }
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

function smallestFirst(values: Float64Array, from: number, to: number): void {
  let at = from;
  for (let i = from + 1; i <= to; i++) if (values[i]! < values[at]!) at = i;
  const smallest = values[at]!;
  values[at] = values[from]!;
  values[from] = smallest;
}
