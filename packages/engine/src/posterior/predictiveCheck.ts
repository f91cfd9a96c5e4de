// Posterior predictive checks; Gelman, Meng & Stern 1996, and Gelman et al. 2013, Bayesian Data Analysis §6.3.
import { mean, variance } from './moments.ts';
import { quantileOfSorted, sorted } from './quantile.ts';

/** What a data set and its replications are compared by. */
export const testStatistics = {
  mean: (values: Float64Array) => mean(values),
  sd: (values: Float64Array) => Math.sqrt(variance(values, 1)),
  min: (values: Float64Array) => sorted(values)[0],
  max: (values: Float64Array) => sorted(values)[values.length - 1],
  median: (values: Float64Array) => quantileOfSorted(sorted(values), 0.5),
  zeros: (values: Float64Array) =>
    values.reduce((count, value) => count + (value === 0 ? 1 : 0), 0) / values.length,
} as const;

export type TestStatistic = keyof typeof testStatistics;

export interface PredictiveCheck {
  readonly observed: number;
  /** The statistic of each replication. */
  readonly replicated: Float64Array;
  /** Share of replications whose statistic is larger, half of the ties counted; near 0 or 1 shows misfit. */
  readonly pValue: number;
}

/** Compares a statistic of the outcomes with that of replications, draws × outcomes, row-major. */
export function predictiveCheck(
  outcomes: Float64Array,
  replications: Float64Array,
  statistic: TestStatistic,
): PredictiveCheck {
  const rows = outcomes.length;
  const draws = replications.length / rows;
  if (!Number.isInteger(draws)) {
    throw new RangeError(`${replications.length} replicated values are no multiple of ${rows} outcomes`);
  }
  const measure = testStatistics[statistic];
  const observed = measure(outcomes);
  const replicated = Float64Array.from({ length: draws }, (_, draw) =>
    measure(replications.subarray(draw * rows, (draw + 1) * rows)),
  );
  const above = replicated.reduce(
    (sum, value) => sum + (value > observed ? 1 : value === observed ? 0.5 : 0),
    0,
  );
  return { observed, replicated, pValue: above / draws };
}
