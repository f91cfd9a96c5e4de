/** Prediction: the function and the posterior predictive at new rows, from the draws of a trace. */
import type { Random } from '../numeric/random.ts';
import { quantileOfSorted } from '../posterior/quantile.ts';
import { entriesOf, type Trace } from '../posterior/trace.ts';
import { instantiate, type KernelInstance } from './instance.ts';
import { type BoundKernel, meanOutput } from './kernels.ts';
import type { Specification } from './specification.ts';

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

/** The function at the posterior mean of every variable. */
export function predictAtMean(kernel: BoundKernel, trace: Trace): Float64Array {
  const instance = instantiate(kernel);
  for (const { name, offset, length } of kernel.position.blocks) {
    const { values } = trace.posterior[name]!;
    for (let entry = 0; entry < length; entry++) {
      let total = 0;
      for (let at = entry; at < values.length; at += length) total += values[at]!;
      instance.position[offset + entry] = total / (values.length / length);
    }
  }
  instance.run('predict');
  return blockOf(instance, kernel, meanOutput).slice();
}

function blockOf(instance: KernelInstance, kernel: BoundKernel, name: string): Float64Array {
  const offset = kernel.output.offsets[name]!;
  const { length } = kernel.output.blocks.find((block) => block.name === name)!;
  return instance.output.subarray(offset, offset + length);
}

/** Calls `visit` with the kernel run at every draw of the trace, in order. */
export function atEveryDraw(
  kernel: BoundKernel,
  trace: Trace,
  name: string,
  visit: (instance: KernelInstance, draw: number) => void,
): void {
  const instance = instantiate(kernel);
  const sources = kernel.position.blocks.map((block) => ({
    ...block,
    values: trace.posterior[block.name]!.values,
  }));
  const total = trace.chains * trace.draws;
  for (let draw = 0; draw < total; draw++) {
    for (const { offset, length, values } of sources) {
      if (length === 1) instance.position[offset] = values[draw]!;
      else instance.position.set(values.subarray(draw * length, (draw + 1) * length), offset);
    }
    instance.run(name);
    visit(instance, draw);
  }
}

/** Draws of the posterior predictive (or of the function's value) at each row. */
export function predictDraws(
  specification: Specification,
  kernel: BoundKernel,
  trace: Trace,
  rowCount: number,
  target: PredictionTarget,
  random: Random,
): PredictedDraws {
  const total = trace.chains * trace.draws;
  const values = new Float64Array(total * rowCount);
  const { distribution, params, censored } = specification.likelihood;
  const isMean = target === 'mean' || distribution === undefined;
  const names = Object.keys(params).filter((name) => params[name]!.op !== 'vector');
  const numbers: Record<string, number> = {};
  const clamp = (value: number): number => {
    const low = censored?.lower?.op === 'const' ? censored.lower.value! : Number.NEGATIVE_INFINITY;
    const high = censored?.upper?.op === 'const' ? censored.upper.value! : Number.POSITIVE_INFINITY;
    return Math.min(high, Math.max(low, value));
  };
  let blocks: Float64Array[] | undefined;
  atEveryDraw(kernel, trace, 'predict', (instance, draw) => {
    if (isMean) {
      values.set(blockOf(instance, kernel, meanOutput), draw * rowCount);
      return;
    }
    blocks ??= names.map((name) => blockOf(instance, kernel, name));
    for (let row = 0; row < rowCount; row++) {
      for (let k = 0; k < names.length; k++) numbers[names[k]!] = blocks[k]![row]!;
      values[draw * rowCount + row] = clamp(distribution.random(numbers, random));
    }
  });
  return { draws: total, rows: rowCount, values };
}

/** Quantiles of each row over the draws: one array of rows per probability. */
export function rowQuantiles(predicted: PredictedDraws, probabilities: readonly number[]): Float64Array[] {
  const { draws, rows, values } = predicted;
  const result = probabilities.map(() => new Float64Array(rows));
  const column = new Float64Array(draws);
  for (let row = 0; row < rows; row++) {
    for (let draw = 0; draw < draws; draw++) column[draw] = values[draw * rows + row]!;
    column.sort();
    probabilities.forEach((probability, k) => {
      result[k]![row] = quantileOfSorted(column, probability);
    });
  }
  return result;
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
