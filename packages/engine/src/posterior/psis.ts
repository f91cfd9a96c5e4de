// Pareto-smoothed importance sampling; Vehtari, Simpson, Gelman, Yao & Gabry 2024, "Pareto smoothed importance
// sampling", JMLR 25(72), with the generalised Pareto fit of Zhang & Stephens 2009 (Technometrics 51(3)): assembly/draws.
import { exp, log } from '../numeric/math.ts';
import { ofDraws } from './drawsCore.ts';

export interface SmoothedWeights {
  /** Log weights, normalised to a sum of weights of 1. */
  readonly logWeights: Float64Array;
  /** Kish's effective number of draws: (Σ w)² / Σ w². */
  readonly effective: number;
  /** Shape of the tail: Infinity when fewer than 5 draws lie in it, NaN when it cannot be fitted. */
  readonly paretoK: number;
}

/** Smooths the largest log importance ratios; `relativeEfficiency` is ESS over draws, 1 for independent draws. */
export function psis(logRatios: Float64Array, relativeEfficiency = 1): SmoothedWeights {
  return ofDraws(logRatios, 1, (core, address) => {
    const at = core.smooth(relativeEfficiency);
    const [paretoK, effective] = new Float64Array(core.memory.buffer, at, 2);
    const logWeights = new Float64Array(core.memory.buffer, address, logRatios.length).slice();
    return { logWeights, effective, paretoK };
  });
}

/** The k above which `draws` draws are too few for the smoothed weights to be trusted (§3.2.4 of the paper). */
export function paretoKLimit(draws: number): number {
  return Math.min(1 - Math.LN10 / log(draws), 0.7);
}

/** Empirical Bayes fit to ascending positive excesses, with the weak prior k ≈ 0.5 worth ten observations. */
export function fitGeneralizedPareto(excesses: Float64Array): { readonly k: number; readonly sigma: number } {
  return ofDraws(excesses, 1, (core) => {
    const at = core.pareto();
    const [k, sigma] = new Float64Array(core.memory.buffer, at, 2);
    return { k, sigma };
  });
}

/** log Σ exp(x), without overflow; -Infinity when every entry is. */
export function logSumExp(values: Float64Array): number {
  const largest = maximum(values);
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  for (const value of values) sum += exp(value - largest);
  return largest + log(sum);
}

function maximum(values: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (Number.isNaN(value)) return Number.NaN;
    if (value > largest) largest = value;
  }
  return largest;
}
