/** Prediction: the function and the posterior predictive at new rows, from the draws of a trace. */
import { createRandom } from '../numeric/random.ts';
import { quantilesOf } from '../posterior/select.ts';
import { entriesOf, type Trace, type TraceVariable } from '../posterior/trace.ts';
import type { RandomTape } from '../sampler/randomTape.ts';
import { distinctRows } from './distinctRows.ts';
import { functionValue, observer, spreadNoise, tapedObserver } from './observe.ts';
import type { RowEvaluator } from './rowEvaluator.ts';
import type { Specification } from './specification.ts';
import type { PreparedData } from './trainingData.ts';

export interface Interval {
  readonly lower: Float64Array;
  readonly median: Float64Array;
  readonly upper: Float64Array;
}

/** Values of every draw: draws × rows, row-major. */
export interface PredictedDraws {
  readonly draws: number;
  readonly rows: number;
  readonly values: Float64Array;
}

/** What is predicted: a new observation, or the function's value alone. */
export type PredictionTarget = 'observation' | 'mean';

/** A trace of one draw: the posterior mean of every variable. */
export function meanTrace(trace: Trace): Trace {
  const posterior = Object.entries(trace.posterior).map(([name, variable]): [string, TraceVariable] => {
    const means = momentsOf(trace, name).map(({ mean }) => mean);
    return [name, { ...variable, values: Float64Array.from(means) }];
  });
  return { ...trace, chains: 1, draws: 1, posterior: Object.fromEntries(posterior), sampleStats: {} };
}

/** The function's value of each row, from an evaluator over a trace of one draw. */
export function predictOnce(evaluator: RowEvaluator, data: PreparedData): Float64Array {
  const result = new Float64Array(data.rows);
  evaluator.evaluate(data, (values, row) => {
    result[row] = values[functionValue]![0]!;
  });
  return result;
}

/**
 * Quantiles of each row over the draws: one array of rows a probability. The noise of a draw is the same in every row,
 * so that a row's quantiles depend on nothing but the row.
 */
export function predictQuantiles(
  specification: Specification,
  evaluator: RowEvaluator,
  data: PreparedData,
  probabilities: readonly number[],
  target: PredictionTarget,
  tape: RandomTape,
): Float64Array[] {
  const { data: distinct, groupOf } = evaluator.isRowwise ? withoutRepeats(data) : { data };
  const results = distinctQuantiles(specification, evaluator, distinct, probabilities, target, tape);
  if (groupOf === undefined) return results;
  return results.map((result) => Float64Array.from(groupOf, (group) => result[group]!));
}

function distinctQuantiles(
  specification: Specification,
  evaluator: RowEvaluator,
  data: PreparedData,
  probabilities: readonly number[],
  target: PredictionTarget,
  tape: RandomTape,
): Float64Array[] {
  const { draws } = evaluator;
  const isMean = target === 'mean';
  const spread =
    isMean || evaluator.spreadQuantiles === undefined ? undefined : spreadNoise(specification, draws, tape);
  if (spread !== undefined) return evaluator.spreadQuantiles!(data, spread, probabilities);
  const observe = isMean ? undefined : tapedObserver(specification, draws, tape);
  const results = probabilities.map(() => new Float64Array(data.rows));
  const values = new Float64Array(draws);
  const found = new Float64Array(probabilities.length);
  evaluator.evaluate(data, (outputs, row) => {
    observe?.(outputs, values);
    quantilesOf(observe === undefined ? outputs[functionValue]! : values, probabilities, found);
    for (let k = 0; k < found.length; k++) results[k]![row] = found[k]!;
  });
  return results;
}

/** Each combination of values once, and which of them each row has. */
function withoutRepeats(data: PreparedData): { data: PreparedData; groupOf?: Int32Array } {
  const columns = Object.entries(data.columns);
  const indices = Object.entries(data.indices).filter(([key]) => key.endsWith('|rows'));
  if (data.rows < 2 || columns.length + indices.length === 0) return { data };
  const { first, groupOf } = distinctRows(
    [...columns, ...indices].map(([, values]) => values),
    data.rows,
  );
  if (first.length === data.rows) return { data };
  return {
    data: {
      ...data,
      rows: first.length,
      columns: Object.fromEntries(
        columns.map(([name, values]) => [name, Float64Array.from(first, (row) => values[row]!)]),
      ),
      indices: {
        ...data.indices,
        ...Object.fromEntries(
          indices.map(([key, index]) => [key, Int32Array.from(first, (row) => index[row]!)]),
        ),
      },
    },
    groupOf,
  };
}

/** Tells the streams of rows from those of chains and tapes. */
const rowPurpose = 18;

/**
 * Draws of the posterior predictive (or of the function's value) at each row, with noise of its own for every row.
 * @param firstRow number of the first row, so that a table may be predicted in parts.
 */
export function predictDraws(
  specification: Specification,
  evaluator: RowEvaluator,
  data: PreparedData,
  target: PredictionTarget,
  seed: number,
  firstRow = 0,
): PredictedDraws {
  const { draws } = evaluator;
  const values = new Float64Array(draws * data.rows);
  const observe = target === 'mean' ? undefined : observer(specification);
  evaluator.evaluate(data, (outputs, row) => {
    const mean = outputs[functionValue]!;
    const one = observe?.(outputs);
    const random = createRandom(seed, firstRow + row, rowPurpose);
    for (let draw = 0, at = row; draw < draws; draw++, at += data.rows)
      values[at] = one === undefined ? mean[draw]! : one(draw, random);
  });
  return { draws, rows: data.rows, values };
}

/** Mean and standard deviation of each entry of a variable over all draws. */
export function momentsOf(trace: Trace, name: string): { mean: number; sd: number }[] {
  const variable = trace.posterior[name]!;
  const stride = entriesOf(variable);
  const count = variable.values.length / stride;
  return Array.from({ length: stride }, (_, entry) => {
    let total = 0;
    for (let at = entry; at < variable.values.length; at += stride) total += variable.values[at]!;
    const mean = total / count;
    let squares = 0;
    for (let at = entry; at < variable.values.length; at += stride)
      squares += squared(variable.values[at]! - mean);
    return { mean, sd: Math.sqrt(squares / (count - 1)) };
  });
}

function squared(x: number): number {
  return x * x;
}
