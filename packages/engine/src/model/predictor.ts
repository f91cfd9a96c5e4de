/** Everything a fitted model answers about rows: evaluators over its draws, made when first asked for. */
import type { Table } from '../data/columns.ts';
import type { Expr } from '../expr/expr.ts';
import { createRandomTape, type RandomTape } from '../numeric/randomTape.ts';
import type { Trace } from '../posterior/trace.ts';
import { type Evidence, type Examination, type Examinee, evidenceOf, examine } from './examine.ts';
import type { Fitted } from './fit.ts';
import type { ModelKernel } from './kernels.ts';
import { logPriorKernel } from './logPrior.ts';
import { observationOutputs } from './observe.ts';
import {
  meanTrace,
  type PredictedDraws,
  type PredictionTarget,
  predictDraws,
  predictOnce,
  predictQuantiles,
} from './predict.ts';
import { densityOutput, logDensities } from './rowDensity.ts';
import { type RowEvaluator, type RowKernel, rowEvaluator, rowKernel } from './rowEvaluator.ts';
import { prepareScoring } from './scoringData.ts';
import type { Specification } from './specification.ts';
import { type PreparedData, preparePrediction } from './trainingData.ts';
import type { TrainingRows } from './trainingRows.ts';

/** What rows are evaluated for, and the outputs that takes. */
const purposes = {
  observation: observationOutputs,
  density: densityOutput,
  both: (specification: Specification) => ({
    ...observationOutputs(specification),
    ...densityOutput(specification),
  }),
} satisfies Record<string, (specification: Specification) => Record<string, Expr>>;
type Purpose = keyof typeof purposes;

/** Kernels of a specification, kept from fit to fit. */
export interface PredictorKernels {
  readonly rows: Map<Purpose, RowKernel>;
  priors: ModelKernel | undefined;
}

export const noPredictorKernels = (): PredictorKernels => ({ rows: new Map(), priors: undefined });

export interface Predictor {
  readonly once: (table: Table) => Float64Array;
  readonly quantiles: (
    table: Table,
    probabilities: readonly number[],
    target: PredictionTarget,
  ) => Float64Array[];
  readonly draws: (table: Table, target: PredictionTarget, firstRow: number) => PredictedDraws;
  readonly logDensities: (rows: TrainingRows) => Float64Array;
  readonly evidence: (rows: TrainingRows) => Evidence;
  readonly examine: (rows: TrainingRows) => Examination;
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

export function createPredictor(
  specification: Specification,
  kernels: PredictorKernels,
  { trace, saved }: Fitted,
): Predictor {
  const seed = specification.config.sample_params.random_seed;
  const groups = new Map(Object.entries(saved.groups));
  const prepare = (table: Table): PreparedData =>
    preparePrediction(specification, table, groups, saved.bases);
  const kernelFor = (purpose: Purpose): RowKernel => {
    const found = kernels.rows.get(purpose) ?? rowKernel(specification, purposes[purpose](specification));
    kernels.rows.set(purpose, found);
    return found;
  };
  const evaluators = new Map<string, RowEvaluator>();
  const over = (purpose: Purpose, draws: Trace = trace): RowEvaluator => {
    const key = draws === trace ? purpose : `${purpose} at the mean`;
    const found = evaluators.get(key) ?? rowEvaluator(kernelFor(purpose), draws);
    evaluators.set(key, found);
    return found;
  };
  let mean: Trace | undefined;
  let tape: RandomTape | undefined;
  const scoring = (rows: TrainingRows): PreparedData =>
    prepareScoring(specification, rows, groups, saved.bases);
  const examinee = (purpose: Purpose, rows: TrainingRows): Examinee => ({
    specification,
    trace,
    evaluator: over(purpose),
    data: scoring(rows),
    seed,
  });
  return {
    once: (table) => {
      mean ??= meanTrace(trace);
      return predictOnce(over('observation', mean), prepare(table));
    },
    quantiles: (table, probabilities, target) => {
      checkProbabilities(probabilities);
      tape ??= createRandomTape(seed, trace.chains * trace.draws);
      const evaluator = over('observation');
      return predictQuantiles(specification, evaluator, prepare(table), probabilities, target, tape);
    },
    draws: (table, target, firstRow) =>
      predictDraws(specification, over('observation'), prepare(table), target, seed, firstRow),
    logDensities: (rows) => logDensities(specification, over('density'), scoring(rows)),
    evidence: (rows) => evidenceOf(examinee('density', rows)),
    examine: (rows) => {
      kernels.priors ??= logPriorKernel(specification);
      return examine(examinee('both', rows), kernels.priors);
    },
  };
}
