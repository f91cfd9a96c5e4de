// One unit of a refresh: looked at, claimed, fitted, judged and kept, or left with the reason.
import { version as program } from '../cli/version.ts';
import {
  type GateStatus,
  newRecord,
  type Outcome,
  type UnitKey,
  type UnitRecord,
  type Version,
} from '../registry/record.ts';
import type { Registry } from '../registry/registry.ts';
import { unitId } from '../registry/unitId.ts';
import { attempts } from './attempts.ts';
import { considerUnit } from './considerUnit.ts';
import { isAlarmed, type UnitInputs } from './decision.ts';
import { FitFailure, type FitPool } from './fitPool.ts';
import { decide, type GateDecision } from './gateRules.ts';
import { failedOutcome, judged } from './judgedRecord.ts';
import type { PreparedUnit } from './preparedUnit.ts';
import type { Suite } from './suiteFile.ts';
import { unitJob } from './unitJob.ts';

/** What a refresh made of one unit. */
export interface UnitEvent {
  readonly unit: UnitKey;
  readonly id: string;
  readonly result: GateStatus | 'skipped';
  /** The rule that decided. */
  readonly rule: string;
  readonly message: string;
  readonly because: string;
  readonly seconds: number;
}

/** What every unit of a run shares. */
export interface RefreshWork {
  readonly suite: Suite;
  readonly registry: Registry;
  readonly pool: FitPool;
  readonly signal: AbortSignal | undefined;
}

/** What became of a unit; `needs rows` when reduced ones cannot tell what is wrong with them. */
export async function refreshUnit(
  work: RefreshWork,
  unit: UnitKey,
  prepared: PreparedUnit | FitFailure,
): Promise<UnitEvent | 'needs rows'> {
  const { suite, registry } = work;
  const id = unitId(unit);
  const skipped = (because: string, rule = 'unchanged'): UnitEvent => ({
    unit,
    id,
    result: 'skipped',
    rule,
    message: because,
    because,
    seconds: 0,
  });
  const consider = (it: PreparedUnit) => considerUnit(suite, registry, unit, it);
  const before = prepared instanceof FitFailure ? undefined : await consider(prepared);
  if (before?.decision.action === 'skip') return skipped(before.decision.because);
  const release = await registry.claim(suite.name, id);
  if (release === undefined) return skipped('another worker is fitting it', 'busy');
  try {
    if (prepared instanceof FitFailure) {
      return await markFailed(work, unit, id, '', prepared, 'the unit cannot be fitted', 0);
    }
    // Another worker may have finished between the look and the claim.
    const { record, inputs, decision } = await consider(prepared);
    if (decision.action === 'skip') return skipped(decision.because);
    return await fitAndJudge(work, { unit, id, record, prepared, inputs, because: decision.because });
  } finally {
    await release();
  }
}

interface Candidate {
  readonly unit: UnitKey;
  readonly id: string;
  readonly record: UnitRecord | undefined;
  readonly prepared: PreparedUnit;
  readonly inputs: UnitInputs;
  readonly because: string;
}

async function fitAndJudge(work: RefreshWork, candidate: Candidate): Promise<UnitEvent | 'needs rows'> {
  const { unit, id, record, prepared, inputs, because } = candidate;
  const { suite, registry } = work;
  const begin = performance.now();
  const seconds = () => (performance.now() - begin) / 1000;
  const job = await unitJob(suite, registry, unit, record, prepared);
  const tried = await attempts(work.pool, job, suite.limitSeconds, work.signal);
  if (tried.fit instanceof FitFailure) {
    if (prepared.reduced !== undefined && tried.fit.code === 'data') return 'needs rows';
    return markFailed(work, unit, id, inputs.digest, tried.fit, because, seconds(), tried.attempts);
  }
  const { fit } = tried;
  const why = fit.because === '' ? because : `${because}: ${fit.because}`;
  const hash = await registry.put(fit.bytes);
  const decision = decide(
    {
      ...fit,
      verdict: { ...fit.verdict, findings: fit.findings },
      alarm: isAlarmed(record),
      isChampion: record?.champion === hash,
    },
    suite.gate,
  );
  const at = new Date().toISOString();
  const version: Version = {
    hash,
    at,
    bytes: fit.bytes.length,
    verdict: fit.verdict,
    parameters: fit.parameters,
    rows: fit.rows,
    lineage: {
      data: inputs.data,
      config: prepared.config.hash,
      ...(fit.usesChampion && record?.champion !== undefined ? { prior: record.champion } : {}),
      route: fit.route,
      because: why,
      seed: job.seed,
      program,
    },
    seconds: fit.seconds,
  };
  const last: Outcome = {
    at,
    ...decision,
    inputs: inputs.digest,
    version: hash,
    attempts: tried.attempts,
  };
  await registry.update(suite.name, id, (now = newRecord(suite.name, id, unit)) =>
    judged(now, version, decision, last),
  );
  return eventOf(unit, id, decision, because, fit.seconds);
}

async function markFailed(
  { suite, registry }: RefreshWork,
  unit: UnitKey,
  id: string,
  inputs: string,
  failure: FitFailure,
  because: string,
  seconds: number,
  attempts = 1,
): Promise<UnitEvent> {
  const decision = { gate: 'failed', rule: failure.code, message: failure.message } as const;
  await registry.update(suite.name, id, (record = newRecord(suite.name, id, unit)) => ({
    ...record,
    last: failedOutcome(decision, inputs, attempts),
  }));
  return eventOf(unit, id, decision, because, seconds);
}

function eventOf(
  unit: UnitKey,
  id: string,
  { gate, rule, message }: GateDecision,
  because: string,
  seconds: number,
): UnitEvent {
  return { unit, id, result: gate, rule, message, because, seconds };
}
