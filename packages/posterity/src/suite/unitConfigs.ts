// Which config a unit has: the model's, with the overrides laid over that are for it.
import {
  ConfigError,
  describeProblem,
  hashText,
  type Layered,
  Model,
  overlay,
  type Problem,
  parsePath,
} from '@posterity/engine';
import type { UnitKey } from '../registry/record.ts';
import { unitText } from '../registry/unitId.ts';
import type { Override, Suite } from './suiteFile.ts';

/** A config that some units share. */
export interface UnitConfig {
  /** The merged config, plain. */
  readonly value: unknown;
  /** SHA-256 of its text. */
  readonly hash: string;
  readonly model: Model;
}

/** Configs by unit; units with the same overrides share one. */
export interface UnitConfigs {
  /** @throws ConfigError when the unit's config is wrong; see `problems` for all at once */
  of(unit: UnitKey): UnitConfig;
  /** Problems of every config asked for so far, each with the units it is about. */
  problems(): Problem[];
  /** Overrides that no unit asked for so far has used, by position. */
  unused(): number[];
}

interface Entry {
  readonly config: UnitConfig | undefined;
  readonly problems: readonly Problem[];
  readonly units: UnitKey[];
}

const namedUnits = 3;

export function unitConfigs(suite: Suite): UnitConfigs {
  const entries = new Map<string, Entry>();
  const used = new Set<number>();
  const entryOf = (unit: UnitKey): Entry => {
    const chosen = suite.overrides.flatMap((override, index) => (isFor(override, unit) ? [index] : []));
    const key = chosen.join();
    let entry = entries.get(key);
    if (entry === undefined) {
      for (const index of chosen) used.add(index);
      entry = readEntry(overlay([...suite.model, ...chosen.map((index) => suite.overrides[index].layer)]));
      entries.set(key, entry);
    }
    return entry;
  };
  return {
    of(unit) {
      const entry = entryOf(unit);
      if (entry.units.length <= namedUnits) entry.units.push(unit);
      if (entry.config === undefined) throw new ConfigError(entry.problems);
      return entry.config;
    },
    problems: () => everybody([...entries.values()]),
    unused: () => suite.overrides.flatMap((_, index) => (used.has(index) ? [] : [index])),
  };
}

/** Every problem once, with the first units it is about: a mistake of the model itself is everybody's. */
function everybody(entries: readonly Entry[]): Problem[] {
  const found = new Map<string, { problem: Problem; units: UnitKey[] }>();
  for (const { problems, units } of entries) {
    for (const problem of problems) {
      const key = describeProblem(problem);
      const known = found.get(key);
      if (known === undefined) found.set(key, { problem, units: [...units] });
      else known.units.push(...units);
    }
  }
  return [...found.values()].map(({ problem, units }) => ({
    ...problem,
    message: `${problem.message} (${unitsText(units)})`,
  }));
}

function readEntry({ value, originOf }: Layered): Entry {
  try {
    return {
      config: { value, hash: hashText(JSON.stringify(value)), model: new Model(value) },
      problems: [],
      units: [],
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const problems = error.problems.map((it) => {
      const origin = originOf(parsePath(it.path));
      return origin === undefined ? it : { ...it, origin };
    });
    return { config: undefined, problems, units: [] };
  }
}

/** Whether the unit has one of the values of every column; a number and its text are one. */
function isFor({ when }: Override, unit: UnitKey): boolean {
  return [...when].every(([column, values]) =>
    values.some((value) => String(value) === String(unit[column])),
  );
}

function unitsText(units: readonly UnitKey[]): string {
  const named = units.slice(0, namedUnits).map(unitText).join('; ');
  return units.length > namedUnits ? `${named}; and more` : named;
}
