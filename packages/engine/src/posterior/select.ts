import { type DrawsCore, ofDraws } from './drawsCore.ts';

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
  ofDraws(values, 1, (core) => select(core, probabilities, into));
}

function select(core: DrawsCore, probabilities: readonly number[], into: Float64Array): void {
  const at = laid(core, probabilities);
  core.quantiles(at, probabilities.length);
  into.set(new Float64Array(core.memory.buffer, at, probabilities.length));
}

function laid(core: DrawsCore, values: ArrayLike<number>): number {
  const at = core.numbers(values.length);
  new Float64Array(core.memory.buffer, at, values.length).set(values);
  return at;
}
