/**
 * A density of several numbers jointly: one multivariate normal, or a mixture of a few where a mixture predicts held-out
 * draws better (EM, Dempster, Laird & Rubin 1977; McLachlan & Peel 2000).
 */
import { cholesky } from '../numeric/cholesky.ts';
import { exp, log } from '../numeric/math.ts';
import { createRandom, type Random } from '../numeric/random.ts';
import {
  componentLogDensity,
  mixtureLogDensity,
  type NormalComponent,
  type Whitened,
  whiten,
} from './normalComponent.ts';

/** Rows of numbers: count × size, row-major. */
export interface Sample {
  readonly values: Float64Array;
  readonly count: number;
  readonly size: number;
}

/** Components tried, and the size up to which more than one is worth its parameters. */
const mostComponents = 4;
const mixtureUpTo = 20;
const iterations = 60;
/** Gain of the mean log density in a turn below which EM has come to rest. */
const converged = 1e-5;
/** Draws an entry below which a mixture is not tried. */
const drawsASize = 50;
/** Draws that the choice of their number is made on. */
const choosingDraws = 4000;
/** Share of the pooled variance below which no component may shrink. */
const floor = 1e-4;

/** One normal with the sample's moments; a millionth of a millionth is added where draws are too few or too alike. */
export function normalOf(sample: Sample): NormalComponent {
  const weights = new Float64Array(sample.count).fill(1);
  const component = momentsOf(sample, weights, sample.count, 1, 0, new Float64Array(sample.size));
  const { covariance } = component;
  for (let i = 0; i < sample.size; i++) covariance[i * sample.size + i]! *= 1 + 1e-12;
  if (cholesky(covariance, sample.size) !== undefined) return component;
  for (let i = 0; i < sample.size; i++) {
    const at = i * sample.size + i;
    covariance[at] = 1.001 * covariance[at]! + 1e-12;
  }
  return component;
}

export interface MixtureChoice {
  readonly components: readonly NormalComponent[];
  /** Mean log density of draws held out, by the number of components tried from 1 on; empty when there was no choice. */
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
  const scores: Float64Array[] = [];
  const heldOut: number[] = [];
  let best = 1;
  for (let count = 1; count <= limit; count++) {
    const score = new Float64Array(tried);
    let place = 0;
    for (const [train, test] of [
      [parts[0], parts[1]],
      [parts[1], parts[0]],
    ] as const) {
      const fitted = fitMixture(train, count).map(whiten);
      for (let row = 0; row < test.count; row++) {
        score[place++] = mixtureLogDensity(fitted, test.values, row * test.size);
      }
    }
    scores.push(score);
    heldOut.push(meanOf(score));
    if (count > 1 && !isBetter(score, scores[best - 1]!)) break;
    best = count;
  }
  return { components: fitMixture(sample, best), heldOut };
}

/** EM from spread-out starts, always the same for the same sample. */
export function fitMixture(sample: Sample, count: number): NormalComponent[] {
  const pooled = normalOf(sample);
  if (count === 1) return [pooled];
  const { size } = sample;
  const variances = pooled.mean.map((_, i) => pooled.covariance[i * size + i]!);
  let components = startsOf(sample, pooled, count, createRandom(0, 0x6d69));
  const share = new Float64Array(count * sample.count);
  let before = Number.NEGATIVE_INFINITY;
  for (let turn = 0; turn < iterations; turn++) {
    const fit = expect(sample, components.map(whiten), share);
    if (fit - before < converged) break;
    before = fit;
    components = components.map((_, k) => {
      const weights = share.subarray(k * sample.count, (k + 1) * sample.count);
      let total = 0;
      for (const weight of weights) total += weight;
      return momentsOf(sample, weights, total, Math.max(total / sample.count, 1e-6), floor, variances);
    });
    const whole = components.reduce((total, { weight }) => total + weight, 0);
    components = components.map((component) => ({ ...component, weight: component.weight / whole }));
  }
  return components;
}

/** Each row's share in each component; returns the mean log density. */
function expect(sample: Sample, components: readonly Whitened[], share: Float64Array): number {
  const { count, size, values } = sample;
  const densities = new Float64Array(components.length);
  let whole = 0;
  for (let row = 0; row < count; row++) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < components.length; k++) {
      densities[k] = componentLogDensity(components[k]!, values, row * size);
      if (densities[k]! > largest) largest = densities[k]!;
    }
    let total = 0;
    for (let k = 0; k < components.length; k++) {
      densities[k] = exp(densities[k]! - largest);
      total += densities[k]!;
    }
    for (let k = 0; k < components.length; k++) share[k * count + row] = densities[k]! / total;
    whole += largest + log(total);
  }
  return whole / count;
}

function momentsOf(
  { values, count, size }: Sample,
  weights: Float64Array,
  total: number,
  weight: number,
  ridge: number,
  variances: Float64Array,
): NormalComponent {
  const mean = new Float64Array(size);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < size; i++) mean[i]! += (weights[row]! * values[row * size + i]!) / total;
  }
  const covariance = new Float64Array(size * size);
  for (let row = 0; row < count; row++) {
    const scale = weights[row]! / total;
    if (scale === 0) continue;
    for (let i = 0; i < size; i++) {
      const off = scale * (values[row * size + i]! - mean[i]!);
      for (let j = 0; j <= i; j++) covariance[i * size + j]! += off * (values[row * size + j]! - mean[j]!);
    }
  }
  for (let i = 0; i < size; i++) {
    covariance[i * size + i]! += ridge * variances[i]!;
    for (let j = 0; j < i; j++) covariance[j * size + i] = covariance[i * size + j]!;
  }
  return { weight, mean, covariance };
}

/** Means far from each other (k-means++, Arthur & Vassilvitskii 2007) with the pooled covariance. */
function startsOf(sample: Sample, pooled: NormalComponent, count: number, random: Random): NormalComponent[] {
  const { size, values } = sample;
  const { whitening } = whiten(pooled);
  const distance = (row: number, mean: ArrayLike<number>): number => {
    let squares = 0;
    for (let i = 0; i < size; i++) {
      let z = 0;
      for (let j = 0; j <= i; j++) z += whitening[i * size + j]! * (values[row * size + j]! - mean[j]!);
      squares += z * z;
    }
    return squares;
  };
  const rowAt = (row: number): Float64Array => values.slice(row * size, (row + 1) * size);
  const means = [rowAt(random.integer(sample.count))];
  while (means.length < count) {
    const nearest = Float64Array.from({ length: sample.count }, (_, row) =>
      Math.min(...means.map((mean) => distance(row, mean))),
    );
    let left = random.uniform() * nearest.reduce((total, value) => total + value, 0);
    let row = 0;
    while (row < sample.count - 1 && left > nearest[row]!) left -= nearest[row++]!;
    means.push(rowAt(row));
  }
  return means.map((mean) => ({ weight: 1 / count, mean, covariance: pooled.covariance }));
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

function takeRows({ values, size }: Sample, rows: readonly number[]): Sample {
  const taken = new Float64Array(rows.length * size);
  rows.forEach((row, i) => {
    taken.set(values.subarray(row * size, (row + 1) * size), i * size);
  });
  return { values: taken, count: rows.length, size };
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
