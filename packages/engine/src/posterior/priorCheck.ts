// What outcomes a prior expects, and whether the real ones are among them; Gabry et al. 2019, §3.
import { quantilesOf } from './select.ts';

export interface PriorCheck {
  readonly draws: number;
  readonly rows: number;
  /** Share of simulated outcomes that are not finite: the priors reach where the function overflows. */
  readonly notFinite: number;
  /** Quantiles of all simulated outcomes, and of the real ones where they are known. */
  readonly quantiles: readonly {
    readonly probability: number;
    readonly prior: number;
    readonly observed?: number;
  }[];
  /** Share of the real outcomes inside each row's own prior interval. */
  readonly coverage?: readonly { readonly nominal: number; readonly coverage: number }[];
}

const probabilities = [0.005, 0.05, 0.25, 0.5, 0.75, 0.95, 0.995];
const intervals = [0.5, 0.9, 0.99];

/** @param values draws × rows, row-major. */
export function priorCheck(
  { draws, rows, values }: { readonly draws: number; readonly rows: number; readonly values: Float64Array },
  outcomes?: Float64Array,
): PriorCheck {
  const finite = values.filter(Number.isFinite);
  const prior = new Float64Array(probabilities.length).fill(Number.NaN);
  if (finite.length > 0) quantilesOf(finite, probabilities, prior);
  const observed = new Float64Array(probabilities.length);
  if (outcomes !== undefined) quantilesOf(outcomes.slice(), probabilities, observed);
  return {
    draws,
    rows,
    notFinite: 1 - finite.length / values.length,
    quantiles: probabilities.map((probability, k) => ({
      probability,
      prior: prior[k],
      ...(outcomes === undefined ? {} : { observed: observed[k] }),
    })),
    ...(outcomes === undefined ? {} : { coverage: coverageOf(draws, rows, values, outcomes) }),
  };
}

function coverageOf(draws: number, rows: number, values: Float64Array, outcomes: Float64Array) {
  const inside = new Float64Array(intervals.length);
  const bounds = new Float64Array(2);
  const column = new Float64Array(draws);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < intervals.length; k++) {
      for (let draw = 0; draw < draws; draw++) column[draw] = values[draw * rows + row];
      quantilesOf(column, [(1 - intervals[k]) / 2, (1 + intervals[k]) / 2], bounds);
      if (outcomes[row] >= bounds[0] && outcomes[row] <= bounds[1]) inside[k]++;
    }
  }
  return intervals.map((nominal, k) => ({ nominal, coverage: inside[k] / rows }));
}
