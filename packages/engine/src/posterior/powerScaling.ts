// Sensitivity of a posterior to its prior and to its data by power-scaling; Kallioinen, Paananen, Bürkner &
// Vehtari 2023, "Detecting and diagnosing prior and likelihood sensitivity with power-scaling",
// Statistics and Computing 34.
import { exp, log } from '../numeric/math.ts';
import { inOrder, orderOf } from './order.ts';
import { psis } from './psis.ts';

/** Sensitivities above this deserve a look (§3.3 of the paper). */
export const sensitivityLimit = 0.05;

export interface PowerScaling {
  /** Normalised weights of the draws with the component raised to 1/(1 + delta) and to 1 + delta. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly delta: number;
  /** The larger Pareto k of both: above `paretoKLimit` the sensitivities are not to be trusted. */
  readonly paretoK: number;
}

/** Reweighs draws to a weaker and a stronger component; `logDensity` is its log density summed, one a draw. */
export function powerScaling(logDensity: Float64Array, delta = 0.01): PowerScaling {
  const weaker = psis(logDensity.map((value) => (1 / (1 + delta) - 1) * value));
  const stronger = psis(logDensity.map((value) => delta * value));
  return {
    lower: weaker.logWeights.map(exp),
    upper: stronger.logWeights.map(exp),
    delta,
    paretoK: Math.max(weaker.paretoK, stronger.paretoK),
  };
}

/** How fast the distribution of draws moves with the power: cumulative Jensen–Shannon distance over log2 of it. */
export function powerSensitivity(draws: Float64Array, scaling: PowerScaling): number {
  const mirrored = draws.map((draw) => -draw);
  const moved = (weights: Float64Array) =>
    Math.max(cumulativeJensenShannon(draws, weights), cumulativeJensenShannon(mirrored, weights));
  return (moved(scaling.lower) + moved(scaling.upper)) / ((2 * log(1 + scaling.delta)) / Math.LN2);
}

/**
 * Distance in [0, 1] between the plain and the weighted empirical distribution of the same draws
 * (Nguyen & Vreeken 2015); 0 for constant draws.
 */
export function cumulativeJensenShannon(draws: Float64Array, weights: Float64Array): number {
  const order = orderOf(draws);
  const ascending = inOrder(draws, order);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const count = draws.length;
  let plainArea = 0;
  let weightedArea = 0;
  let plainToMiddle = 0;
  let weightedToMiddle = 0;
  let weighted = 0;
  for (let i = 0; i + 1 < count; i++) {
    const width = ascending[i + 1] - ascending[i];
    const plain = (i + 1) / count;
    weighted += weights[order[i]] / total;
    const middle = (plain + weighted) / 2;
    plainArea += plain * width;
    weightedArea += weighted * width;
    plainToMiddle += width * plain * log2(plain / middle);
    if (weighted > 0) weightedToMiddle += width * weighted * log2(weighted / middle);
  }
  const bound = plainArea + weightedArea;
  if (bound === 0) return 0;
  const shift = (0.5 / Math.LN2) * (weightedArea - plainArea);
  return Math.sqrt((Math.max(0, plainToMiddle + shift) + Math.max(0, weightedToMiddle - shift)) / bound);
}

function log2(value: number): number {
  return log(value) / Math.LN2;
}
