// What a refresh does about a unit, and why.
import { hashText } from '@posterity/engine';
import type { UnitRecord } from '../registry/record.ts';
import type { Suite } from './suiteFile.ts';

/** What a fit of the unit would work from. */
export interface UnitInputs {
  /** Fingerprint of the rows. */
  readonly data: string;
  /** SHA-256 of the unit's config. */
  readonly config: string;
  /** Digest of these and of everything of the suite that a fit's end depends on. */
  readonly digest: string;
}

export interface Decision {
  readonly action: 'skip' | 'fit';
  readonly because: string;
}

export function inputsOf(
  suite: Suite,
  config: string,
  data: string,
  record: UnitRecord | undefined,
): UnitInputs {
  const { gate, window, carry } = suite;
  const digest = hashText(JSON.stringify([config, data, gate, window, carry, isAlarmed(record)]));
  return { data, config, digest };
}

/** Whether the alarm of `suite score` is raised for the champion. */
export function isAlarmed(record: UnitRecord | undefined): boolean {
  const score = record?.scores.findLast(({ version }) => version === record.champion);
  return score?.alarm.raised ?? false;
}

/** The one decision of a refresh: nothing new, nothing done. */
export function decideAction(record: UnitRecord | undefined, inputs: UnitInputs): Decision {
  const last = record?.last;
  if (record === undefined || last === undefined) return { action: 'fit', because: 'first fit' };
  if (last.gate === 'failed') return { action: 'fit', because: 'the last fit failed' };
  if (last.inputs === inputs.digest) return { action: 'skip', because: 'nothing has changed' };
  const lineage = record.versions.find(({ hash }) => hash === last.version)?.lineage;
  if (lineage?.config !== inputs.config) return { action: 'fit', because: 'the config has changed' };
  if (lineage.data !== inputs.data) return { action: 'fit', because: 'the data have changed' };
  if (isAlarmed(record)) return { action: 'fit', because: 'the alarm of suite score is raised' };
  return { action: 'fit', because: 'the rules of the suite have changed' };
}
