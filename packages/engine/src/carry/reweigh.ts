/** Stored draws reweighed to further rows (Vehtari et al. 2024, PSIS), and drawn anew by their weights. */
import * as b from '../expr/build.ts';
import type { Specification } from '../model/specification.ts';
import type { PreparedData } from '../model/trainingData.ts';
import { exp } from '../numeric/math.ts';
import { createRandom } from '../numeric/random.ts';
import { relativeEfficiency } from '../posterior/loo.ts';
import { psis } from '../posterior/psis.ts';
import type { Trace } from '../posterior/trace.ts';
import { atDraws } from './atDraws.ts';
import { takeDraws } from './takeDraws.ts';

export interface Reweighed {
  readonly paretoK: number;
  /** Effective number of draws after weighing, autocorrelation included. */
  readonly effective: number;
  /** Draws of equal weight, as many as are effective. */
  readonly draw: (seed: number) => Trace;
}

export function reweigh(specification: Specification, data: PreparedData, trace: Trace): Reweighed {
  const [logRatios] = atDraws(specification, data, [b.sum(specification.rowLogLikelihood)])(trace);
  const efficiency = relativeEfficiency(trace);
  const { logWeights, paretoK } = psis(logRatios!, efficiency);
  const weights = logWeights.map(exp);
  const squares = weights.reduce((total, weight) => total + weight * weight, 0);
  const effective = Math.min(1, efficiency) / squares;
  const told = withRows(trace, logRatios!);
  return { paretoK, effective, draw: (seed) => resample(told, weights, effective, seed) };
}

/** The log density of each draw with that of the further rows. */
function withRows(trace: Trace, logLikelihood: Float64Array): Trace {
  const { lp, ...others } = trace.sampleStats;
  if (lp === undefined) return trace;
  const values = lp.values.map((value, draw) => value + logLikelihood[draw]!);
  return { ...trace, sampleStats: { ...others, lp: { ...lp, values } } };
}

/**
 * Each chain draws from its own draws (systematic resampling, Kitagawa 1996), in random order. No more draws are kept than
 * are effective, so that their number does not claim more than they know.
 */
function resample(trace: Trace, weights: Float64Array, effective: number, seed: number): Trace {
  const kept = Math.max(1, Math.min(trace.draws, Math.floor(effective / trace.chains)));
  const random = createRandom(seed, 0x70736973);
  const sources = new Int32Array(trace.chains * kept);
  for (let chain = 0; chain < trace.chains; chain++) {
    const from = chain * trace.draws;
    const own = weights.subarray(from, from + trace.draws);
    const total = own.reduce((sum, weight) => sum + weight, 0);
    const chosen = new Int32Array(kept);
    let passed = own[0]!;
    let place = 0;
    const start = random.uniform();
    for (let draw = 0; draw < kept; draw++) {
      const target = ((draw + start) / kept) * total;
      while (passed < target && place < trace.draws - 1) passed += own[++place]!;
      chosen[draw] = from + place;
    }
    for (let i = kept - 1; i > 0; i--) {
      const j = random.integer(i + 1);
      [chosen[i], chosen[j]] = [chosen[j]!, chosen[i]!];
    }
    sources.set(chosen, chain * kept);
  }
  return takeDraws(trace, sources);
}
