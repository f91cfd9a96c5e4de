/** Everything a fitted model answers about rows: evaluators over its draws, made when first asked for. */
import type { NewLevels } from '../config/config.ts';
import { isMissing, type Table, takeCells, takeRows } from '../data/columns.ts';
import { invertColumn } from '../data/preprocessing.ts';
import type { Expr } from '../expr/expr.ts';
import type { Trace } from '../posterior/trace.ts';
import { createRandomTape, type RandomTape } from '../sampler/randomTape.ts';
import type { Examinee } from './examine.ts';
import type { Fitted } from './fit.ts';
import { bind, groupParametersKernel, type ModelKernel } from './kernels.ts';
import { withAddedLevels } from './newLevels.ts';
import { expectation, observationOutputs } from './observe.ts';
import {
  meanTrace,
  type PredictedDraws,
  type PredictionTarget,
  predictDraws,
  predictOnce,
  predictQuantiles,
} from './predict.ts';
import { type PredictionData, preparePrediction } from './predictionData.ts';
import { densityOutput, logDensities } from './rowDensity.ts';
import { type RowEvaluator, type RowKernel, rowEvaluator, rowKernel } from './rowEvaluator.ts';
import { prepareScoring } from './scoringData.ts';
import type { Specification } from './specification.ts';
import type { TrainingRows } from './trainingRows.ts';

/** What rows are evaluated for, and the outputs that takes. */
export interface Purpose {
  readonly name: string;
  readonly outputs: (specification: Specification) => Record<string, Expr>;
}

const observation: Purpose = { name: 'observation', outputs: observationOutputs };
export const densities: Purpose = { name: 'density', outputs: densityOutput };

/** Kernels of a model by purpose and form, kept from fit to fit. */
export interface PredictorKernels {
  readonly rows: Map<string, RowKernel>;
  readonly priors: Map<string, ModelKernel>;
  /** The random numbers of predictions; they do not depend on the fit. */
  tape?: { readonly seed: number; readonly draws: number; readonly numbers: RandomTape };
}

export const noPredictorKernels = (): PredictorKernels => ({ rows: new Map(), priors: new Map() });

function tapeOf(kernels: PredictorKernels, seed: number, draws: number): RandomTape {
  const known = kernels.tape;
  if (known?.seed === seed && known.draws === draws) return known.numbers;
  const numbers = createRandomTape(seed, draws);
  kernels.tape = { seed, draws, numbers };
  return numbers;
}

/** What is asked about rows. */
export interface RowQuestion {
  readonly of?: PredictionTarget;
  /** What to do with levels not seen in training; overrides the config's `new_levels`. */
  readonly newLevels?: NewLevels;
}

/** Answers are in the outcome's own units, whatever `preprocessing` does to it. */
export interface Predictor {
  readonly once: (table: Table, question?: RowQuestion) => Float64Array;
  readonly quantiles: (
    table: Table,
    probabilities: readonly number[],
    question?: RowQuestion,
  ) => Float64Array[];
  /** The expected outcome of each row. */
  readonly expected: (table: Table) => Float64Array;
  readonly draws: (table: Table, question?: RowQuestion, firstRow?: number) => PredictedDraws;
  readonly logDensities: (rows: TrainingRows) => Float64Array;
  /** Rows, and an evaluator of other outputs over them. */
  readonly evaluated: (purpose: Purpose, table: Table, question?: RowQuestion) => Evaluated;
  /** Rows with their outcomes, to hold the fit against. */
  readonly examinee: (purpose: Purpose, rows: TrainingRows) => Examinee;
  readonly kernels: PredictorKernels;
}

export interface Evaluated {
  readonly data: PredictionData;
  readonly evaluator: RowEvaluator;
}

/** The largest list of quantiles that is answered: finer ones say nothing that draws could know. */
const mostQuantiles = 1000;

/** @throws RangeError for no, too many, or impossible probabilities. */
function checkProbabilities(probabilities: readonly number[]): void {
  const wrong = probabilities.find((probability) => !(probability >= 0 && probability <= 1));
  if (wrong !== undefined) throw new RangeError(`a probability lies between 0 and 1; found ${wrong}`);
  if (probabilities.length === 0 || probabilities.length > mostQuantiles)
    throw new RangeError(`expected 1 to ${mostQuantiles} probabilities; found ${probabilities.length}`);
}

/** @throws RangeError unless an interval of this coverage exists. */
export function checkCoverage(alpha: number): void {
  if (!(alpha > 0 && alpha < 1))
    throw new RangeError(`alpha is the interval's coverage, between 0 and 1; found ${alpha}`);
}

