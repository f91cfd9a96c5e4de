// From the champion to the next fit by the cheapest way that gives the right posterior, or by a fit of its own.
import { type FitOptions, type Model, refresh } from '@posterity/engine';
import type { UnitJob } from './fitUnit.ts';

export interface Routed {
  readonly model: Model;
  /** `update`, `warm`, `carry` or `full`. */
  readonly route: string;
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
  if (champion === undefined || job.alone || job.safer || champion.verdict().status === 'bad') {
    const model = fresh();
    // The model has served other units: the constants of its preprocessing are theirs.
    await model.fitTable(job.table, { ...settings, refitPreprocessing: true });
    return { model, route: 'full', because: '', usesChampion: false };
  }
  // A champion with a carried prior is compared under it; the rest of its config is the unit's.
  const { prior_from } = champion.saved.config;
  const config = prior_from === undefined ? job.config : { ...mapping(job.config), prior_from };
  const { model, action, reason, rows } = await refresh(champion, config, job.table, undefined, settings);
  if (job.carry === undefined || action !== 'full' || rows.known > 0) {
    return { model, route: action, because: reason, usesChampion: action === 'update' || action === 'warm' };
  }
  const carried = champion.again({ ...mapping(job.config), prior_from: champion.exportPrior(job.carry) });
  await carried.fitTable(job.table, settings);
  const because = `no row is known to the champion, whose posterior became the prior (discount ${job.carry.discount}, robust ${job.carry.robust})`;
  return { model: carried, route: 'carry', because, usesChampion: true };
}

function mapping(config: unknown): object {
  return typeof config === 'object' && config !== null ? config : {};
}
