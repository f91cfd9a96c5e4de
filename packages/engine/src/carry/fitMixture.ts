/** A mixture of normals fitted to rows by EM (Dempster, Laird & Rubin 1977; McLachlan & Peel 2000). */
import { cholesky } from '../numeric/cholesky.ts';
import { createRandom, type Random } from '../numeric/random.ts';
import { type NormalComponent, whiten } from './normalComponent.ts';
import { normalOf, type Sample } from './sample.ts';
import { type ShareSums, sharesByDifference, sharesOf } from './shareSums.ts';

const mostTurns = 25;
/** Gain of the mean log density in a turn below which EM has come to rest. */
const converged = 1e-4;
/** Share of the pooled variance below which no component may shrink: of rows by themselves, and by their difference. */
const floor = 1e-4;
const lowFloor = 1e-6;
/** Weight of a component that rows have left. */
const emptyWeight = 1e-6;
/** Share of a component's volume below which it may not fall in a turn by difference, where chance can collapse it. */
const leastVolume = 0.03;

/** EM from spread-out starts, always the same for the same sample; or from a mixture that is given. */
export function fitMixture(
  sample: Sample,
  count: number,
  from?: readonly NormalComponent[],
  turns = mostTurns,
): NormalComponent[] {
  const pooled = normalOf(sample);
  if (count === 1) return [pooled];
  let components = from?.slice() ?? startsOf(sample, pooled, count, createRandom(0, 0x6d69));
  let before = Number.NEGATIVE_INFINITY;
  for (let turn = 0; turn < turns; turn++) {
    const { fit, sums } = sharesOf(sample, components, pooled.mean);
    if (fit - before < converged) break;
    before = fit;
    const whole = sums.reduce((total, [weight]) => total + weight!, 0);
    components = sums.map((it) => maximised(it, whole, pooled, floor));
  }
  return components;
}

/**
 * EM from a mixture that is near, on rows of which the density that they were drawn from is known (`sharesByDifference`).
 * A component that the differences would make negative or collapse stays as it was.
 */
export function refineMixture(
  sample: Sample,
  logProposal: Float64Array,
  from: readonly NormalComponent[],
  turns: number,
): readonly NormalComponent[] {
  const pooled = normalOf(sample);
  let components = from;
  for (let turn = 0; turn < turns; turn++) {
    const sums = sharesByDifference(sample, logProposal, components, pooled.mean);
    const moved = components.map((component, k) => {
      const next = maximised(sums[k]!, 1, pooled, lowFloor);
      return hasVolume(next, component) ? next : { ...component, weight: next.weight };
    });
    const whole = moved.reduce((total, { weight }) => total + weight, 0);
    components = moved.map((component) => ({ ...component, weight: component.weight / whole }));
  }
  return components;
}

/** The component whose moments are those of the rows by their shares; one without rows stays as wide as all of them. */
function maximised(sums: ShareSums, whole: number, pooled: NormalComponent, least: number): NormalComponent {
  const size = pooled.mean.length;
  const weight = sums[0]!;
  if (!(weight > emptyWeight * whole)) return { ...pooled, weight: emptyWeight };
  const covariance = new Float64Array(size * size);
  const off = (i: number): number => sums[1 + i]! / weight;
  let at = 1 + size;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value = sums[at++]! / weight - off(i) * off(j);
      covariance[i * size + j] = value;
      covariance[j * size + i] = value;
    }
    covariance[i * size + i]! += least * pooled.covariance[i * size + i]!;
  }
  return { weight: weight / whole, mean: pooled.mean.map((value, i) => value + off(i)), covariance };
}

function hasVolume({ covariance }: NormalComponent, before: NormalComponent): boolean {
  const { length: size } = before.mean;
  const [lower, former] = [cholesky(covariance, size), cholesky(before.covariance, size)];
  if (lower === undefined || former === undefined) return false;
  let ratio = 1;
  for (let i = 0; i < size; i++) ratio *= lower[i * size + i]! / former[i * size + i]!;
  return ratio > leastVolume;
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
  const nearest = new Float64Array(sample.count).fill(Number.POSITIVE_INFINITY);
  while (means.length < count) {
    const latest = means.at(-1)!;
    nearest.forEach((square, row) => {
      nearest[row] = Math.min(square, distance(row, latest));
    });
    let left = random.uniform() * nearest.reduce((total, value) => total + value, 0);
    let row = 0;
    while (row < sample.count - 1 && left > nearest[row]!) left -= nearest[row++]!;
    means.push(rowAt(row));
  }
  return means.map((mean) => ({ weight: 1 / count, mean, covariance: pooled.covariance }));
}
