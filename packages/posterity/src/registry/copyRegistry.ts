import type { Registry } from './registry.ts';

export interface Copied {
  readonly suites: number;
  readonly units: number;
  readonly files: number;
}

/**
 * Copies every suite of one registry to another, of whatever kind; what is there of the same name is replaced. A
 * unit's record is written after its files, so that a copy broken off can be used and continued.
 */
export async function copyRegistry(from: Registry, to: Registry): Promise<Copied> {
  const present = new Set((await to.files()).map(({ hash }) => hash));
  const counts = { suites: 0, units: 0, files: 0 };
  for (const suite of await from.suites()) {
    counts.suites++;
    for (const record of await from.units(suite)) {
      for (const { hash } of record.versions) {
        if (present.has(hash)) continue;
        await to.put(await from.get(hash));
        present.add(hash);
        counts.files++;
      }
      await to.update(suite, record.id, () => record);
      counts.units++;
    }
  }
  return counts;
}
