// From the champion to the next fit by the cheapest way that gives the right posterior, or by a fit of its own.
import { type FitOptions, type Model, type RefreshAction, type Refreshed, refresh } from '@posterity/engine';
import type { UnitJob } from './fitUnit.ts';

/** What the engine's `refresh` did; `carry` is a full fit under the champion's posterior. */
export type FitRoute = RefreshAction | 'carry';

export interface Routed {
  readonly model: Model;
  readonly route: FitRoute;
  /** Why so; '' for a fit that had nothing to start from. */
  readonly because: string;
  /** Something of the champion went into the fit. */
  readonly usesChampion: boolean;
}

/**
 * Fits a unit. Rows that the champion knows in part are learned from as `refresh` of the engine decides. Rows that
 * are all new get the champion's posterior as their prior where the suite carries it; known ones would count twice.
 */
export async function routeUnit(
  job: UnitJob,
  fresh: () => Model,
  champion: Model | undefined,
  options: FitOptions,
): Promise<Routed> {
  const settings = { ...options, seed: job.seed };
  if (job.reduced !== undefined) {
    const model = await fresh().fitReduced(job.reduced, settings);
    return { model, route: 'full', because: '', usesChampion: false };
  }
  if (champion === undefined || whyAlone(job, champion) !== undefined) {
    const model = fresh();
    // The model has served other units: the constants of its preprocessing are theirs.
    await model.fitTable(job.table, { ...settings, refitPreprocessing: true });
    return { model, route: 'full', because: '', usesChampion: false };
  }
  const refreshed = await refresh(champion, comparedConfig(job, champion), job.table, undefined, settings);
  const { model, action, reason } = refreshed;
  if (job.carry === undefined || !isAllNew(refreshed)) {
    return { model, route: action, because: reason, usesChampion: action === 'update' || action === 'warm' };
  }
  const carried = champion.again({ ...mapping(job.config), prior_from: champion.exportPrior(job.carry) });
  await carried.fitTable(job.table, settings);
  return { model: carried, route: 'carry', because: carryReason(job.carry), usesChampion: true };
}

/** The route that `routeUnit` will take, and why; nothing is sampled. @throws DataError when the rows cannot be fitted */
export async function foretellRoute(
  job: UnitJob,
  model: Model,
  champion: Model | undefined,
): Promise<Pick<Routed, 'route' | 'because'>> {
  const alone = whyAlone(job, champion);
  if (champion === undefined || alone !== undefined) {
    // What is wrong with reduced rows is told when they are fitted.
    if (job.reduced === undefined) model.checkTable(job.table);
    return { route: 'full', because: alone ?? '' };
  }
  const told = await champion.foretellRefresh(comparedConfig(job, champion), job.table);
  return job.carry !== undefined && isAllNew(told)
    ? { route: 'carry', because: carryReason(job.carry) }
    : { route: told.action, because: told.reason };
}

/** Why the champion has no part in a unit's fit; undefined where it has. */
function whyAlone(job: UnitJob, champion: Model | undefined): string | undefined {
  if (champion === undefined) return 'there is no champion';
  if (job.reduced !== undefined) return 'reduced rows do not tell which of them were added';
  if (job.alone !== undefined) return job.alone;
  if (champion.verdict().status === 'bad') return 'the champion cannot be trusted (verdict bad)';
  return job.safer ? 'the fit before failed' : undefined;
}

/** The unit's config; with the prior that the champion was given, under which the two are compared. */
function comparedConfig(job: UnitJob, champion: Model): unknown {
  const { prior_from } = champion.saved.config;
  return prior_from === undefined ? job.config : { ...mapping(job.config), prior_from };
}

const isAllNew = ({ action, rows }: Pick<Refreshed<Model>, 'action' | 'rows'>): boolean =>
  action === 'full' && rows.known === 0;

const carryReason = ({ discount, robust }: NonNullable<UnitJob['carry']>): string =>
  `no row is known to the champion, whose posterior became the prior (discount ${discount}, robust ${robust})`;

function mapping(config: unknown): object {
  return typeof config === 'object' && config !== null ? config : {};
}
