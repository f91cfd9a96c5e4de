import { hashText } from '@posterity/engine';
import type { UnitKey } from '../registry/record.ts';
import { canonicalKey } from '../registry/unitId.ts';

/** A seed of a unit's own, from its key and the config's seed: the order of units cannot matter. */
export function unitSeed(unit: UnitKey, seed: number): number {
  // 52 bits of the hash are a whole number that a double holds exactly.
  return Number.parseInt(hashText(`${seed} ${canonicalKey(unit)}`).slice(0, 13), 16);
}
