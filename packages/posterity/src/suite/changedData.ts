// Whether the rows that a run went by are those that its data file holds when it ends.
import { PosterityError } from '@posterity/engine';
import type { UnitKey } from '../registry/record.ts';
import { unitId, unitText } from '../registry/unitId.ts';
import { openSource } from '../sources/openSource.ts';
import type { RowSource } from '../sources/rowSource.ts';
import { FitFailure } from './fitPool.ts';
import { type PreparedUnit, prepareUnit } from './preparedUnit.ts';
import type { Suite } from './suiteFile.ts';
import { suiteRows } from './suiteRows.ts';
import type { UnitConfigs } from './unitConfigs.ts';

/** A data file that changed during a run. */
export interface ChangedData {
  readonly file: string;
  /** Units whose rows are others now, or are only now there, or are gone. */
  readonly units: readonly UnitKey[];
  /** Why the file cannot be read any more; then every unit of the run is listed. */
  readonly unreadable?: string;
}

/** What a run knew of the rows of a unit. */
export interface SeenUnit {
  readonly unit: UnitKey;
  /** Differs for other rows. */
  readonly print: string;
}

/** What is remembered of a unit's rows until the run ends. */
export function seenUnit(unit: UnitKey, prepared: PreparedUnit | FitFailure): SeenUnit {
  return { unit, print: prepared instanceof FitFailure ? prepared.message : prepared.data };
}

/** Reads the data file again if it has changed; undefined where no unit has other rows now. */
export async function changedData(
  suite: Suite,
  configs: UnitConfigs,
  source: RowSource,
  only: Readonly<Record<string, string>>,
  seen: ReadonlyMap<string, SeenUnit>,
): Promise<ChangedData | undefined> {
  const file = await source.changedFile?.();
  if (file === undefined) return undefined;
  const left = new Map(seen);
  const units: UnitKey[] = [];
  try {
    const now = await openSource(suite.data);
    try {
      for await (const rows of suiteRows(suite, now, only)) {
        const id = unitId(rows.unit);
        const { print } = seenUnit(rows.unit, prepareUnit(suite, configs, rows));
        if (left.get(id)?.print !== print) units.push(rows.unit);
        left.delete(id);
      }
    } finally {
      await now.close();
    }
  } catch (error) {
    if (!(error instanceof PosterityError)) throw error;
    return { file, units: [...seen.values()].map(({ unit }) => unit), unreadable: error.message };
  }
  for (const { unit } of left.values()) units.push(unit);
  return units.length === 0 ? undefined : { file, units };
}

const namedUnits = 5;

/** What changed, for people. */
export function changedDataText({ file, units, unreadable }: ChangedData): string {
  if (unreadable !== undefined) {
    return `${file} has changed while the refresh ran, which went by the rows it had before, and cannot be read any more: ${unreadable}`;
  }
  const named = units.slice(0, namedUnits).map(unitText).join('; ');
  const more = units.length > namedUnits ? `; and ${units.length - namedUnits} more` : '';
  const which = units.length === 1 ? '1 unit has' : `${units.length} units have`;
  return `${file} has changed while the refresh ran, which went by the rows it had before: ${which} other rows now (${named}${more}); refresh again`;
}
