import type { UnitRecord } from '../registry/record.ts';
import type { Registry } from '../registry/registry.ts';
import type { ModelCache } from './modelCache.ts';
import type { Shelf } from './shelf.ts';

/** Milliseconds for which a unit's record is taken to be as it was. */
const freshMilliseconds = 500;

/** The champions of a suite, by the id of their unit; after an alias has moved, the next model within half a second. */
export function suiteShelf(suite: string, registry: Registry, cache: ModelCache): Shelf {
  const records = new Map<string, { readonly at: number; readonly record: UnitRecord | undefined }>();
  const recordOf = async (id: string): Promise<UnitRecord | undefined> => {
    const now = Date.now();
    const known = records.get(id);
    if (known !== undefined && now - known.at < freshMilliseconds) return known.record;
    const record = await registry.unit(suite, id);
    records.set(id, { at: now, record });
    return record;
  };
  return {
    async names() {
      const units = await registry.units(suite);
      return units.filter(({ champion }) => champion !== undefined).map(({ id }) => id);
    },
    async find(id) {
      const hash = (await recordOf(id))?.champion;
      if (hash === undefined) return undefined;
      return { name: id, hash, model: await cache.open(hash, () => registry.get(hash)) };
    },
    check: async () => void (await registry.revision(suite)),
  };
}
