/** A fitted model held against rows with their outcomes: leave-one-out, predictive checks, sensitivity to the prior. */
import { createRandom } from '../numeric/random.ts';
import { randomizedLooPit } from '../posterior/calibration.ts';
import { type EcdfTest, ecdfTest } from '../posterior/ecdfTest.ts';
import { type Loo, looObservation, looOf, relativeEfficiency } from '../posterior/loo.ts';
import { type ReplicationChecks, replicationChecks } from '../posterior/replications.ts';
import { type SensitivityReport, sensitivityOf } from '../posterior/sensitivity.ts';
import type { Trace } from '../posterior/trace.ts';
import { type Waic, waicObservation, waicOf } from '../posterior/waic.ts';
import type { ModelKernel } from './kernels.ts';
import { logPriors } from './logPrior.ts';
import { observer } from './observe.ts';
import { density, isPossible } from './rowDensity.ts';
import type { RowEvaluator } from './rowEvaluator.ts';
import { outcome, type Specification } from './specification.ts';
import type { PreparedData } from './trainingData.ts';

/** Out-of-sample density of the rows the model was fitted to. */
export interface Evidence {
  readonly loo: Loo;
  readonly waic: Waic;
}

/** Whether new data of the model look like the rows; absent where the likelihood cannot be drawn from. */
export interface PredictiveChecks extends ReplicationChecks {
  /** The share of each row's prediction without itself below its outcome: uniform when intervals hold what they say. */
  readonly looPit: { readonly values: Float64Array; readonly test: EcdfTest };
}

export interface Examination extends Evidence {
  readonly predictive?: PredictiveChecks;
  readonly sensitivity: SensitivityReport;
}

/** Doubles that replications may take. */
const replicationSize = 2 ** 24;
const mostReplications = 500;
const [replicatePurpose, tiePurpose] = [19, 20];

/** What the examination of a model needs. */
export interface Examinee {
  readonly specification: Specification;
  readonly trace: Trace;
  /** The trace with values for what the rows add, such as empty cells. */
  readonly draws: Trace;
  /** Over `observationOutputs` and `densityOutput`. */
  readonly evaluator: RowEvaluator;
  readonly data: PreparedData;
  readonly seed: number;
}

/** PSIS-LOO and WAIC; the rows are those of training. */
export function evidenceFor({ specification, trace, evaluator, data }: Examinee): Evidence {
  const efficiency = relativeEfficiency(trace);
  const looRows: { elpd: number; paretoK: number; lppd: number }[] = [];
  const waicRows: { lppd: number; variance: number }[] = [];
  const counts = enters(specification);
  evaluator.evaluate(data, (values, row) => {
    if (!counts(row)) return;
    const { elpd, paretoK, lppd } = looObservation(values[density]!, efficiency);
    looRows.push({ elpd, paretoK, lppd });
    waicRows.push(waicObservation(values[density]!));
  });
  return { loo: looOf(looRows, evaluator.draws), waic: waicOf(waicRows) };
}

/** Rows before the longest lag condition the model and are not judged. */
function enters({ lags }: Specification): (row: number) => boolean {
  const longest = lags.reduce((most, { places }) => Math.max(most, places), 0);
  return (row) => row >= longest;
}

/** Everything at once, in one pass over the rows. @param priors from `logPriorKernel` */
export function examine(examinee: Examinee, priors: ModelKernel): Examination {
  const { specification, trace, evaluator, data, seed } = examinee;
  const { draws } = evaluator;
  const efficiency = relativeEfficiency(trace);
  const observe = specification.likelihood.distribution === undefined ? undefined : observer(specification);
  const counts = enters(specification);
  const judged = [...Array(data.rows).keys()].filter(counts);
  const step = Math.max(
    1,
    Math.ceil(draws / Math.min(mostReplications, Math.max(20, replicationSize / judged.length))),
  );
  const count = Math.floor((draws - 1) / step) + 1;
  const replications = new Float64Array(observe === undefined ? 0 : count * judged.length);
  const outcomes = Float64Array.from(judged, (row) => data.columns[outcome]![row]!);
  const test = isPossible(specification);
  const ties = createRandom(seed, 0, tiePurpose);
  const pit = new Float64Array(judged.length);
  const logLikelihood = new Float64Array(draws);
  const predicted = new Float64Array(draws);
  const looRows: { elpd: number; paretoK: number; lppd: number }[] = [];
  const waicRows: { lppd: number; variance: number }[] = [];
  evaluator.evaluate(data, (values, row) => {
    if (!counts(row)) return;
    const at = looRows.length;
    const densities = values[density]!;
    if (!test(outcomes[at]!)) densities.fill(Number.NEGATIVE_INFINITY);
    for (let draw = 0; draw < draws; draw++) logLikelihood[draw]! += densities[draw]!;
    const { elpd, paretoK, lppd, logWeights } = looObservation(densities, efficiency);
    looRows.push({ elpd, paretoK, lppd });
    waicRows.push(waicObservation(densities));
    if (observe === undefined) return;
    const one = observe(values);
    const random = createRandom(seed, row, replicatePurpose);
    for (let draw = 0; draw < draws; draw++) predicted[draw] = one(draw, random);
    for (let draw = 0, r = 0; draw < draws; draw += step, r++)
      replications[r * judged.length + at] = predicted[draw]!;
    pit[at] = randomizedLooPit(predicted, outcomes[at]!, logWeights, ties.uniform());
  });
  return {
    loo: looOf(looRows, draws),
    waic: waicOf(waicRows),
    ...(observe === undefined
      ? {}
      : {
          predictive: {
            ...replicationChecks(outcomes, replications),
            looPit: { values: pit, test: ecdfTest(pit) },
          },
        }),
    sensitivity: sensitivityOf(trace, logPriors(specification, priors, data, examinee.draws), logLikelihood),
  };
}
