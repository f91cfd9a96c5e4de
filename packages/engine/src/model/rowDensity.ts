/** The log density of each outcome at every draw. */
import * as b from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { logScore } from '../posterior/score.ts';
import { isOutcomeMoved, jacobianColumn } from './outcomeJacobian.ts';
import { outcomeRange } from './outcomeSupport.ts';
import type { RowEvaluator } from './rowEvaluator.ts';
import { outcome, type Specification } from './specification.ts';
import type { PreparedData } from './trainingData.ts';

/** Name of the log density among the outputs. */
export const density = 'log density';

/** What a row evaluator must compute: the density of the outcome in its own units. */
export function densityOutput(specification: Specification): Record<string, Expr> {
  const { rowLogLikelihood, likelihood } = specification;
  const y = b.column(outcome);
  const { lower, upper } = likelihood.truncated ?? {};
  let guarded = isOutcomeMoved(specification)
    ? b.add(rowLogLikelihood, b.column(jacobianColumn))
    : rowLogLikelihood;
  if (lower !== undefined) guarded = b.select(b.ge(y, lower), guarded, Number.NEGATIVE_INFINITY);
  if (upper !== undefined) guarded = b.select(b.le(y, upper), guarded, Number.NEGATIVE_INFINITY);
  return { [density]: guarded };
}

/** Whether an outcome can occur under the likelihood at all. */
export function isPossible(specification: Specification): (value: number) => boolean {
  return outcomeRange(specification)?.test ?? (() => true);
}

/** log of the mean density over the draws, one a row; minus infinity for an outcome that cannot occur. */
export function logDensities(
  specification: Specification,
  evaluator: RowEvaluator,
  data: PreparedData,
): Float64Array {
  const result = new Float64Array(data.rows);
  const test = isPossible(specification);
  evaluator.evaluate(data, (values, row) => {
    const isInside = test(data.columns[outcome]![row]!);
    result[row] = isInside ? logScore(values[density]!) : Number.NEGATIVE_INFINITY;
  });
  return result;
}
