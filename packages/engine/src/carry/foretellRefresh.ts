/** What a refresh will do with the data as they now stand, as far as that is known without sampling. */
import { PosterityError } from '../config/errors.ts';
import type { Specification } from '../model/specification.ts';
import { prepareTraining } from '../model/trainingData.ts';
import type { TrainingRows } from '../model/trainingRows.ts';
import { planRefresh, type RefreshAction, type RefreshPlan } from './planRefresh.ts';
import { takeTrainingRows } from './refresh.ts';
import { type Learner, refuseOrdered, updateFit } from './update.ts';
import { warmStart } from './warmStart.ts';

export type ForetoldRefresh = Omit<RefreshPlan, 'fresh'>;

/**
 * The action `refresh` will take. The stored draws are weighed by the added rows where that decides; no chain runs, so that a
 * warm start whose chains will not converge is not foreseen.
 * @param next the model as its config now says.
 * @param rows all rows, as they now stand.
 * @throws DataError when the rows cannot be fitted.
 */
export async function foretellRefresh(
  last: Learner,
  next: Specification,
  rows: TrainingRows,
): Promise<ForetoldRefresh> {
  const { saved } = last.fitted;
  const { fresh = [], ...plan } = planRefresh(saved, last.verdict, next.config, rows);
  const as = (action: RefreshAction, why: string): ForetoldRefresh => ({
    ...plan,
    action,
    reason: `${plan.reason}; ${why}`,
  });
  if (plan.action === 'skip') return plan;
  const { groups } = prepareTraining(next, rows.table, rows.y, rows.dependent);
  if (plan.action === 'full') return plan;
  const tried = plan.action === 'update' ? await tryUpdate(last, takeTrainingRows(rows, fresh)) : undefined;
  if (tried?.isPossible) return as('update', tried.why);
  if (warmStart(saved, groups) === undefined) return as('full', 'its levels changed');
  return tried === undefined ? plan : as('warm', tried.why);
}

async function tryUpdate(
  last: Learner,
  rows: TrainingRows,
): Promise<{ readonly isPossible: boolean; readonly why: string }> {
  const { specification, fitted } = last;
  try {
    refuseOrdered(specification, fitted.saved);
    if (fitted.saved.statistics !== undefined)
      return { isPossible: true, why: 'the likelihood reduces exactly' };
    const { update } = await updateFit(last, rows, { allowSeen: true, hasAllRows: true });
    return { isPossible: true, why: update.reason };
  } catch (error) {
    if (error instanceof PosterityError && error.code === 'needs_all_rows')
      return { isPossible: false, why: error.message };
    throw error;
  }
}
