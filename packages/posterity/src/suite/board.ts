// The state of a suite at a glance: one line a unit, what is in use, what the gate said and what to do.
import type { GateStatus, UnitKey, UnitRecord, Version } from '../registry/record.ts';

/** The JSON of `suite status --json`, an entry a unit. */
export interface BoardRow {
  readonly unit: UnitKey;
  readonly id: string;
  /** SHA-256 of the version in use: the champion, else a candidate that waits; null when there is none. */
  readonly version: string | null;
  readonly verdict: Version['verdict']['status'] | null;
  /** What the gate made of the last fit, and the rule that decided. */
  readonly gate: GateStatus | null;
  readonly rule: string | null;
  readonly message: string | null;
  readonly parameters: Version['parameters'];
  /** Whether a version is in use, or one only waits for a person. */
  readonly alias: 'champion' | 'candidate' | null;
  /** When the version was fitted, and days since. */
  readonly fitted: string | null;
  readonly age_days: number | null;
  /** Coverage of the last scored window, and its nominal value. */
  readonly coverage: number | null;
  readonly nominal: number | null;
  readonly alarm: boolean;
  /** What a person should do; '' for nothing. */
  readonly todo: string;
}

const millisecondsADay = 86_400_000;

/** The row of one unit; `now` in milliseconds since 1970. */
export function boardRow(record: UnitRecord, now: number): BoardRow {
  const alias =
    record.champion !== undefined ? 'champion' : record.candidate !== undefined ? 'candidate' : null;
  const hash = record.champion ?? record.candidate ?? record.last?.version;
  const version = record.versions.find((it) => it.hash === hash);
  const score = record.scores.findLast((it) => it.version === record.champion);
  const alarm = score?.alarm.raised ?? false;
  return {
    unit: record.unit,
    id: record.id,
    version: version?.hash ?? null,
    verdict: version?.verdict.status ?? null,
    gate: record.last?.gate ?? null,
    rule: record.last?.rule ?? null,
    message: record.last?.message ?? null,
    parameters: version?.parameters ?? {},
    alias,
    fitted: version?.at ?? null,
    age_days: version === undefined ? null : (now - Date.parse(version.at)) / millisecondsADay,
    coverage: score?.coverage ?? null,
    nominal: score?.nominal ?? null,
    alarm,
    todo: advice(record, alarm),
  };
}

function advice({ last, champion, candidate }: UnitRecord, alarm: boolean): string {
  if (last?.gate === 'failed')
    return last.rule === 'no_rows' ? 'prune --gone, or restore its rows' : 'see why it failed, then refresh';
  if (last?.gate === 'held' && candidate !== undefined)
    return 'look at the candidate, then promote or leave it';
  if (last?.gate === 'rejected')
    return champion === undefined
      ? 'no version in use: change the model'
      : 'the champion stays; look at the fit';
  return alarm ? 'predictions miss what happens: look at the model' : '';
}
