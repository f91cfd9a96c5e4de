/** The number of components a sample bears, found on draws held out. */
import { fitMixture } from './fitMixture.ts';
import { mixtureLogDensity, type NormalComponent, whiten } from './normalComponent.ts';
import { normalOf, type Sample, takeRows } from './sample.ts';

/** Components tried, and the size up to which more than one is worth its parameters. */
const mostComponents = 4;
const mixtureUpTo = 20;
/** Draws an entry below which a mixture is not tried. */
const drawsASize = 50;
/** Draws that the choice of their number is made on. */
const choosingDraws = 4000;

export interface MixtureChoice {
  readonly components: readonly NormalComponent[];
  /** Mean log density of draws held out by the numbers of components tried, ascending; empty when there was no choice. */
  readonly heldOut: readonly number[];
}

/**
 * The number of components whose density predicts held-out draws best; more are taken only for a gain of more than its standard error.
 * @param blocks contiguous parts of the sample, such as chains, that are held out alternately.
 */
export function chooseMixture(sample: Sample, blocks: number, most = mostComponents): MixtureChoice {
  const isSmall = sample.count < drawsASize * sample.size;
  const limit = sample.size > mixtureUpTo || isSmall ? 1 : most;
  if (limit === 1) return { components: [normalOf(sample)], heldOut: [] };
  const parts = halves(thinned(sample, choosingDraws), Math.max(2, blocks));
  const tried = parts[0].count + parts[1].count;
  let bestScore: Float64Array | undefined;
  const heldOut: number[] = [];
  let best = 1;
  for (let count = 1; count <= limit; count = following(count, limit)) {
    const score = new Float64Array(tried);
    let place = 0;
    for (const [train, test] of [
      [parts[0], parts[1]],
      [parts[1], parts[0]],
    ] as const) {
      const fitted = fitMixture(train, count).map(whiten);
      for (let row = 0; row < test.count; row++) {
        const weight = test.weights === undefined ? 1 : test.weights[row]!;
        score[place++] = weight * mixtureLogDensity(fitted, test.values, row * test.size);
      }
    }
    heldOut.push(meanOf(score));
    if (bestScore !== undefined && !isBetter(score, bestScore)) break;
    bestScore = score;
    best = count;
  }
  return { components: fitMixture(sample, best), heldOut };
}

/** All of a few, and of many four times as many and one more each time. */
function following(count: number, limit: number): number {
  if (limit <= mostComponents || count === limit) return count + 1;
  return Math.min(4 * count + 1, limit);
}

/** Every so-manieth row, so that at most `most` are left. */
function thinned(sample: Sample, most: number): Sample {
  const stride = Math.ceil(sample.count / most);
  if (stride === 1) return sample;
  return takeRows(
    sample,
    [...Array(Math.floor(sample.count / stride)).keys()].map((i) => i * stride),
  );
}

/** Blocks of the sample dealt alternately to two halves. */
function halves(sample: Sample, blocks: number): [Sample, Sample] {
  const rows: [number[], number[]] = [[], []];
  for (let row = 0; row < sample.count; row++) {
    const block = Math.floor((row * blocks) / sample.count);
    rows[block % 2]!.push(row);
  }
  const [first, second] = rows.map((list) => takeRows(sample, list));
  return [first!, second!];
}

function isBetter(score: Float64Array, than: Float64Array): boolean {
  const gain = score.map((value, i) => value - than[i]!);
  const mean = meanOf(gain);
  let squares = 0;
  for (const value of gain) squares += (value - mean) * (value - mean);
  return mean > 0.002 && mean > Math.sqrt(squares) / gain.length;
}

function meanOf(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total / values.length;
}
