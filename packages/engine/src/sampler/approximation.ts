/** A multivariate t around the mode as an approximation of the posterior, weighed by draws from it and mended by them. */
import { log } from '../numeric/math.ts';
import { seedWords } from '../numeric/random.ts';
import { psis } from '../posterior/psis.ts';
import type { LoadedSampler } from './core.ts';
import { growTo } from './kernel.ts';
import type { SamplerSettings } from './settings.ts';
import { purposes } from './streams.ts';

export interface Weighed {
  /** Pareto shape of the ratios of the density to its approximation; small is good. */
  readonly paretoK: number;
  /** Effective share of independent draws, from 0 to 1. */
  readonly efficiency: number;
}

export interface Approximation extends Weighed {
  /** Its middle, and its covariance up to a factor. */
  readonly position: Float64Array;
  readonly covariance: Float64Array;
  /** What it was taken from. */
  readonly from: 'the mode' | 'draws around the mode';
  /** Density evaluations it took. */
  readonly evaluations: number;
  /** Seconds of one of them; it decides nothing that is drawn. */
  readonly evaluationSeconds: number;
}

/**
 * What an approximation must reach for the posterior's normal part to be solved exactly: the log of the efficiency that may be
 * lost per dimension, and tails hardly heavier than its own, for in heavier ones such steps are refused and a chain stands
 * still. A normal target loses 0.02.
 */
const normalLimits = { loss: 0.04, paretoK: 0.25 };

export function isNormal({ paretoK, efficiency }: Weighed, dimension: number): boolean {
  return paretoK < normalLimits.paretoK && -log(efficiency) < normalLimits.loss * dimension;
}

const weighingDraws = 256;
/** Effective draws a dimension from which their covariance is worth more than the curvature. */
const teachingDraws = 10;
/** Times that an approximation is mended by its own draws. */
const turns = 3;

/**
 * The approximation by position and curvature of a mode. Where the posterior is skewed, or its tails are long, the mean and
 * covariance of draws from it, resampled by weight, approximate it better: they are taken where they do, and again, as a
 * population Monte Carlo scheme (Cappé, Guillin, Marin & Robert 2004).
 */
export function approximate(
  sampler: LoadedSampler,
  dimension: number,
  settings: SamplerSettings,
  mode: { readonly position: Float64Array; readonly covariance: Float64Array },
  now: () => number,
): Approximation {
  let best: Approximation & Draws = {
    ...weighed(sampler, dimension, settings, mode, purposes.approximation, now),
    ...mode,
    from: 'the mode',
    evaluations: weighingDraws,
  };
  for (let turn = 0; turn < turns; turn++) {
    const isTaught = best.efficiency * weighingDraws >= teachingDraws * dimension;
    if (!isTaught || (turn === 0 && isNormal(best, dimension))) break;
    const moments = momentsOf(best.draws, dimension);
    const next = weighed(sampler, dimension, settings, moments, purposes.refinement + turn, now);
    const evaluations = best.evaluations + weighingDraws;
    // An inverse that is not definite leaves the metric at the identity, with weights to match.
    const isBetter = next.efficiency > best.efficiency;
    best = {
      ...best,
      ...(isBetter ? { ...next, ...moments, from: 'draws around the mode' } : {}),
      evaluations,
    };
    if (!isBetter) break;
  }
  const { draws: _, ...approximation } = best;
  return approximation;
}

interface Draws extends Weighed {
  readonly draws: Float64Array;
  readonly evaluationSeconds: number;
}

/** Weighs independent draws from an approximation; what it gives of them is resampled by weight. */
function weighed(
  { core, memory, end }: LoadedSampler,
  dimension: number,
  settings: SamplerSettings,
  around: { readonly position: Float64Array; readonly covariance: Float64Array },
  purpose: number,
  now: () => number,
): Draws {
  const columnBytes = 8 * weighingDraws;
  growTo(memory, end + core.stateBytes(dimension, 1, 0));
  const drawsAt = core.configure(end, dimension, 1, 0, settings.maxTreeDepth, settings.targetAccept);
  const scratchAt = drawsAt + columnBytes * (dimension + 3);
  growTo(memory, scratchAt + core.resamplingBytes(weighingDraws));
  new Float64Array(memory.buffer, core.inverseMetricAddress(), dimension * dimension).set(around.covariance);
  core.useMetric();
  new Float64Array(memory.buffer, core.position(), dimension).set(around.position);
  const [low, high] = seedWords(settings.seed);
  core.seed(low, high, 0, purpose);
  core.beginIndependence();
  const statisticsAt = drawsAt + columnBytes * dimension;
  const begin = now();
  core.drawIndependently(weighingDraws, drawsAt, statisticsAt, columnBytes);
  const evaluationSeconds = (now() - begin) / 1000 / weighingDraws;
  core.resample(weighingDraws, drawsAt, statisticsAt, columnBytes, scratchAt);
  return {
    ...weigh(new Float64Array(memory.buffer, statisticsAt + 2 * columnBytes, weighingDraws).slice()),
    draws: new Float64Array(memory.buffer, drawsAt, weighingDraws * dimension).slice(),
    evaluationSeconds,
  };
}

/** Pareto shape of log ratios, and Kish's effective share of their weights. */
export function weigh(logRatios: Float64Array): Weighed {
  const { effective, paretoK } = psis(logRatios);
  return { paretoK, efficiency: effective / logRatios.length };
}

/** Mean and covariance of draws × dimension. */
function momentsOf(
  draws: Float64Array,
  dimension: number,
): { readonly position: Float64Array; readonly covariance: Float64Array } {
  const count = draws.length / dimension;
  const position = new Float64Array(dimension);
  for (let k = 0; k < draws.length; k++) position[k % dimension]! += draws[k]! / count;
  const covariance = new Float64Array(dimension * dimension);
  for (let draw = 0; draw < count; draw++) {
    const at = draw * dimension;
    for (let i = 0; i < dimension; i++) {
      const distance = (draws[at + i]! - position[i]!) / (count - 1);
      for (let j = 0; j < dimension; j++)
        covariance[i * dimension + j]! += distance * (draws[at + j]! - position[j]!);
    }
  }
  return { position, covariance };
}
