/** Brings a fitted model up to date with its config and data, by the cheapest way that gives the right posterior. */
import { PosterityError } from '../config/errors.ts';
import { takeCells, takeRows } from '../data/columns.ts';
import type { FitOptions } from '../model/fit.ts';
import type { Model } from '../model/model.ts';
import { rowsOf, type TrainingRows } from '../model/trainingRows.ts';
import { planRefresh, type RefreshAction, type RefreshPlan } from './planRefresh.ts';
import type { UpdateMethod } from './update.ts';

export interface Refreshed<M extends Model> extends Omit<RefreshPlan, 'fresh'> {
  /** The model to use from now on; the one given when there was nothing to do. */
  readonly model: M;
  /** How an update learned from the added rows. */
  readonly method?: UpdateMethod;
}

/**
 * Refreshes a fitted model: skips when nothing changed, updates when rows were added, starts warm after a moderate
 * change, and fits anew when the config changed or the last fit cannot be trusted.
 * @param model the last fit; it is not changed.
 * @param config the config as it now stands, as for `new Model`.
 * @param X the data as they now stand, all rows; with the outcome among them when `y` is left out.
 * @throws ConfigError, DataError, and the signal's reason when aborted.
 */
export async function refresh<M extends Model>(
  model: M,
  config: unknown,
  X: unknown,
  y?: unknown,
  options: FitOptions = {},
): Promise<Refreshed<M>> {
  const next = model.again(config);
  const rows = rowsOf(next.config, X, y);
  const { fresh = [], ...plan } = planRefresh(model.saved, model.verdict().status, next.config, rows);
  const as = (action: RefreshAction, made: M, reason = plan.reason): Refreshed<M> => ({
    ...plan,
    action,
    reason,
    model: made,
  });
  const full = async (reason = plan.reason): Promise<Refreshed<M>> => {
    await next.fit(rows.table, rows.y, options);
    return as('full', next, reason);
  };
  if (plan.action === 'skip') return as('skip', model);
  if (plan.action === 'full') return full();
  let reason = plan.reason;
  if (plan.action === 'update') {
    const updated = model.copy();
    const found = await tryUpdate(updated, takeTrainingRows(rows, fresh), options);
    if ('method' in found)
      return { ...as('update', updated, `${reason}; ${found.reason}`), method: found.method };
    reason = `${reason}; ${found.refused}`;
  }
  await next.fit(rows.table, rows.y, { ...options, startFrom: model.saved });
  if (next.saved.warmup?.way !== 'given') return as('full', next, `${reason}; its levels changed`);
  if (next.verdict().status !== 'bad') return as('warm', next, reason);
  return full(`${reason}; a warm start ended in a bad verdict`);
}

type Tried = { readonly method: UpdateMethod; readonly reason: string } | { readonly refused: string };

/** An update that needs no carried posterior, or why there is none. */
async function tryUpdate(model: Model, rows: TrainingRows, options: FitOptions): Promise<Tried> {
  try {
    return await model.update(rows.table, rows.y, { ...options, allowSeen: true, hasAllRows: true });
  } catch (error) {
    if (error instanceof PosterityError && error.code === 'needs_all_rows') return { refused: error.message };
    throw error;
  }
}

/** Some rows of a fit, by their indices. */
export function takeTrainingRows(
  { table, y, dependent }: TrainingRows,
  rows: readonly number[],
): TrainingRows {
  return { table: takeRows(table, rows), y: takeCells(y, rows), dependent };
}
