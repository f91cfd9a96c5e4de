// One unit's fit: from its rows and config to the bytes of its model and what the gate looks at.
import {
  crps,
  type FitOptions,
  intervalCoverage,
  Model,
  PosterityError,
  type ReducedRows,
  type Table,
  takeRows,
} from '@posterity/engine';
import { deflate } from '../files/deflate.ts';
import type { Version } from '../registry/record.ts';
import { enterGate } from '../threadGate.ts';
import { type Routed, routeUnit } from './routeUnit.ts';
import { defaultWindow } from './window.ts';

/** What a fit needs; plain values, so that it can be sent to a thread. */
export interface UnitJob {
  readonly config: unknown;
  /** Equal for equal configs. */
  readonly configHash: string;
  readonly table: Table;
  /** The rows as a database reduced them; `table` then holds the distinct ones. */
  readonly reduced?: ReducedRows;
  readonly seed: number;
  /** Sample more carefully than the config says: the second attempt. */
  readonly safer: boolean;
  /** The model in use, to start from and to compare with. */
  readonly champion: Uint8Array | undefined;
  /** Why only a fit of its own counts, to which nothing is taken over from the champion; absent where it may be. */
  readonly alone?: string;
  /** Shares of the champion's posterior that become the prior of rows that are all new. */
  readonly carry: { readonly discount: number; readonly robust: number } | undefined;
  /** Rows at the end that coverage and score look at; nothing when the gate does not ask. */
  readonly window: { readonly rows?: number; readonly isScored: boolean } | undefined;
}

export interface UnitFit extends Pick<Routed, 'route' | 'because' | 'usesChampion'> {
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly seconds: number;
  readonly verdict: Version['verdict'];
  readonly findings: readonly {
    readonly code: string;
    readonly status: 'suspect' | 'bad';
    readonly message: string;
  }[];
  readonly parameters: Version['parameters'];
  readonly rHat: number;
  readonly essBulk: number;
  readonly divergences: number;
  /** p-value of agreement between a carried prior and the data; absent without one, or where nothing could be tested. */
  readonly conflict?: number;
  readonly coverage?: number;
  readonly crps?: number;
  readonly championCrps?: number;
}

/** Models by config, so that units of one shape share one compiled kernel. */
export type ModelCache = Map<string, Model>;

const cachedModels = 64;
const saferAcceptance = 0.95;

/** Fits one unit. @throws DataError, ConfigError; the signal's reason when aborted */
export async function fitUnit(job: UnitJob, models: ModelCache, options: FitOptions = {}): Promise<UnitFit> {
  const begin = performance.now();
  const champion = job.champion === undefined ? undefined : await read(job.champion);
  const { model, ...routed } = await routeUnit(job, () => modelOf(job, models), champion, options);
  const verdict = model.verdict();
  const report = model.report();
  const summary = Object.entries(model.summary());
  const all = (field: 'r_hat' | 'ess_bulk') => summary.flatMap(([, variable]) => variable[field]);
  return {
    ...routed,
    bytes: await model.toNetcdf({ timed: false, pack: deflate }),
    rows: report.rows,
    seconds: (performance.now() - begin) / 1000,
    verdict: { status: verdict.status, reasons: [...verdict.reasons] },
    findings: verdict.findings.map(({ code, status, message }) => ({ code, status, message })),
    parameters: Object.fromEntries(
      summary.map(([name, { mean, sd }]) => [name, { mean: figures(mean), sd: figures(sd) }]),
    ),
    rHat: largest(all('r_hat')),
    essBulk: -largest(all('ess_bulk').map((ess) => -ess)),
    divergences: report.divergences,
    ...(report.carried?.conflict === undefined ? {} : { conflict: report.carried.conflict.p }),
    ...(job.window === undefined
      ? {}
      : windowScores(model, job.table, job.window.rows, job.window.isScored ? champion : undefined)),
  };
}

async function read(bytes: Uint8Array): Promise<Model> {
  const leave = enterGate();
  try {
    return await Model.fromNetcdf(bytes);
  } finally {
    leave();
  }
}

function modelOf({ config, configHash, safer }: UnitJob, models: ModelCache): Model {
  const key = `${configHash}${safer ? ' safer' : ''}`;
  const known = models.get(key);
  if (known !== undefined) return known;
  if (models.size >= cachedModels) for (const oldest of [...models.keys()].slice(0, 1)) models.delete(oldest);
  const model = new Model(safer ? saferConfig(config) : config);
  models.set(key, model);
  return model;
}

/** Smaller steps and twice the warm-up. */
function saferConfig(config: unknown): unknown {
  const { sample_params: given } = new Model(config).config;
  const sample_params = {
    ...given,
    target_accept: Math.max(given.target_accept, saferAcceptance),
    tune: 2 * given.tune,
    method: 'nuts',
  };
  return typeof config === 'object' && config !== null ? { ...config, sample_params } : config;
}

/** How the model and the champion predict the unit's last rows. */
function windowScores(
  model: Model,
  table: Table,
  rows: number | undefined,
  champion: Model | undefined,
): Pick<UnitFit, 'coverage' | 'crps' | 'championCrps'> {
  const count = Math.min(table.rows, rows ?? defaultWindow(table.rows));
  const last = takeRows(
    table,
    Array.from({ length: count }, (_, k) => table.rows - count + k),
  );
  const outcomes = last.columns[model.config.dependent_var ?? ''].values;
  const present = [...outcomes.keys()].filter((row) => Number.isFinite(outcomes[row]));
  const observed = takeRows(last, present);
  const actual = Float64Array.from(present, (row) => Number(outcomes[row]));
  if (actual.length === 0) return {};
  const { lower, upper } = model.predict(observed, { alpha: 0.9 });
  const own = meanCrps(model, observed, actual);
  const { coverage } = intervalCoverage(lower, upper, actual);
  if (champion === undefined) return { coverage, crps: own };
  try {
    return { coverage, crps: own, championCrps: meanCrps(champion, observed, actual) };
  } catch (error) {
    // A champion that cannot predict these rows (a new level, another column) has no score to compare with.
    if (error instanceof PosterityError) return { coverage, crps: own };
    throw error;
  }
}

function meanCrps(model: Model, table: Table, actual: Float64Array): number {
  const { draws, rows, values } = model.predictDraws(table);
  let total = 0;
  const column = new Float64Array(draws);
  for (let row = 0; row < rows; row++) {
    for (let draw = 0; draw < draws; draw++) column[draw] = values[draw * rows + row];
    total += crps(column, actual[row]);
  }
  return total / rows;
}

/** The largest, where a value that is none counts as larger than any. */
function largest(values: readonly number[]): number {
  return values.some(Number.isNaN) ? Number.NaN : Math.max(...values);
}

/** Numbers as JSON holds them: one that is not finite is null. */
function figures(value: number | readonly number[]): number | null | (number | null)[] {
  const figure = (it: number) => (Number.isFinite(it) ? it : null);
  return typeof value === 'number' ? figure(value) : value.map(figure);
}
