import { ofDraws } from './drawsCore.ts';

/**
 * Quantiles by the same rule, and the same bits, as of a sorted array, without sorting (assembly/draws/select.ts); NaN when a
 * value is NaN.
 * @param probabilities each in [0, 1]; the quantiles are written to `into` in their order.
 */
export function quantilesOf(
  values: Float64Array,
  probabilities: readonly number[],
  into: Float64Array,
): void {
  ofDraws(values, 1, (core) => {
    const at = core.numbers(probabilities.length);
    new Float64Array(core.memory.buffer, at, probabilities.length).set(probabilities);
    core.quantiles(at, probabilities.length);
    into.set(new Float64Array(core.memory.buffer, at, probabilities.length));
  });
}
