import type { SavedModel } from './savedModel.ts';

/** A fit without its times, the only part that differs between two fits of the same. */
export function untimed(saved: SavedModel): SavedModel {
  return { ...saved, seconds: { compile: 0, warmup: 0, sampling: 0, total: 0 } };
}