export function createPredictor(kernels: PredictorKernels, fitted: Fitted): Predictor {
  const { trace, saved, specification: trained } = fitted;
  const seed = trained.config.sample_params.random_seed;
  const { bases = {}, preprocessing = {}, dependent } = saved;
  const known = { groups: new Map(Object.entries(saved.groups)), preprocessing, bases };
  const own = (values: Float64Array): Float64Array => invertColumn(preprocessing, dependent, values);
  let last: Specification = trained;
  const ready = (data: PredictionData, newLevels?: NewLevels): Ready => {
    last = data.specification;
    if (data.added.length === 0) return { data, draws: trace };
    const parameters = bind(groupParametersKernel(last), last, data);
    return { data, draws: withAddedLevels(trace, data, parameters, seed, newLevels) };
  };
  const prepare = (table: Table, { newLevels }: RowQuestion): Ready =>
    ready(preparePrediction(trained, table, known, newLevels, last), newLevels);
  const scoring = (rows: TrainingRows): Ready => ready(prepareScoring(trained, rows, known, last));
  const kernelFor = (purpose: Purpose, specification: Specification): RowKernel => {
    const key = `${purpose.name} ${JSON.stringify(specification.shape)}`;
    const found = kernels.rows.get(key) ?? rowKernel(specification, purpose.outputs(specification));
    kernels.rows.set(key, found);
    return found;
  };
  let mean: Trace | undefined;
  const evaluators = new Map<string, { of: RowKernel; evaluator: RowEvaluator }>();
  const over = (purpose: Purpose, { data, draws }: Ready): RowEvaluator => {
    const of = kernelFor(purpose, data.specification);
    // Draws made for these rows alone are not kept.
    if (draws !== trace && draws !== mean) return rowEvaluator(of, draws);
    const key = draws === trace ? purpose.name : `${purpose.name} at the mean`;
    const found = evaluators.get(key);
    if (found?.of === of) return found.evaluator;
    const evaluator = rowEvaluator(of, draws);
    evaluators.set(key, { of, evaluator });
    return evaluator;
  };
  const examinee = (purpose: Purpose, rows: TrainingRows): Examinee => {
    const it = scoring(withOutcomes(rows, trained));
    const { data, draws } = it;
    return { specification: data.specification, trace, draws, evaluator: over(purpose, it), data, seed };
  };
  return {
    once: (table, question = {}) => {
      const { data, draws } = prepare(table, question);
      if (draws === trace) mean ??= meanTrace(trace);
      const at = draws === trace && mean !== undefined ? mean : meanTrace(draws);
      return own(predictOnce(over(observation, { data, draws: at }), data));
    },
    quantiles: (table, probabilities, question = {}) => {
      checkProbabilities(probabilities);
      const it = prepare(table, question);
      const { specification } = it.data;
      const target = question.of ?? 'observation';
      const tape = tapeOf(kernels, seed, trace.chains * trace.draws);
      const evaluator = over(observation, it);
      return predictQuantiles(specification, evaluator, it.data, probabilities, target, tape).map(own);
    },
    expected: (table) => {
      const it = prepare(table, {});
      const { specification, rows } = it.data;
      const evaluator = over(observation, it);
      const meanOf = expectation(specification);
      // The mean of a transformed outcome is not the transform of its mean.
      if (meanOf !== undefined && preprocessing[dependent]?.transform === undefined) {
        const means = new Float64Array(rows);
        evaluator.evaluate(it.data, (values, row) => {
          means[row] = meanOf(values);
        });
        return own(means);
      }
      return meanOfDraws(predictDraws(specification, evaluator, it.data, 'observation', seed), own);
    },
    draws: (table, question = {}, firstRow = 0) => {
      const it = prepare(table, question);
      const target = question.of ?? 'observation';
      const evaluator = over(observation, it);
      const drawn = predictDraws(it.data.specification, evaluator, it.data, target, seed, firstRow);
      return { ...drawn, values: own(drawn.values) };
    },
    logDensities: (rows) => {
      const it = scoring(rows);
      return logDensities(it.data.specification, over(densities, it), it.data);
    },
    evaluated: (purpose, table, question = {}) => {
      const it = prepare(table, question);
      return { data: it.data, evaluator: over(purpose, it) };
    },
    examinee,
    kernels,
  };
}

function meanOfDraws(
  { draws, rows, values }: PredictedDraws,
  own: (values: Float64Array) => Float64Array,
): Float64Array {
  const outcomes = own(values);
  return Float64Array.from({ length: rows }, (_, row) => {
    let total = 0;
    for (let at = row; at < outcomes.length; at += rows) total += outcomes[at]!;
    return total / draws;
  });
}

/** Rows, and draws of everything they need. */
interface Ready {
  readonly data: PredictionData;
  readonly draws: Trace;
}

/** The rows that have an outcome, where the config lets some lack it. */
function withOutcomes(rows: TrainingRows, { config }: Specification): TrainingRows {
  if (config.missing.y === 'error') return rows;
  const kept = [...rows.y.values.keys()].filter((row) => !isMissing(rows.y, row));
  const hasColumns = Object.keys(rows.table.columns).length > 0;
  return {
    ...rows,
    table: hasColumns ? takeRows(rows.table, kept) : rows.table,
    y: takeCells(rows.y, kept),
  };
}
