/** How much each term adds to the function's value of a row. */
import { quantilesOf } from '../posterior/select.ts';
import type { RowEvaluator } from './rowEvaluator.ts';
import type { PreparedData } from './trainingData.ts';

/** One value a row. */
export interface Contribution {
  readonly mean: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

export interface Contributions {
  /** Functions around the sum, outermost first; none where the function is the sum itself. */
  readonly links: readonly string[];
  /** By the term's text, such as `slope * x`; the means add up to the mean of the function inside the links. */
  readonly terms: Readonly<Record<string, Contribution>>;
}

/** @param alpha coverage of the intervals. */
export function termContributions(
  evaluator: RowEvaluator,
  data: PreparedData,
  names: readonly string[],
  alpha: number,
): Record<string, Contribution> {
  const found = names.map((name) => {
    const [mean, lower, upper] = [0, 1, 2].map(() => new Float64Array(data.rows));
    return { name, mean: mean!, lower: lower!, upper: upper! };
  });
  const values = new Float64Array(evaluator.draws);
  const ends = new Float64Array(2);
  evaluator.evaluate(data, (outputs, row) => {
    for (const { name, mean, lower, upper } of found) {
      values.set(outputs[name]!);
      mean[row] = values.reduce((sum, value) => sum + value, 0) / values.length;
      quantilesOf(values, [(1 - alpha) / 2, (1 + alpha) / 2], ends);
      lower[row] = ends[0]!;
      upper[row] = ends[1]!;
    }
  });
  return Object.fromEntries(found.map(({ name, ...contribution }) => [name, contribution]));
}
