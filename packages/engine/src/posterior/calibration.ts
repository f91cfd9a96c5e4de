// Whether predictions say as much as they know: probability integral transforms and coverage.
// Gneiting, Balabdaoui & Raftery 2007, "Probabilistic forecasts, calibration and sharpness", JRSS B 69.
import { exp } from '../numeric/math.ts';
import { logSumExp } from './psis.ts';

/** Share of predictive draws at or below the outcome, half of the ties counted: uniform when calibrated. */
export function pit(draws: Float64Array, outcome: number): number {
  return randomizedPit(draws, outcome, 0.5);
}

/** The same with another share of the ties; a uniform one makes it uniform for outcomes that may be hit exactly too. */
export function randomizedPit(draws: Float64Array, outcome: number, shareOfTies: number): number {
  let below = 0;
  let equal = 0;
  for (const draw of draws) {
    if (draw < outcome) below++;
    else if (draw === outcome) equal++;
  }
  return (below + shareOfTies * equal) / draws.length;
}

/**
 * Leave-one-out PIT of one observation: the weight of the predictive draws at or below the outcome, under
 * Pareto-smoothed weights of the posterior without it (Gelman et al. 2013, §6.3; arviz.loo_pit).
 * @param logWeights normalised, one a draw, from `looObservation`.
 */
export function looPit(draws: Float64Array, outcome: number, logWeights: Float64Array): number {
  const below = logWeights.filter((_, s) => draws[s] <= outcome);
  return below.length === 0 ? 0 : Math.min(1, exp(logSumExp(below)));
}

/** The same for outcomes that may be hit exactly: a uniform place within the weight of the draws equal to it. */
export function randomizedLooPit(
  draws: Float64Array,
  outcome: number,
  logWeights: Float64Array,
  uniform: number,
): number {
  let below = 0;
  let equal = 0;
  for (let s = 0; s < draws.length; s++) {
    if (draws[s] < outcome) below += exp(logWeights[s]);
    else if (draws[s] === outcome) equal += exp(logWeights[s]);
  }
  return Math.min(1, below + uniform * equal);
}

export interface Coverage {
  /** Share of outcomes inside their interval, ends included. */
  readonly coverage: number;
  readonly meanWidth: number;
  readonly below: number;
  readonly above: number;
}

/** How often and how tightly intervals hold the outcomes; one entry an observation; NaN without observations. */
export function intervalCoverage(lower: Float64Array, upper: Float64Array, outcomes: Float64Array): Coverage {
  let below = 0;
  let above = 0;
  let width = 0;
  for (let i = 0; i < outcomes.length; i++) {
    if (outcomes[i] < lower[i]) below++;
    if (outcomes[i] > upper[i]) above++;
    width += upper[i] - lower[i];
  }
  const count = outcomes.length;
  return { coverage: 1 - (below + above) / count, meanWidth: width / count, below, above };
}
