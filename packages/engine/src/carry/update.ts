/** A fitted model learns from further rows without those it has learned from: exactly, by weights, or from a carried prior. */
import { PosterityError } from '../config/errors.ts';
import { fingerprint, hashText } from '../data/fingerprint.ts';
import { seeFurther } from '../data/seenTable.ts';
import { type FitKernels, type FitOptions, type Fitted, fitReduced } from '../model/fit.ts';
import { phaseClock } from '../model/phaseClock.ts';
import { reduceAs, reduceRows } from '../model/reduction.ts';
import type { SavedModel } from '../model/savedModel.ts';
import type { GroupLevels } from '../model/shape.ts';
import type { Specification } from '../model/specification.ts';
import { prepareTraining } from '../model/trainingData.ts';
import { type TrainingRows, wholeTable } from '../model/trainingRows.ts';
import { readCarried } from './carriedPrior.ts';
import { exportPrior, joinedDensity } from './exportPrior.ts';
import { fitToCarry } from './fitToCarry.ts';
import { refuseSeenRows } from './guard.ts';
import { independentVariables } from './independentVariables.ts';
import { reweigh } from './reweigh.ts';
import { joinReduced, onLevels, readStatistics, unitedGroups } from './statistics.ts';

export type UpdateMethod = 'exact' | 'importance' | 'nuts';

export interface UpdateOptions extends FitOptions {
  /** Learn from rows though they were learned from before. */
  readonly allowSeen?: boolean;
  /** Carry on though the last fit's verdict is bad. */
  readonly force?: boolean;
  /** The cheapest way that is right is taken when left out. */
  readonly method?: UpdateMethod;
  /** All rows are at hand, so that a fit to them is better than one under a carried posterior: refuse the latter. */
  readonly hasAllRows?: boolean;
}

/** What an update did, and why. */
export interface Update {
  readonly method: UpdateMethod;
  /** One sentence. */
  readonly reason: string;
  /** Rows learned from now, and in all. */
  readonly rows: { readonly added: number; readonly total: number };
}

export interface Updated {
  readonly fitted: Fitted;
  readonly update: Update;
}

/** A fit with what is known of it. */
export interface Learner {
  /** The model as its config says. */
  readonly specification: Specification;
  readonly kernels: FitKernels;
  /** `saved` with the memory of rows. */
  readonly fitted: Fitted;
  readonly verdict: 'good' | 'suspect' | 'bad';
}

/** Normal components that may stand for the last posterior: nobody has to read them. */
const mostComponents = 48;
/**
 * Pareto k up to which weights are trusted, and effective draws in all that must remain, or be drawn: a mean's error of 1/30
 * sd. Where the density can be asked the next update rests on it, not on draws, and as many do as a good verdict needs.
 */
const limits = { paretoK: 0.7, effective: 1000, besideDensity: 400 };

/**
 * The posterior of all rows ever learned from.
 *
 * Exact where the first fit's rows reduced to statistics, which further rows are added to. Elsewhere the stored draws are
 * reweighed by the new rows' likelihood; and where weights cannot be trusted, chains sample the new rows' likelihood under
 * the old posterior as joint prior, from the old metric.
 * @throws DataError for faults of the rows, and for rows learned from before; PosterityError when the rows of the last fit
 *   are needed again; the signal's reason when aborted.
 */
