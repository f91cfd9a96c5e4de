/** Everything a fitted model answers about rows: evaluators over its draws, made when first asked for. */
import type { Table } from '../data/columns.ts';
import { createRandomTape, type RandomTape } from '../numeric/randomTape.ts';
import type { Trace } from '../posterior/trace.ts';
import type { Fitted } from './fit.ts';
import { observationOutputs } from './observe.ts';
import {
  meanTrace,
  type PredictedDraws,
  type PredictionTarget,
  predictDraws,
  predictOnce,
  predictQuantiles,
} from './predict.ts';
import { type RowEvaluator, type RowKernel, rowEvaluator, rowKernel } from './rowEvaluator.ts';
import type { Specification } from './specification.ts';
import { type PreparedData, preparePrediction } from './trainingData.ts';

/** Row kernels of a specification, kept from fit to fit. */
export type RowKernels = Map<string, RowKernel>;

export interface Predictor {
  readonly once: (table: Table) => Float64Array;
  readonly quantiles: (
    table: Table,
    probabilities: readonly number[],
    target: PredictionTarget,
  ) => Float64Array[];
  readonly draws: (table: Table, target: PredictionTarget, firstRow: number) => PredictedDraws;
}

/** The largest list of quantiles that is answered: finer ones say nothing that draws could know. */
const mostQuantiles = 1000;

/** @throws RangeError for no, too many, or impossible probabilities. */
export function checkProbabilities(probabilities: readonly number[]): void {
  const wrong = probabilities.find((probability) => !(probability >= 0 && probability <= 1));
  if (wrong !== undefined) throw new RangeError(`a probability lies between 0 and 1; found ${wrong}`);
  if (probabilities.length === 0 || probabilities.length > mostQuantiles)
    throw new RangeError(`expected 1 to ${mostQuantiles} probabilities; found ${probabilities.length}`);
}

export function createPredictor(
  specification: Specification,
  kernels: RowKernels,
  fitted: Fitted,
): Predictor {
  const { trace, saved } = fitted;
  const seed = specification.config.sample_params.random_seed;
  const groups = new Map(Object.entries(saved.groups));
  const prepare = (table: Table): PreparedData =>
    preparePrediction(specification, table, groups, saved.bases);
  const kernel = (): RowKernel => {
    let found = kernels.get('observation');
    if (found === undefined) {
      found = rowKernel(specification, observationOutputs(specification));
      kernels.set('observation', found);
    }
    return found;
  };
  let tape: RandomTape | undefined;
  const evaluators = new Map<Trace, RowEvaluator>();
  const over = (draws: Trace): RowEvaluator => {
    const found = evaluators.get(draws) ?? rowEvaluator(kernel(), draws);
    evaluators.set(draws, found);
    return found;
  };
  let mean: Trace | undefined;
  return {
    once: (table) => {
      mean ??= meanTrace(trace);
      return predictOnce(over(mean), prepare(table));
    },
    quantiles: (table, probabilities, target) => {
      checkProbabilities(probabilities);
      tape ??= createRandomTape(seed, trace.chains * trace.draws);
      return predictQuantiles(specification, over(trace), prepare(table), probabilities, target, tape);
    },
    draws: (table, target, firstRow) =>
      predictDraws(specification, over(trace), prepare(table), target, seed, firstRow),
  };
}
