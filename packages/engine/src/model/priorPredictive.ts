/** What a model says before it has seen an outcome. */
import type { Table } from '../data/columns.ts';
import { createRandom } from '../numeric/random.ts';
import type { Trace } from '../posterior/trace.ts';
import { prepareDesign } from './design.ts';
import { observationOutputs } from './observe.ts';
import { type PredictedDraws, type PredictionTarget, predictDraws } from './predict.ts';
import type { PredictionData } from './predictionData.ts';
import { priorDraws, priorParametersKernel } from './priorDraws.ts';
import { rowEvaluator, rowKernel } from './rowEvaluator.ts';
import type { Specification } from './specification.ts';

export interface PriorDrawOptions {
  /** 1000 when left out. */
  readonly draws?: number;
  /** The config's random_seed when left out. */
  readonly seed?: number;
}

const stream = 0x7072696f;

/** Draws of every variable from its prior. @throws PosterityError, DataError */
export function priorTrace(specification: Specification, table: Table, options: PriorDrawOptions): Trace {
  return drawn(prepareDesign(specification, table).data, options);
}

function drawn(data: PredictionData, options: PriorDrawOptions): Trace {
  const { specification } = data;
  const { draws = 1000, seed = specification.config.sample_params.random_seed } = options;
  return priorDraws(
    specification,
    priorParametersKernel(specification),
    data,
    draws,
    createRandom(seed, stream),
  );
}

/** Outcomes, or the function's values, of each row at each of those draws. @throws PosterityError, DataError */
export function priorPredictive(
  model: Specification,
  table: Table,
  options: PriorDrawOptions & { readonly of?: PredictionTarget },
): PredictedDraws {
  const { data, own } = prepareDesign(model, table);
  const { specification } = data;
  const trace = drawn(data, options);
  const evaluator = rowEvaluator(rowKernel(specification, observationOutputs(specification)), trace);
  const { of = 'observation', seed = specification.config.sample_params.random_seed } = options;
  const found = predictDraws(specification, evaluator, data, of, seed);
  return { ...found, values: own(found.values) };
}
