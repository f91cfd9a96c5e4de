// What a registry need not keep: old versions nobody uses, and files that no record names.
import type { UnitRecord } from './record.ts';
import type { Registry } from './registry.ts';

export interface Pruned {
  readonly versions: number;
  readonly files: number;
  readonly bytes: number;
  readonly units: number;
}

export interface PruneOptions {
  /** Versions a unit keeps beside its champion, its candidate and where a rollback would go. */
  readonly keep: number;
  /** Forget units whose rows are gone from the data. */
  readonly gone?: boolean;
  /** Count only. */
  readonly dryRun?: boolean;
  /** Files younger than this, in milliseconds since 1970, may belong to a fit that is just being kept. */
  readonly before: number;
}

/** Prunes one suite's records, then every file of the registry that no record names. */
export async function prune(registry: Registry, suite: string, options: PruneOptions): Promise<Pruned> {
  let [versions, units] = [0, 0];
  for (const record of await registry.units(suite)) {
    if (options.gone === true && record.last?.rule === 'no_rows') {
      units++;
      versions += record.versions.length;
      if (!options.dryRun) await registry.remove(suite, record.id);
      continue;
    }
    versions += record.versions.length - thinned(record, options.keep).versions.length;
    if (options.dryRun || thinned(record, options.keep).versions.length === record.versions.length) continue;
    await registry.update(suite, record.id, (now) => thinned(now ?? record, options.keep));
  }
  const named = await namedFiles(registry, suite, options);
  const unnamed = (await registry.files()).filter(
    ({ hash, stored }) => !named.has(hash) && stored < options.before,
  );
  if (!options.dryRun) for (const { hash } of unnamed) await registry.drop(hash);
  return {
    versions,
    units,
    files: unnamed.length,
    bytes: unnamed.reduce((total, { bytes }) => total + bytes, 0),
  };
}

/** The record without old versions. */
function thinned(record: UnitRecord, keep: number): UnitRecord {
  const { versions, champion, candidate, moves, last } = record;
  const trail = moves
    .filter(({ alias }) => alias === 'champion')
    .flatMap(({ to }) => (to === undefined ? [] : [to]));
  const used = new Set([champion, candidate, last?.version, ...trail.slice(-2)]);
  const old = versions.length - keep;
  const kept = versions.filter(({ hash }, at) => at >= old || used.has(hash));
  return kept.length === versions.length ? record : { ...record, versions: kept };
}

async function namedFiles(registry: Registry, suite: string, options: PruneOptions): Promise<Set<string>> {
  const named = new Set<string>();
  for (const name of await registry.suites()) {
    for (const record of await registry.units(name)) {
      if (name === suite && options.gone === true && record.last?.rule === 'no_rows') continue;
      const { versions } = name === suite && options.dryRun ? thinned(record, options.keep) : record;
      for (const { hash } of versions) named.add(hash);
    }
  }
  return named;
}
