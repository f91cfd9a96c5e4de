/** Random starts. */
import type { Core } from './core.ts';

/** Starts at random near the centre, or within 2 of zero where there is none; false where nothing is finite. */
export function startNearCentre(
  core: Core,
  memory: WebAssembly.Memory,
  dimension: number,
  centre: Float64Array | undefined,
): number {
  if (centre === undefined) return core.startNear(2);
  new Float64Array(memory.buffer, core.position(), dimension).set(centre);
  return core.startNear(1);
}
