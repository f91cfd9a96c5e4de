/** Brings a fitted model up to date with its config and data, by the cheapest way that gives the same posterior. */
import type { FitOptions } from '../model/fit.ts';
import { Model } from '../model/model.ts';
import { rowsOf } from '../model/trainingRows.ts';
import { planRefresh, type RefreshPlan } from './planRefresh.ts';

export interface Refreshed<M extends Model> extends Omit<RefreshPlan, 'fresh'> {
  /** The model to use from now on; the one given when there was nothing to do. */
  readonly model: M;
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
  const next = siblingOf(model, config);
  const rows = rowsOf(next.config, X, y);
  const { fresh: _, ...plan } = planRefresh(model.saved, model.verdict().status, next.config, rows);
  if (plan.action === 'skip') return { ...plan, model };
  await next.fit(rows.table, rows.y, options);
  return { ...plan, action: 'full', model: next };
}

/** A new model of the same class. */
function siblingOf<M extends Model>(model: M, config: unknown): M {
  const made: unknown = Reflect.construct(model.constructor, [config]);
  if (!isLike(made, model)) throw new TypeError('a model must be a Model; please report this');
  return made;
}

function isLike<M extends Model>(made: unknown, model: M): made is M {
  return made instanceof Model && made.constructor === model.constructor;
}
