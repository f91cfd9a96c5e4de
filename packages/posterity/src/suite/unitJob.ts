// What is asked of a thread for one unit.
import type { UnitKey, UnitRecord } from '../registry/record.ts';
import type { Registry } from '../registry/registry.ts';
import { isAlarmed } from './decision.ts';
import type { UnitJob } from './fitUnit.ts';
import type { PreparedUnit } from './preparedUnit.ts';
import type { Suite } from './suiteFile.ts';
import { unitSeed } from './unitSeed.ts';

/** The fit of a unit as its record, config and rows stand. */
export async function unitJob(
  suite: Suite,
  registry: Registry,
  unit: UnitKey,
  record: UnitRecord | undefined,
  prepared: PreparedUnit,
): Promise<UnitJob> {
  const { config, table, reduced } = prepared;
  const { gate, window: rows } = suite;
  const champion = record?.champion === undefined ? undefined : await registry.get(record.champion);
  const isAsked = gate.coverage !== undefined || gate.score !== undefined;
  return {
    config: config.value,
    configHash: config.hash,
    table,
    ...(reduced === undefined ? {} : { reduced }),
    seed: unitSeed(unit, config.model.config.sample_params.random_seed),
    safer: false,
    champion,
    // What does not fit what happens should not be carried on; a changed config is another model.
    alone: isAlarmed(record) || !isSameConfig(record, config.hash),
    carry: suite.carry,
    window: isAsked
      ? { ...(rows === undefined ? {} : { rows }), isScored: gate.score !== undefined }
      : undefined,
  };
}

/** Whether the champion has the config that the unit has now. */
function isSameConfig(record: UnitRecord | undefined, config: string): boolean {
  const champion = record?.versions.find(({ hash }) => hash === record.champion);
  return champion?.lineage.config === config;
}
