// What a refresh would do, unit by unit, without doing it.
import { PosterityError } from '@posterity/engine';
import type { UnitKey } from '../registry/record.ts';
import type { Registry } from '../registry/registry.ts';
import { unitId } from '../registry/unitId.ts';
import type { RowSource } from '../sources/rowSource.ts';
import { decideAction, inputsOf } from './decision.ts';
import type { Suite } from './suiteFile.ts';
import { fitRowsOf, suiteRows } from './suiteRows.ts';
import { unitConfigs } from './unitConfigs.ts';

export interface PlannedUnit {
  readonly unit: UnitKey;
  readonly action: 'skip' | 'fit' | 'fail';
  readonly because: string;
  readonly rows: number;
}

/** The decisions of a refresh. `registry` is undefined while there is none. */
export async function planSuite(
  suite: Suite,
  registry: Registry | undefined,
  source: RowSource,
  only: Readonly<Record<string, string>> = {},
): Promise<PlannedUnit[]> {
  const configs = unitConfigs(suite);
  const planned: PlannedUnit[] = [];
  for await (const given of suiteRows(suite, source, only)) {
    const { unit, rows } = given;
    try {
      const { hash, model } = configs.of(unit);
      const record = await registry?.unit(suite.name, unitId(unit));
      const { data } = fitRowsOf(suite, model.config, given);
      planned.push({ unit, rows, ...decideAction(record, inputsOf(suite, hash, data, record)) });
    } catch (error) {
      if (!(error instanceof PosterityError)) throw error;
      planned.push({ unit, rows, action: 'fail', because: error.message });
    }
  }
  return planned;
}
