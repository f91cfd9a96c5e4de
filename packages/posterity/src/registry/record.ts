// What a registry knows about a unit: its versions, where its aliases point and how each came about.
import { seenRows } from '@posterity/engine';
import { z } from 'zod';
import { RegistryError } from './registryError.ts';

const level = z.union([z.number(), z.string()]);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const gateStatus = z.enum(['promoted', 'held', 'rejected', 'failed']);
/** null stands for a number that is not finite. */
const figure = z.number().nullable();

const version = z.object({
  /** SHA-256 of the model's file: its name and its check. */
  hash,
  at: z.string(),
  bytes: z.number(),
  verdict: z.object({ status: z.enum(['good', 'suspect', 'bad']), reasons: z.array(z.string()) }),
  parameters: z.record(
    z.string(),
    z.object({
      mean: z.union([figure, z.array(figure)]),
      sd: z.union([figure, z.array(figure)]),
    }),
  ),
  rows: z.number(),
  /** Where the version came from. */
  lineage: z.object({
    /** Fingerprint of the rows. */
    data: z.string(),
    /** SHA-256 of the unit's config after overlays. */
    config: z.string(),
    /** The version whose posterior was carried into the priors or the start. */
    prior: hash.optional(),
    /** How it was fitted (`full`, `update`, `warm`) and why so. */
    route: z.string(),
    because: z.string(),
    seed: z.number(),
    /** Version of the program. */
    program: z.string(),
  }),
  seconds: z.number(),
});

const outcome = z.object({
  at: z.string(),
  gate: gateStatus,
  /** The rule of the gate that decided. */
  rule: z.string(),
  message: z.string(),
  /** Digest of what the refresh worked from; the same again means there is nothing to do. */
  inputs: z.string(),
  /** The version it made; none when the fit failed. */
  version: hash.optional(),
  attempts: z.number(),
});

const aliasMove = z.object({
  at: z.string(),
  alias: z.enum(['champion', 'candidate']),
  from: hash.optional(),
  to: hash.optional(),
  because: z.string(),
});

const windowScore = z.object({
  at: z.string(),
  /** The scored version. */
  version: hash,
  /** Fingerprint of the scored rows. */
  data: z.string(),
  rows: z.number(),
  /** Memory of the rows, so that a later window does not count them again. */
  seen: z.optional(seenRows),
  /** Share of outcomes inside the interval of this nominal coverage. */
  nominal: z.number(),
  coverage: z.number(),
  crps: figure,
  /** Mean of the probability integral transforms, and their p-value of uniformity: null for fewer than 20. */
  pit: z.object({ mean: figure, uniformity: figure }),
  /** Evidence against calibration so far, and whether it has crossed the line. */
  alarm: z.object({ evidence: figure, raised: z.boolean() }),
});

export const unitRecord = z.object({
  suite: z.string(),
  id: z.string(),
  unit: z.record(z.string(), level),
  /** Oldest first. */
  versions: z.array(version),
  champion: hash.optional(),
  candidate: hash.optional(),
  /** Oldest first. */
  moves: z.array(aliasMove),
  /** What the last refresh that had something to do made of the unit. */
  last: outcome.optional(),
  /** Oldest first. */
  scores: z.array(windowScore),
});

export type UnitRecord = z.infer<typeof unitRecord>;
export type Version = z.infer<typeof version>;
export type Outcome = z.infer<typeof outcome>;
export type GateStatus = z.infer<typeof gateStatus>;
export type WindowScore = z.infer<typeof windowScore>;
export type Alias = z.infer<typeof aliasMove>['alias'];
export type UnitKey = UnitRecord['unit'];

/** A unit nothing is known about yet. */
export function newRecord(suite: string, id: string, unit: UnitKey): UnitRecord {
  return { suite, id, unit, versions: [], moves: [], scores: [] };
}

/** The record of a stored text. @throws RegistryError naming the place when it is damaged */
export function readRecord(text: string, place: string): UnitRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RegistryError(`${place} is not JSON; restore it from a copy of the registry`);
  }
  const parsed = unitRecord.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new RegistryError(`${place} is damaged at ${issue.path.join('.')}: ${issue.message}`);
}

/** The record with a version added; one that is there already stays as it is. */
export function withVersion(record: UnitRecord, added: Version): UnitRecord {
  if (record.versions.some((it) => it.hash === added.hash)) return record;
  return { ...record, versions: [...record.versions, added] };
}

/** The record with an alias moved to a version, or taken away; the move is kept. */
export function withAlias(
  record: UnitRecord,
  alias: Alias,
  to: string | undefined,
  move: { readonly at: string; readonly because: string },
): UnitRecord {
  const { [alias]: from, ...others } = record;
  if (from === to) return record;
  if (to !== undefined) versionOf(record, to);
  const moved = {
    at: move.at,
    alias,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    because: move.because,
  };
  return { ...others, ...(to === undefined ? {} : { [alias]: to }), moves: [...record.moves, moved] };
}

/**
 * The version that a person means: `champion`, `candidate`, `v3` (counted from 1) or the start of a hash.
 * @throws RegistryError naming what there is
 */
export function versionOf(record: UnitRecord, name: string): Version {
  const { versions } = record;
  const wanted = name === 'champion' || name === 'candidate' ? record[name] : name;
  const number = wanted === undefined ? null : /^v(\d+)$/.exec(wanted);
  const found =
    number === null
      ? versions.filter(({ hash: it }) => wanted !== undefined && wanted !== '' && it.startsWith(wanted))
      : versions.slice(Number(number[1]) - 1, Number(number[1]));
  if (found.length === 1) return found[0];
  const known = versions.map(({ hash: it }, index) => `v${index + 1} ${it.slice(0, 12)}`);
  const what = found.length > 1 ? `${found.length} versions begin with` : 'there is no version';
  throw new RegistryError(
    `${record.id}: ${what} ${JSON.stringify(name)}; expected ${known.length === 0 ? 'a fit first' : `one of ${known.join(', ')}`}`,
  );
}

/** The champion before the present one: where a rollback goes. */
export function formerChampion(record: UnitRecord): Version | undefined {
  const trail: string[] = [];
  for (const { alias, to } of record.moves) {
    if (alias !== 'champion' || to === undefined) continue;
    // A rollback takes the abandoned champion off the trail, so that a second one goes further back.
    if (trail.at(-2) === to) trail.pop();
    else trail.push(to);
  }
  const before = trail.slice(0, -1).reverse();
  return before
    .map((it) => record.versions.find(({ hash: known }) => known === it))
    .find((it) => it !== undefined);
}
