// Brings every unit of a suite up to date: unchanged ones are left, the others fitted, judged and kept. All that
// a run knows is in the registry, so a run that was stopped at any moment is continued by the next.
import { newRecord, type UnitKey } from '../registry/record.ts';
import type { Registry } from '../registry/registry.ts';
import { unitId } from '../registry/unitId.ts';
import type { RowSource } from '../sources/rowSource.ts';
import { type ChangedData, changedData, type SeenUnit, seenUnit } from './changedData.ts';
import { changedFiles } from './changedFiles.ts';
import type { FitPool } from './fitPool.ts';
import { failedOutcome, noRows } from './judgedRecord.ts';
import { prepareUnit } from './preparedUnit.ts';
import { type RefreshWork, refreshUnit, type UnitEvent } from './refreshUnit.ts';
import type { Suite } from './suiteFile.ts';
import { type SuiteRows, suiteRows, wholeRows } from './suiteRows.ts';
import { unitConfigs } from './unitConfigs.ts';

/** The JSON of `suite refresh --json`. */
export interface RefreshReport {
  readonly units: number;
  readonly promoted: number;
  readonly held: number;
  readonly rejected: number;
  readonly skipped: number;
  readonly failed: number;
  readonly seconds: number;
  /** Config files that changed while the refresh ran, which went by what they said at its start; absent for none. */
  readonly changed?: readonly string[];
  /** The data file when it changed meanwhile, and the units that went by rows it had before; absent otherwise. */
  readonly changedData?: ChangedData;
}

export interface RefreshOptions {
  /** Only the units with these values. */
  readonly only?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly onUnit?: (event: UnitEvent) => void;
}

/** Units a thread has waiting, so that it need not wait for the disk. */
const waitingAThread = 2;

/**
 * Refreshes a suite.
 * @throws RegistryError, FileError when the registry or the rows cannot be reached; the signal's reason when
 *   aborted. What was done until then is kept.
 */
export async function refresh(
  suite: Suite,
  registry: Registry,
  source: RowSource,
  pool: FitPool,
  { only = {}, signal, onUnit }: RefreshOptions = {},
): Promise<RefreshReport> {
  const begin = performance.now();
  const work: RefreshWork = { suite, registry, pool, signal };
  const configs = unitConfigs(suite);
  const counts = { units: 0, promoted: 0, held: 0, rejected: 0, skipped: 0, failed: 0 };
  const seen = new Map<string, SeenUnit>();
  const told = (event: UnitEvent): void => {
    counts.units++;
    counts[event.result]++;
    onUnit?.(event);
  };
  const odd: UnitKey[] = [];
  const pass = async (units: AsyncIterable<SuiteRows>): Promise<void> => {
    const running = new Set<Promise<void>>();
    let trouble: { readonly error: unknown } | undefined;
    for await (const rows of units) {
      if (signal?.aborted) trouble ??= { error: signal.reason };
      if (trouble !== undefined) break;
      const id = unitId(rows.unit);
      const prepared = prepareUnit(suite, configs, rows);
      // Rows that are looked at once more, as they are, were known by their reduced form.
      if (!seen.has(id)) seen.set(id, seenUnit(rows.unit, prepared));
      const one = refreshUnit(work, rows.unit, prepared)
        .then(
          (event) => {
            if (event === 'needs rows') odd.push(rows.unit);
            else told(event);
          },
          (error: unknown) => {
            trouble ??= { error };
          },
        )
        .finally(() => running.delete(one));
      running.add(one);
      if (running.size >= pool.threads * (1 + waitingAThread)) await Promise.race(running);
    }
    await Promise.all(running);
    if (trouble !== undefined) throw trouble.error;
  };
  await pass(suiteRows(suite, source, only));
  if (odd.length > 0) await pass(wholeRows(suite, source, odd));
  if (Object.keys(only).length === 0) for (const event of await gone(work, seen)) told(event);
  const changed = await changedFiles(suite);
  const data = await changedData(suite, configs, source, only, seen);
  return {
    ...counts,
    seconds: (performance.now() - begin) / 1000,
    ...(changed.length === 0 ? {} : { changed }),
    ...(data === undefined ? {} : { changedData: data }),
  };
}

/** Units of the registry that have no row any more: their champions stay, and they are named. */
async function gone(
  { suite, registry }: RefreshWork,
  seen: ReadonlyMap<string, unknown>,
): Promise<UnitEvent[]> {
  const events: UnitEvent[] = [];
  for (const { id, unit } of await registry.units(suite.name)) {
    if (seen.has(id)) continue;
    await registry.update(suite.name, id, (record = newRecord(suite.name, id, unit)) =>
      record.last?.rule === noRows.rule ? record : { ...record, last: failedOutcome(noRows, '', 0) },
    );
    events.push({ unit, id, result: noRows.gate, ...noRows, because: 'no rows', seconds: 0 });
  }
  return events;
}
