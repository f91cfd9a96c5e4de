// A unit's record after the gate has decided about a fit, or after there was none.
import { type Outcome, type UnitRecord, type Version, withAlias, withVersion } from '../registry/record.ts';
import type { GateDecision } from './gateRules.ts';

/** The record after a fit was judged. */
export function judged(
  record: UnitRecord,
  version: Version,
  { gate, rule }: GateDecision,
  last: Outcome,
): UnitRecord {
  const move = { at: last.at, because: `gate: ${rule}` };
  const known = withVersion({ ...record, last }, version);
  if (gate === 'promoted') {
    return withAlias(withAlias(known, 'champion', version.hash, move), 'candidate', undefined, move);
  }
  return gate === 'held' && known.champion !== version.hash
    ? withAlias(known, 'candidate', version.hash, move)
    : known;
}

/** What is kept of a unit that was not fitted. */
export function failedOutcome(decision: GateDecision, inputs: string, attempts: number): Outcome {
  return { at: new Date().toISOString(), ...decision, inputs, attempts };
}

/** Of a unit of the registry whose rows are gone. */
export const noRows = {
  gate: 'failed',
  rule: 'no_rows',
  message: 'the data have no row of the unit any more',
} as const;
