// Brings every unit of a suite up to date: unchanged ones are left, the others fitted, judged and kept. All that
// a run knows is in the registry, so a run that was stopped at any moment is continued by the next.
import { PosterityError } from '@posterity/engine';
import { version as program } from '../cli/version.ts';
import {
  type GateStatus,
  newRecord,
  type Outcome,
  type UnitKey,
  type UnitRecord,
  type Version,
  withAlias,
  withVersion,
} from '../registry/record.ts';
import type { Registry } from '../registry/registry.ts';
import { unitId, unitText } from '../registry/unitId.ts';
import type { RowSource } from '../sources/rowSource.ts';
import { changedFiles } from './changedFiles.ts';
import { decideAction, inputsOf, isAlarmed, type UnitInputs } from './decision.ts';
import { FitFailure, type FitPool } from './fitPool.ts';
import type { UnitFit, UnitJob } from './fitUnit.ts';
import { decide, type GateDecision } from './gateRules.ts';
import type { Suite } from './suiteFile.ts';
import { type FitRows, fitRowsOf, type SuiteRows, suiteRows, wholeRows } from './suiteRows.ts';
import { type UnitConfig, type UnitConfigs, unitConfigs } from './unitConfigs.ts';
import { unitSeed } from './unitSeed.ts';

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

/** The JSON of `suite refresh --json`. */
export interface RefreshReport {
  readonly units: number;
  readonly promoted: number;
  readonly held: number;
  readonly rejected: number;
  readonly skipped: number;
  readonly failed: number;
  readonly seconds: number;
  /** Config files that changed while the refresh ran, which went by what they said at its start; absent for none. */
  readonly changed?: readonly string[];
}

export interface RefreshOptions {
  /** Only the units with these values. */
  readonly only?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly onUnit?: (event: UnitEvent) => void;
}

interface Work {
  readonly suite: Suite;
  readonly registry: Registry;
  readonly pool: FitPool;
  readonly configs: UnitConfigs;
  readonly signal: AbortSignal | undefined;
}

/** Units a thread has waiting, so that it need not wait for the disk. */
const waitingAThread = 2;

/**
 * Refreshes a suite.
 * @throws RegistryError, FileError when the registry or the rows cannot be reached; the signal's reason when
 *   aborted. What was done until then is kept.
 */
export async function refresh(
  suite: Suite,
  registry: Registry,
  source: RowSource,
  pool: FitPool,
  { only = {}, signal, onUnit }: RefreshOptions = {},
): Promise<RefreshReport> {
  const begin = performance.now();
  const work: Work = { suite, registry, pool, configs: unitConfigs(suite), signal };
  const counts = { units: 0, promoted: 0, held: 0, rejected: 0, skipped: 0, failed: 0 };
  const seen = new Set<string>();
  const told = (event: UnitEvent): void => {
    counts.units++;
    counts[event.result]++;
    onUnit?.(event);
  };
  const odd: UnitKey[] = [];
  const pass = async (units: AsyncIterable<SuiteRows>): Promise<void> => {
    const running = new Set<Promise<void>>();
    let trouble: { readonly error: unknown } | undefined;
    for await (const rows of units) {
      if (signal?.aborted) trouble ??= { error: signal.reason };
      if (trouble !== undefined) break;
      seen.add(unitId(rows.unit));
      const one = refreshUnit(work, rows)
        .then(
          (event) => {
            if (event === 'needs rows') odd.push(rows.unit);
            else told(event);
          },
          (error: unknown) => {
            trouble ??= { error };
          },
        )
        .finally(() => running.delete(one));
      running.add(one);
      if (running.size >= pool.threads * (1 + waitingAThread)) await Promise.race(running);
    }
    await Promise.all(running);
    if (trouble !== undefined) throw trouble.error;
  };
  await pass(suiteRows(suite, source, only));
  if (odd.length > 0) await pass(wholeRows(suite, source, odd));
  if (Object.keys(only).length === 0) for (const event of await gone(work, seen)) told(event);
  const changed = await changedFiles(suite);
  const seconds = (performance.now() - begin) / 1000;
  return { ...counts, seconds, ...(changed.length === 0 ? {} : { changed }) };
}

/** Units of the registry that have no row any more: their champions stay, and they are named. */
async function gone({ suite, registry }: Work, seen: ReadonlySet<string>): Promise<UnitEvent[]> {
  const events: UnitEvent[] = [];
  for (const { id, unit } of await registry.units(suite.name)) {
    if (seen.has(id)) continue;
    const decision = {
      gate: 'failed',
      rule: 'no_rows',
      message: 'the data have no row of the unit any more',
    } as const;
    await registry.update(suite.name, id, (record = newRecord(suite.name, id, unit)) =>
      record.last?.rule === decision.rule ? record : { ...record, last: failedOutcome(decision, '', 0) },
    );
    events.push({ unit, id, result: decision.gate, ...decision, because: 'no rows', seconds: 0 });
  }
  return events;
}

