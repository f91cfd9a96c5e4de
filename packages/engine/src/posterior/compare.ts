// Comparison of models by expected log predictive density; Vehtari, Gelman & Gabry 2017, and stacking weights of
// Yao, Vehtari, Simpson & Gelman 2018, "Using stacking to average Bayesian predictive distributions".
import { exp } from '../numeric/math.ts';
import type { Elpd } from './loo.ts';
import { variance } from './moments.ts';

export interface Comparison {
  readonly name: string;
  /** 0 for the model of the highest elpd. */
  readonly rank: number;
  readonly elpd: number;
  readonly se: number;
  readonly p: number;
  /** elpd of the best model minus this one's, and its standard error over observations. */
  readonly difference: number;
  readonly differenceSe: number;
  /** Stacking weight; all sum to 1. */
  readonly weight: number;
}

/** Compares models of the same observations, best first; throws when their numbers differ. */
export function compare(models: Readonly<Record<string, Elpd>>): Comparison[] {
  const ordered = Object.entries(models).sort(([, a], [, b]) => b.elpd - a.elpd);
  if (ordered.length === 0) return [];
  const observations = ordered[0][1].pointwise.length;
  for (const [name, model] of ordered) {
    if (model.pointwise.length !== observations) {
      throw new RangeError(
        `models must score the same observations: "${name}" has ${model.pointwise.length}, "${ordered[0][0]}" ${observations}`,
      );
    }
  }
  const weights = stackingWeights(ordered.map(([, model]) => model.pointwise));
  const best = ordered[0][1].pointwise;
  return ordered.map(([name, { elpd, se, p, pointwise }], rank) => {
    const differences = best.map((value, i) => value - pointwise[i]);
    return {
      name,
      rank,
      elpd,
      se,
      p,
      difference: differences.reduce((sum, value) => sum + value, 0),
      differenceSe: Math.sqrt(observations * variance(differences, 0)),
      weight: weights[rank],
    };
  });
}

/**
 * Weights w ≥ 0, Σw = 1 that maximise Σ_i log Σ_k w_k exp(pointwise_k[i]), to 1e-10 in the mean log score.
 * The problem is concave, and expectation-maximisation climbs it without leaving the simplex.
 */
export function stackingWeights(pointwise: readonly Float64Array[]): number[] {
  const models = pointwise.length;
  const observations = pointwise[0]?.length ?? 0;
  const densities = Array.from({ length: observations }, (_, i) => {
    const largest = Math.max(...pointwise.map((values) => values[i]));
    return pointwise.map((values) => exp(values[i] - largest));
  });
  let weights = Array.from({ length: models }, () => 1 / models);
  for (let round = 0; round < 20_000; round++) {
    const gains = weights.map(() => 0);
    for (const row of densities) {
      let mixture = 0;
      for (let k = 0; k < models; k++) mixture += weights[k] * row[k];
      for (let k = 0; k < models; k++) gains[k] += row[k] / mixture / observations;
    }
    // Optimal when no model gains more than 1, the Karush–Kuhn–Tucker condition on the simplex.
    if (Math.max(...gains) <= 1 + 1e-10) break;
    weights = weights.map((weight, k) => weight * gains[k]);
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
