/** The log density of a posterior at its draws, on the scales of a carried prior, where the sampler's own tells it. */
import type { SavedModel } from '../model/savedModel.ts';
import type { Trace } from '../posterior/trace.ts';

/**
 * @param entries numbers that are carried: the density is known of all that the chains moved, not of some.
 * @returns a value a draw, up to a constant; undefined when the draws are of another density than the sampler's, or on
 *   other scales.
 */
export function knownDensity(saved: SavedModel, trace: Trace, entries: number): Float64Array | undefined {
  const moved = saved.chains[0]?.position?.length;
  const isMixed = saved.carried?.weight !== undefined;
  if (moved !== entries || isMixed || saved.noncentered.length > 0) return undefined;
  const lp = trace.sampleStats['lp']?.values;
  return lp?.length === trace.chains * trace.draws && lp.every(Number.isFinite) ? lp : undefined;
}
