// What a refresh will do, unit by unit, without doing it.
import { Model, PosterityError } from '@posterity/engine';
import type { UnitKey } from '../registry/record.ts';
import type { Registry } from '../registry/registry.ts';
import { unitId } from '../registry/unitId.ts';
import type { RowSource } from '../sources/rowSource.ts';
import { considerUnit } from './considerUnit.ts';
import { FitFailure } from './fitPool.ts';
import { noRows } from './judgedRecord.ts';
import { prepareUnit } from './preparedUnit.ts';
import { type FitRoute, foretellRoute } from './routeUnit.ts';
import type { Suite } from './suiteFile.ts';
import { type SuiteRows, suiteRows } from './suiteRows.ts';
import { type UnitConfigs, unitConfigs } from './unitConfigs.ts';
import { unitJob } from './unitJob.ts';

/** `judge`: rows and config are those of the champion, at which the gate looks again. */
export type PlannedAction = Exclude<FitRoute, 'skip'> | 'skip' | 'judge' | 'fail';

export interface PlannedUnit {
  readonly unit: UnitKey;
  readonly action: PlannedAction;
  readonly because: string;
  readonly rows: number;
}

interface Planning {
  readonly suite: Suite;
  readonly registry: Registry | undefined;
  readonly configs: UnitConfigs;
}

/**
 * What a refresh will do about each unit. Where the champion has a part in a fit it is read, so that the way is the one the
 * fit will take, unless chains do not converge. `registry` is undefined while there is none.
 */
export async function planSuite(
  suite: Suite,
  registry: Registry | undefined,
  source: RowSource,
  only: Readonly<Record<string, string>> = {},
): Promise<PlannedUnit[]> {
  const planning = { suite, registry, configs: unitConfigs(suite) };
  const planned: PlannedUnit[] = [];
  const seen = new Set<string>();
  for await (const rows of suiteRows(suite, source, only)) {
    seen.add(unitId(rows.unit));
    planned.push({ unit: rows.unit, rows: rows.rows, ...(await planUnit(planning, rows)) });
  }
  if (Object.keys(only).length > 0) return planned;
  for (const { id, unit } of (await registry?.units(suite.name)) ?? [])
    if (!seen.has(id)) planned.push({ unit, rows: 0, action: 'fail', because: noRows.message });
  return planned;
}

/** The units that a refresh will not skip, and how many there are in all; champions are not read. */
export async function dueUnits(
  suite: Suite,
  registry: Registry,
  source: RowSource,
  only: Readonly<Record<string, string>> = {},
): Promise<{ readonly units: number; readonly due: readonly UnitKey[] }> {
  const configs = unitConfigs(suite);
  const due: UnitKey[] = [];
  let units = 0;
  for await (const rows of suiteRows(suite, source, only)) {
    units++;
    if (await isDue({ suite, registry, configs }, rows)) due.push(rows.unit);
  }
  return { units, due };
}

async function isDue({ suite, registry, configs }: Planning, rows: SuiteRows): Promise<boolean> {
  const prepared = prepareUnit(suite, configs, rows);
  // What is wrong with a unit is marked by its refresh.
  if (prepared instanceof FitFailure) return true;
  return (await considerUnit(suite, registry, rows.unit, prepared)).decision.action !== 'skip';
}

async function planUnit(
  { suite, registry, configs }: Planning,
  rows: SuiteRows,
): Promise<Pick<PlannedUnit, 'action' | 'because'>> {
  const { unit } = rows;
  const prepared = prepareUnit(suite, configs, rows);
  if (prepared instanceof FitFailure) return { action: 'fail', because: prepared.message };
  const { record, decision } = await considerUnit(suite, registry, unit, prepared);
  if (decision.action === 'skip') return { action: 'skip', because: decision.because };
  try {
    const job = await unitJob(suite, registry, unit, record, prepared);
    const champion = job.champion === undefined ? undefined : await Model.fromNetcdf(job.champion);
    const { route, because } = await foretellRoute(job, prepared.config.model, champion);
    const isFirst = record?.last === undefined;
    const why = because === '' || isFirst ? decision.because : `${decision.because}: ${because}`;
    return { action: route === 'skip' ? 'judge' : route, because: why };
  } catch (error) {
    if (!(error instanceof PosterityError)) throw error;
    return { action: 'fail', because: error.message };
  }
}
