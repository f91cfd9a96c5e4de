// A suite file → the suite: names checked, paths made absolute, defaults filled in.
import { dirname, extname, isAbsolute, join, resolve } from 'node:path';
import {
  ConfigError,
  type Layer,
  originsIn,
  type Problem,
  problem,
  problemsOf,
  schemaKeys,
  withOrigins,
} from '@posterity/engine';
import { type ConfigFile, configLayers, readConfigFile } from '../files/readConfig.ts';
import { type GateRules, gateProblems, gateRules } from './gateRules.ts';
import { type WrittenSuite, writtenSuite } from './suiteSchema.ts';

type Level = string | number;

/** Parts of a config for the units whose columns have one of the given values. */
export interface Override {
  readonly when: ReadonlyMap<string, readonly Level[]>;
  readonly layer: Layer;
}

export interface Suite {
  readonly name: string;
  /** Where it was read, for messages. */
  readonly path: string;
  readonly data: string;
  readonly unit: readonly string[];
  readonly order: readonly string[];
  /** The model's config and those it extends, base first. */
  readonly model: readonly Layer[];
  readonly overrides: readonly Override[];
  readonly gate: GateRules;
  readonly window?: number;
  readonly carry?: { readonly discount: number; readonly robust: number };
  /** Whether rows are reduced where they are, as far as the model allows. */
  readonly reduce: boolean;
  readonly limitSeconds: number;
  readonly actuals: string;
  readonly schedule?: string;
  readonly registry?: string;
  /** A folder beside the suite file. */
  readonly defaultRegistry: string;
  /** What the suite file and the configs of its model said, as JSON by path. */
  readonly written: ReadonlyMap<string, string>;
}

const defaultLimitSeconds = 300;

/**
 * Reads a suite file and the model config it names; paths in it are relative to it.
 * @throws ConfigError with every problem at once; FileError
 */
export async function readSuite(path: string): Promise<Suite> {
  const file = await readConfigFile(path);
  const originOf = originsIn(path, file.positionOf);
  const parsed = writtenSuite.safeParse(file.value);
  if (!parsed.success) {
    const keysAt = (place: readonly PropertyKey[]) => schemaKeys(writtenSuite, place);
    throw new ConfigError(withOrigins(problemsOf(file.value, parsed.error.issues, keysAt), originOf));
  }
  const written = parsed.data;
  const problems = [...checkColumns(written), ...gateProblems(written.gate ?? {})];
  if (problems.length > 0) throw new ConfigError(withOrigins(problems, originOf));
  const folder = dirname(resolve(path));
  const sources = new Map([[path, JSON.stringify(file.value)]]);
  const model = await configLayers(join(folder, written.model), (source, { value }) => {
    sources.set(source, JSON.stringify(value));
  });
  return {
    name: written.suite,
    path,
    data: addressIn(folder, written.data),
    unit: listOf(written.unit),
    order: listOf(written.order ?? []),
    model,
    overrides: overridesOf(written, path, file),
    gate: gateRules(written.gate ?? {}),
    ...(written.window === undefined ? {} : { window: written.window }),
    ...(written.carry === undefined
      ? {}
      : { carry: { discount: written.carry.discount ?? 1, robust: written.carry.robust ?? 0 } }),
    reduce: written.reduce ?? false,
    limitSeconds: written.limits?.seconds ?? defaultLimitSeconds,
    actuals: addressIn(folder, written.actuals ?? written.data),
    ...(written.schedule === undefined ? {} : { schedule: written.schedule }),
    ...(written.registry === undefined ? {} : { registry: addressIn(folder, written.registry) }),
    defaultRegistry: registryBeside(path),
    written: sources,
  };
}

/** `DIR/adoption.suite.yaml` → `DIR/adoption.suite.registry`. */
function registryBeside(path: string): string {
  const whole = resolve(path);
  return `${whole.slice(0, whole.length - extname(whole).length)}.registry`;
}

const scheme = /^([a-z]{2,}):/i;

/** An address as it stands in a file of a folder: relative paths, also inside `duckdb:`, are the folder's. */
export function addressIn(folder: string, address: string): string {
  const duckdb = /^duckdb:([^?]*)(\?.*)?$/.exec(address);
  if (duckdb !== null) {
    const [, file, query = ''] = duckdb;
    const isMemory = file === '' || file === ':memory:';
    return `duckdb:${isMemory || isAbsolute(file) ? file : join(folder, file)}${query}`;
  }
  return scheme.test(address) || isAbsolute(address) ? address : join(folder, address);
}

function overridesOf(written: WrittenSuite, path: string, file: ConfigFile): Override[] {
  return (written.overrides ?? []).map(({ when, ...rest }, index) => ({
    when: new Map(Object.entries(when).map(([column, values]) => [column, listOf(values)])),
    layer: {
      name: path,
      value: rest,
      positionOf: (place) => file.positionOf(['overrides', index, ...place]),
    },
  }));
}

function checkColumns(written: WrittenSuite): Problem[] {
  const columns = listOf(written.unit);
  const problems = columns
    .map((column, index) => ({ column, index }))
    .filter(({ column, index }) => columns.indexOf(column) < index)
    .map(({ column, index }) =>
      problem({
        path: `unit[${index}]`,
        code: 'name_clash',
        found: JSON.stringify(column),
        expected: 'each column once',
        message: `${JSON.stringify(column)} is listed twice`,
      }),
    );
  for (const [index, { when }] of (written.overrides ?? []).entries()) {
    for (const column of Object.keys(when)) {
      if (columns.includes(column)) continue;
      problems.push(
        problem({
          path: `overrides[${index}].when.${column}`,
          code: 'unknown_name',
          found: JSON.stringify(column),
          expected: `a column of the unit (${columns.join(', ')})`,
        }),
      );
    }
  }
  return problems;
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}