/** What became of a unit; `needs rows` when reduced ones cannot tell what is wrong with them. */
async function refreshUnit(work: Work, rows: SuiteRows): Promise<UnitEvent | 'needs rows'> {
  const { unit } = rows;
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
  const prepared = prepare(work, rows);
  const consider = async () => {
    const record = await registry.unit(suite.name, id);
    const inputs =
      prepared instanceof FitFailure
        ? undefined
        : inputsOf(suite, prepared.config.hash, prepared.data, record);
    return { record, inputs, decision: inputs === undefined ? undefined : decideAction(record, inputs) };
  };
  const before = await consider();
  if (before.decision?.action === 'skip') return skipped(before.decision.because);
  const release = await registry.claim(suite.name, id);
  if (release === undefined) return skipped('another worker is fitting it', 'busy');
  try {
    // Another worker may have finished between the look and the claim.
    const { record, inputs, decision } = await consider();
    if (decision?.action === 'skip') return skipped(decision.because);
    if (prepared instanceof FitFailure || inputs === undefined || decision === undefined) {
      return await markFailed(work, unit, id, '', prepared, 'the unit cannot be fitted', 0);
    }
    return await fitAndJudge(work, { unit, id, record, prepared, inputs, because: decision.because });
  } finally {
    await release();
  }
}

interface Prepared extends FitRows {
  readonly config: UnitConfig;
}

function prepare({ suite, configs }: Work, rows: SuiteRows): Prepared | FitFailure {
  const { unit } = rows;
  const empty = Object.keys(unit).filter((column) => unit[column] === '');
  if (empty.length > 0) {
    return new FitFailure('unit_key', `${rows.rows} row(s) have an empty cell in ${empty.join(', ')}`, true);
  }
  try {
    const config = configs.of(unit);
    return { config, ...fitRowsOf(suite, config.model.config, rows) };
  } catch (error) {
    if (error instanceof PosterityError)
      return new FitFailure(error.code, error.message, true, { cause: error });
    throw error;
  }
}

interface Candidate {
  readonly unit: UnitKey;
  readonly id: string;
  readonly record: UnitRecord | undefined;
  readonly prepared: Prepared;
  readonly inputs: UnitInputs;
  readonly because: string;
}

async function fitAndJudge(work: Work, candidate: Candidate): Promise<UnitEvent | 'needs rows'> {
  const { unit, id, record, prepared, inputs, because } = candidate;
  const { suite, registry } = work;
  const begin = performance.now();
  const seconds = () => (performance.now() - begin) / 1000;
  const job = await jobOf(work, candidate);
  const tried = await attempts(work, job);
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
  return {
    unit,
    id,
    result: decision.gate,
    rule: decision.rule,
    message: decision.message,
    because,
    seconds: fit.seconds,
  };
}

async function jobOf({ suite, registry }: Work, { unit, record, prepared }: Candidate): Promise<UnitJob> {
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

/** The fit; a second time with safer settings when it failed or cannot be trusted. */
async function attempts(
  { pool, suite, signal }: Work,
  job: UnitJob,
): Promise<{ readonly fit: UnitFit | FitFailure; readonly attempts: number }> {
  const attempt = async (safer: boolean): Promise<UnitFit | FitFailure> => {
    try {
      return await pool.fit({ ...job, safer }, suite.limitSeconds, signal);
    } catch (error) {
      if (error instanceof FitFailure) return error;
      throw error;
    }
  };
  const first = await attempt(false);
  const isEnough = first instanceof FitFailure ? first.isFinal : first.verdict.status !== 'bad';
  if (isEnough) return { fit: first, attempts: 1 };
  const second = await attempt(true);
  // A bad fit is still better than none.
  return { fit: second instanceof FitFailure ? first : second, attempts: 2 };
}

/** The record after a fit was judged. */
function judged(
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

async function markFailed(
  { suite, registry }: Work,
  unit: UnitKey,
  id: string,
  inputs: string,
  failure: unknown,
  because: string,
  seconds: number,
  attempts = 1,
): Promise<UnitEvent> {
  if (!(failure instanceof FitFailure))
    throw new Error(`${unitText(unit)} neither failed nor was fitted; please report`);
  const decision = { gate: 'failed', rule: failure.code, message: failure.message } as const;
  await registry.update(suite.name, id, (record = newRecord(suite.name, id, unit)) => ({
    ...record,
    last: failedOutcome(decision, inputs, attempts),
  }));
  return {
    unit,
    id,
    result: decision.gate,
    rule: decision.rule,
    message: decision.message,
    because,
    seconds,
  };
}

function failedOutcome(decision: GateDecision, inputs: string, attempts: number): Outcome {
  return { at: new Date().toISOString(), ...decision, inputs, attempts };
}
