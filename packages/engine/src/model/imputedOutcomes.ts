/**
 * Outcomes that were not given: their posterior is the posterior predictive of their rows, so they are drawn once the
 * model is fitted instead of being sampled with it. The joint posterior is the same, whole-numbered outcomes included.
 */
import { type Table, takeRows } from '../data/columns.ts';
import type { Trace } from '../posterior/trace.ts';
import type { Fitted } from './fit.ts';
import { createPredictor, noPredictorKernels } from './predictor.ts';

/** The fit with the outcomes of `rows` as a variable under the outcome's name, in its own units. */
export function withImputedOutcomes(fitted: Fitted, table: Table, rows: Int32Array): Fitted {
  if (rows.length === 0 || fitted.specification.config.missing.y !== 'impute') return fitted;
  const { trace, saved } = fitted;
  const name = saved.dependent;
  const { values } = createPredictor(noPredictorKernels(), fitted).draws(takeRows(table, rows));
  const dim = `${name}_row`;
  const imputed = { name, dims: [dim], shape: [rows.length], values };
  const extended: Trace = {
    ...trace,
    coords: { ...trace.coords, [dim]: Array.from(rows, (row) => row + 1) },
    posterior: { ...trace.posterior, [name]: imputed },
  };
  return { ...fitted, trace: extended };
}
