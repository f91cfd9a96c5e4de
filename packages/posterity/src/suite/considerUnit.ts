// Whether anything is to be done about a unit, as its record and its rows stand.
import type { UnitKey, UnitRecord } from '../registry/record.ts';
import type { Registry } from '../registry/registry.ts';
import { unitId } from '../registry/unitId.ts';
import { type Decision, decideAction, inputsOf, type UnitInputs } from './decision.ts';
import type { PreparedUnit } from './preparedUnit.ts';
import type { Suite } from './suiteFile.ts';

export interface ConsideredUnit {
  readonly record: UnitRecord | undefined;
  readonly inputs: UnitInputs;
  readonly decision: Decision;
}

/** `registry` is undefined while there is none. */
export async function considerUnit(
  suite: Suite,
  registry: Registry | undefined,
  unit: UnitKey,
  { config, data }: PreparedUnit,
): Promise<ConsideredUnit> {
  const record = await registry?.unit(suite.name, unitId(unit));
  const inputs = inputsOf(suite, config.hash, data, record);
  return { record, inputs, decision: decideAction(record, inputs) };
}
