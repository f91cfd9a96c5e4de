/**
 * A mixture of normals fitted to a density that can be asked anywhere: points are drawn from the mixture, weighed by the
 * density over the mixture's, and the mixture is fitted to them anew, round after round (population Monte Carlo: Cappé,
 * Douc, Guillin, Marin & Robert 2008, Statistics and Computing 18). Points are independent, unlike a chain's draws.
 */
import { exp, log } from '../numeric/math.ts';
import { createRandom, type Random } from '../numeric/random.ts';
import { numbersOfRow } from './componentForm.ts';
import { fitMixture, refineMixture } from './fitMixture.ts';
import { drawMixture } from './mixtureDraws.ts';
import type { NormalComponent } from './normalComponent.ts';
import type { Sample } from './sample.ts';

/** Log density of a row of numbers that starts at `offset`, up to a constant; not finite where there is none. */
export type LogDensity = (values: Float64Array, offset: number) => number;

export interface Populated {
  readonly components: readonly NormalComponent[];
  /** The last points, weighed. */
  readonly sample: Sample;
  /** Kullback–Leibler divergence of the density from the mixture, in nats, as the last points tell it. */
  readonly divergence: number;
}

/** Components tried, ascending; the next where the divergence stays above `close`, at once where it is above `far`. */
const counts = [3, 12, 48];
const close = 0.004;
const far = 0.04;
/** Points of a round, and how many a number of a mixture takes. */
const points = 5000;
const pointsANumber = 10;
/** Rounds and turns of EM in each: by the weighed points themselves, then by differences from what is known. */
const rounds = { plain: 1, byDifference: 3 };
const turns = { start: 5, plain: 3, byDifference: 4 };
/** Points in all, as a share, that the weighed ones must be worth. */
const leastShare = 0.3;

/**
 * @param sample draws of the density, as chains have them.
 * @returns undefined when no mixture comes near enough for its points to tell of the density.
 */
export function populationMonteCarlo(sample: Sample, logDensity: LogDensity): Populated | undefined {
  const most = Math.floor(points / (pointsANumber * numbersOfRow(sample.size)));
  if (most < 1) return undefined;
  const random = createRandom(0, 0x706d63);
  let from = sample;
  let found: Populated | undefined;
  const tried = [...counts.filter((it) => it < most), Math.min(most, counts.at(-1)!)];
  for (const count of tried) {
    const start = fitMixture(from, count, undefined, turns.start);
    const bearable = count === tried.at(-1) ? Number.POSITIVE_INFINITY : far;
    const next = populated(start, logDensity, random, bearable);
    const isNearer = !(next.divergence >= (found?.divergence ?? Number.POSITIVE_INFINITY));
    if (!(next.share >= leastShare) || !isNearer) continue;
    found = next;
    from = next.sample;
    if (found.divergence < close) break;
  }
  return found;
}

interface Round extends Populated {
  readonly logProposal: Float64Array;
  /** Share of the points that the weighed ones are worth (Kish). */
  readonly share: number;
}

function populated(
  start: readonly NormalComponent[],
  logDensity: LogDensity,
  random: Random,
  bearable: number,
): Round {
  let components = start;
  const last = rounds.plain + rounds.byDifference;
  for (let round = 0; ; round++) {
    const found = weighedPoints(components, logDensity, random);
    const { sample, logProposal, divergence, share } = found;
    // Too few to fit anything to, or none.
    if (!(share * points > pointsANumber * sample.size)) return found;
    const isPlain = round < rounds.plain;
    const isHopeless = round > 0 && divergence > bearable;
    if (round === last || isHopeless || (!isPlain && divergence < close / 2)) return found;
    components = isPlain
      ? fitMixture(sample, components.length, components, turns.plain)
      : refineMixture(sample, logProposal, components, turns.byDifference);
  }
}

function weighedPoints(
  components: readonly NormalComponent[],
  logDensity: LogDensity,
  random: Random,
): Round {
  const size = components[0]!.mean.length;
  const { values, own, proposal } = drawMixture(components, points, random);
  const logs = new Float64Array(points);
  let largest = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < points; row++) {
    const value = logDensity(values, row * size);
    logs[row] = Number.isFinite(value) ? value : Number.NEGATIVE_INFINITY;
    largest = Math.max(largest, logs[row]! - proposal[row]!);
  }
  let [all, squares, ownAll, above] = [0, 0, 0, 0];
  const weights = logs.map((value, row) => {
    const weight = exp(value - proposal[row]! - largest);
    all += weight;
    squares += weight * weight;
    ownAll += exp(own[row]! - proposal[row]!);
    if (weight > 0) above += weight * (value - own[row]!);
    return weight;
  });
  return {
    components,
    sample: { values, count: points, size, weights: weights.map((weight) => (weight * points) / all) },
    logProposal: proposal,
    share: (all * all) / (points * squares),
    divergence: above / all - log(all / ownAll) - largest,
  };
}
