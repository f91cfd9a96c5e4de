// What is asked of a thread for one unit.
import type { UnitKey, UnitRecord } from '../registry/record.ts';
import type { Registry } from '../registry/registry.ts';
import { isAlarmed } from './decision.ts';
import type { UnitJob } from './fitUnit.ts';
import type { PreparedUnit } from './preparedUnit.ts';
import type { Suite } from './suiteFile.ts';
import { unitSeed } from './unitSeed.ts';

/** The fit of a unit as its record, config and rows stand; `registry` is undefined while there is none. */
export async function unitJob(
  suite: Suite,
  registry: Registry | undefined,
  unit: UnitKey,
  record: UnitRecord | undefined,
  prepared: PreparedUnit,
): Promise<UnitJob> {
  const { config, table, reduced } = prepared;
  const { gate, window: rows } = suite;
  const champion = record?.champion === undefined ? undefined : await registry?.get(record.champion);
  const isAsked = gate.coverage !== undefined || gate.score !== undefined;
  const alone = whyAlone(record, config.hash);
  return {
    config: config.value,
    configHash: config.hash,
    table,
    ...(reduced === undefined ? {} : { reduced }),
    seed: unitSeed(unit, config.model.config.sample_params.random_seed),
    safer: false,
    champion,
    ...(alone === undefined ? {} : { alone }),
    carry: suite.carry,
    window: isAsked
      ? { ...(rows === undefined ? {} : { rows }), isScored: gate.score !== undefined }
      : undefined,
  };
}

/** What does not fit what happens should not be carried on; a changed config is another model. */
function whyAlone(record: UnitRecord | undefined, config: string): string | undefined {
  if (isAlarmed(record)) return 'the champion is not taken along, for its alarm is raised';
  const champion = record?.versions.find(({ hash }) => hash === record.champion);
  return champion === undefined || champion.lineage.config === config
    ? undefined
    : 'the champion has another config';
}
