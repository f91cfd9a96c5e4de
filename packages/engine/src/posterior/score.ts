// Scores of predictions against what happened; Gneiting & Raftery 2007, "Strictly proper scoring rules,
// prediction, and estimation", JASA 102. Smaller is better for CRPS and interval score, larger for log score.
import { log } from '../numeric/math.ts';
import { logSumExp } from './psis.ts';
import { sorted } from './quantile.ts';

/**
 * Continuous ranked probability score of one outcome from predictive draws, E|X - y| - ½ E|X - X'|, with the
 * draws taken as the whole predictive distribution; in units of the outcome.
 */
export function crps(draws: Float64Array, outcome: number): number {
  const ascending = sorted(draws);
  const count = ascending.length;
  let distance = 0;
  let spread = 0;
  for (let i = 0; i < count; i++) {
    distance += Math.abs(ascending[i] - outcome);
    // Σ_i Σ_j |x_i - x_j| = 2 Σ_i (2i + 1 - n) x_(i); differences to the outcome keep the digits of large draws.
    spread += (2 * i + 1 - count) * (ascending[i] - outcome);
  }
  return distance / count - spread / count / count;
}

/** Width of an interval plus 2/(1 - coverage) times how far the outcome lies outside (Winkler 1972). */
export function intervalScore(lower: number, upper: number, outcome: number, coverage: number): number {
  if (!(coverage > 0 && coverage < 1))
    throw new RangeError(`coverage must be between 0 and 1, found ${coverage}`);
  const outside = Math.max(lower - outcome, 0, outcome - upper);
  return upper - lower + (2 / (1 - coverage)) * outside;
}

/** Loss of one predicted quantile: the mean over probabilities is half the CRPS in the limit. */
export function pinballLoss(quantile: number, outcome: number, probability: number): number {
  const error = outcome - quantile;
  return error >= 0 ? probability * error : (probability - 1) * error;
}

/** Log predictive density of one outcome from its log densities under each draw. */
export function logScore(logDensities: Float64Array): number {
  return logSumExp(logDensities) - log(logDensities.length);
}

/** Mean absolute and root mean squared error of point predictions. */
export function pointErrors(predicted: Float64Array, outcomes: Float64Array): { mae: number; rmse: number } {
  let absolute = 0;
  let squared = 0;
  for (let i = 0; i < outcomes.length; i++) {
    const error = outcomes[i] - predicted[i];
    absolute += Math.abs(error);
    squared += error * error;
  }
  return { mae: absolute / outcomes.length, rmse: Math.sqrt(squared / outcomes.length) };
}
