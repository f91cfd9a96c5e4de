/** Moments of a warm-up at which the metric is learned anew from the draws and gradients so far, with directions. */
import { type LoadedSampler, paddedBytes } from './core.ts';
import { type Divergence, learnLowRank } from './lowRank.ts';
import { writeMetric } from './metric.ts';

/** Learns after transition `to` from those since `from`. */
export interface Lesson {
  readonly from: number;
  readonly to: number;
}

/** Fewer draws than this teach no correlations. */
const fewest = 20;
/** Divergence from a normal target below which its normal part is solved exactly, over all coordinates and in each. */
const nearNormal: Divergence = { mean: 0.1, greatest: 0.7 };

/** A first lesson from draws that a diagonal metric gave, and a second from those of the first; the rest is for the step size. */
export function lessonsOf(tune: number): Lesson[] {
  const at = (share: number): number => Math.round(share * tune);
  return [
    { from: at(0.08), to: at(0.25) },
    { from: at(0.25), to: at(0.67) },
  ].filter(({ from, to }) => to - from >= fewest);
}

/** Bytes of a recorded transition. */
export const recordStride = (dimension: number): number => 2 * paddedBytes(dimension);

/**
 * Takes a lesson: the metric, and the centre where the target is near normal.
 * @param recordsAt where the core records the warm-up's transitions.
 * @param remaining transitions of the warm-up after it.
 * @returns whether there is a step size; a metric that cannot be learned leaves the old one.
 */
export function takeLesson(
  sampler: LoadedSampler,
  dimension: number,
  { from, to }: Lesson,
  recordsAt: number,
  remaining: number,
): boolean {
  const { core, memory } = sampler;
  const stride = recordStride(dimension);
  const scratch = recordsAt + stride * to;
  const recorded = { core, memory, at: recordsAt + stride * from, count: to - from, scratch };
  const learned = learnLowRank(recorded, dimension);
  if (learned === undefined) return core.renew(remaining) === 1;
  writeMetric(sampler, dimension, 'low_rank', learned.inverseMetric);
  const { mean, greatest } = learned.divergence;
  if (mean < nearNormal.mean && greatest < nearNormal.greatest) {
    const place = new Float64Array(memory.buffer, core.position(), dimension);
    const here = place.slice();
    place.set(learned.centre);
    core.solveNormalPartHere();
    place.set(here);
  }
  return core.renew(remaining) === 1;
}