export async function updateFit(
  learner: Learner,
  rows: TrainingRows,
  options: UpdateOptions = {},
): Promise<Updated> {
  const clock = phaseClock();
  const { specification, kernels, fitted } = learner;
  const { saved, trace } = fitted;
  const table = wholeTable(rows);
  const print = fingerprint(table);
  if (saved.seen === undefined && options.allowSeen !== true) throw withoutMemory();
  if (saved.seen !== undefined && options.allowSeen !== true) refuseSeenRows(saved.seen, table, print);
  refuseOrdered(specification, saved);
  const data = prepareTraining(specification, rows.table, rows.y, rows.dependent, saved.preprocessing);
  const groups: ReadonlyMap<string, GroupLevels> = new Map(Object.entries(saved.groups));
  const total = saved.rows + data.rows;
  const about = {
    rows: total,
    dependent: saved.dependent,
    fingerprint: () => hashText(`${saved.fingerprint} ${print}`),
    training: pick(saved),
    clock,
  };
  const done = (next: Fitted, method: UpdateMethod, reason: string): Updated => {
    const update = { method, reason, rows: { added: data.rows, total } };
    const updates = [...(saved.updates ?? []), { method, reason, rows: data.rows }];
    const seen = saved.seen === undefined ? undefined : seeFurther(saved.seen, table, print);
    const remembered = { ...next.saved, updates, ...(seen === undefined ? {} : { seen }) };
    return { fitted: { ...next, saved: remembered }, update };
  };

  const { statistics } = saved;
  if (statistics !== undefined && (options.method ?? 'exact') === 'exact') {
    const further = reduceAs(statistics.kind, data.specification, data);
    const whole = joinReduced(data.specification, readStatistics(statistics, groups), further);
    const next = await fitReduced(data.specification, kernels, whole, about, options);
    const reason = `the likelihood reduces exactly: ${data.rows} rows were added to the statistics of ${saved.rows}, ${whole.data.rows} distinct in all`;
    return done(next, 'exact', reason);
  }
  if (options.method === 'exact') throw withoutStatistics();
  if (learner.verdict === 'bad' && options.force !== true) {
    throw new PosterityError(
      'bad_donor',
      'the fit to carry on from cannot be trusted (verdict bad); fit all rows anew, or force it (force, --force)',
    );
  }

  const strange = [...data.groups].flatMap(([key, { labels }]) =>
    labels.filter((label) => !groups.get(key)?.labels.includes(label)),
  );
  let why = `new levels (${strange.slice(0, 3).join(', ')}) have no draws to weigh`;
  if (strange.length === 0) {
    const onKnown = onLevels(data, groups);
    const { paretoK, effective, draw } = reweigh(data.specification, onKnown, trace);
    const told = `Pareto k ${paretoK.toFixed(2)}, ${Math.floor(effective)} effective draws`;
    const isEnough = paretoK < limits.paretoK && effective >= limits.effective;
    if (options.method !== 'nuts' && (isEnough || options.method === 'importance')) {
      const { config } = specification;
      const { density: _before, ...rest } = fitted;
      const next: Fitted = {
        ...rest,
        saved: {
          ...withoutStatisticsOf(saved),
          rows: total,
          distinct_rows: saved.distinct_rows + data.rows,
          fingerprint: about.fingerprint(),
          groups: addRows(saved.groups, saved.groups, (key, level) =>
            onKnown.indices[`${key}|rows`]!.reduce((count, it) => count + (it === level ? 1 : 0), 0),
          ),
          seconds: clock.read(),
        },
        trace: draw(options.seed ?? config.sample_params.random_seed),
      };
      return done(next, 'importance', `the stored draws could be reweighed to ${data.rows} rows (${told})`);
    }
    why =
      options.method === 'nuts' ? `asked for (${told})` : `the stored draws could not be reweighed (${told})`;
  }

  if (options.hasAllRows === true) throw new PosterityError('needs_all_rows', why);
  const tied = specification.variables.filter(
    ({ name }) => !independentVariables(specification.factors).has(name),
  );
  if (tied.length > 0) {
    throw new PosterityError(
      'needs_all_rows',
      `${why}, and the values of ${tied.map(({ name }) => name).join(', ')} are tied to each other, so that no joint prior can carry them: fit all rows anew`,
    );
  }
  const block = exportPrior(
    { specification: data.specification, saved, trace, verdict: learner.verdict, density: fitted.density },
    { force: true, components: mostComponents },
  );
  const carried = readCarried(block, data.specification.factors, data.specification.names, []);
  if (carried === undefined) throw new Error('an exported prior could not be read back; please report this');
  const { carried: _, ...plain } = data.specification;
  const reduced = reduceRows(plain, onLevels(data, unitedGroups(groups, data.groups)));
  const isKnown = fitted.density !== undefined || saved.joint !== undefined;
  const drawn = isKnown ? limits.besideDensity : limits.effective;
  const { learned: _new, ...next } = await fitToCarry({ ...plain, carried }, drawn, (it) =>
    fitReduced(it, kernels, reduced, about, options),
  );
  const named = {
    ...next.saved,
    groups: addRows(saved.groups, next.saved.groups, (key, level) => next.saved.groups[key]!.rows![level]!),
  };
  const joint = (): SavedModel['joint'] =>
    joinedDensity({ ...next, specification: data.specification, saved: named, verdict: 'good' });
  const restored = { ...next, specification: data.specification, saved: named, learned: { joint } };
  return done(restored, 'nuts', `NUTS from the last posterior as joint prior: ${why}`);
}

/** What training fixed for prediction stays as it was. */
function pick({
  preprocessing,
  missing,
  ranges,
}: SavedModel): Pick<SavedModel, 'preprocessing' | 'missing' | 'ranges'> {
  return { preprocessing, missing, ranges };
}

/** Statistics and the joint density of the earlier rows alone would pass for those of all. */
function withoutStatisticsOf({ statistics: _, joint: _joint, ...saved }: SavedModel): SavedModel {
  return saved;
}

/** Groups with the rows of each level, those learned from before included. */
function addRows(
  before: SavedModel['groups'],
  groups: SavedModel['groups'],
  added: (group: string, level: number) => number,
): SavedModel['groups'] {
  return Object.fromEntries(
    Object.entries(groups).map(([key, group]) => {
      const known = before[key];
      const rows = group.labels.map(
        (label, level) => (known?.rows?.[known.labels.indexOf(label)] ?? 0) + added(key, level),
      );
      return [key, { ...group, rows }];
    }),
  );
}

/** Models in which a row means something only beside others need all of them. @throws PosterityError */
export function refuseOrdered({ lags, config }: Specification, saved: SavedModel): void {
  const parts = [
    ...(lags.length > 0 ? ['lag'] : []),
    ...(saved.bases !== undefined && Object.keys(saved.bases).length > 0
      ? ['a basis fixed by its rows']
      : []),
    ...Object.entries(config.missing.columns).flatMap(([name, policy]) =>
      policy === 'impute' ? [`imputed ${name}`] : [],
    ),
    ...(config.missing.x === 'impute' || config.missing.y === 'impute' ? ['imputed cells'] : []),
  ];
  if (parts.length === 0) return;
  throw new PosterityError(
    'needs_all_rows',
    `a model with ${parts.join(', ')} needs all its rows at once: fit them anew, or refresh`,
  );
}

function withoutMemory(): PosterityError {
  return new PosterityError(
    'no_memory',
    'the saved model keeps no memory of its rows, so that rows learned from before would not be noticed; fit it anew, or allow seen rows',
  );
}

function withoutStatistics(): PosterityError {
  return new PosterityError(
    'no_statistics',
    'the rows of the last fit did not reduce to statistics, so that no exact update is possible',
  );
}
