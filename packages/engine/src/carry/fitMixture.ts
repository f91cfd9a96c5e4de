/** A mixture of normals fitted to rows by EM (Dempster, Laird & Rubin 1977; McLachlan & Peel 2000). */
import { exp, log } from '../numeric/math.ts';
import { createRandom, type Random } from '../numeric/random.ts';
import { type NormalComponent, type Whitened, whiten } from './normalComponent.ts';
import { normalOf, type Sample } from './sample.ts';

const iterations = 25;
/** Gain of the mean log density in a turn below which EM has come to rest. */
const converged = 1e-4;
/** Share of the pooled variance below which no component may shrink. */
const floor = 1e-4;
/** Weight of a component that rows have left. */
const emptyWeight = 1e-6;
/** Log of the share in a component below which a row does not count. */
const least = -25;

/** EM from spread-out starts, always the same for the same sample; or from a mixture that is given. */
export function fitMixture(
  sample: Sample,
  count: number,
  from?: readonly NormalComponent[],
): NormalComponent[] {
  const pooled = normalOf(sample);
  if (count === 1) return [pooled];
  let components = from?.slice() ?? startsOf(sample, pooled, count, createRandom(0, 0x6d69));
  let before = Number.NEGATIVE_INFINITY;
  for (let turn = 0; turn < iterations; turn++) {
    const { fit, sums } = expect(sample, components.map(whiten), pooled.mean);
    if (fit - before < converged) break;
    before = fit;
    const whole = sums.reduce((total, { weight }) => total + weight, 0);
    components = sums.map((it) => maximised(it, whole, pooled));
  }
  return components;
}

/** Sums over rows by their share in a component. */
interface Sums {
  weight: number;
  /** Of the distances from a centre, and of their products: the lower triangle. */
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** What the shares of rows in each component add up to, and the mean log density. */
function expect(
  { count, size, values, weights }: Sample,
  components: readonly Whitened[],
  centre: Float64Array,
): { readonly fit: number; readonly sums: readonly Sums[] } {
  const sums = components.map(
    (): Sums => ({
      weight: 0,
      first: new Float64Array(size),
      second: new Float64Array((size * (size + 1)) / 2),
    }),
  );
  const packed = packedOf(components, centre);
  const densities = new Float64Array(components.length);
  const off = new Float64Array(size);
  let fit = 0;
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < size; i++) off[i] = values[row * size + i]! - centre[i]!;
    let largest = Number.NEGATIVE_INFINITY;
    let at = 0;
    for (let k = 0; k < components.length; k++) {
      const constant = packed[at++]!;
      let squares = 0;
      for (let i = 0; i < size; i++) {
        let z = packed[at++]!;
        for (let j = 0; j <= i; j++) z += packed[at++]! * off[j]!;
        squares += z * z;
      }
      const density = constant - 0.5 * squares;
      densities[k] = density;
      if (density > largest) largest = density;
    }
    let total = 0;
    for (let k = 0; k < components.length; k++) {
      const below = densities[k]! - largest;
      densities[k] = below < least ? 0 : exp(below);
      total += densities[k]!;
    }
    const weight = weights === undefined ? 1 : weights[row]!;
    for (let k = 0; k < components.length; k++) {
      if (densities[k] === 0) continue;
      addRow(sums[k]!, off, (weight * densities[k]!) / total);
    }
    fit += weight * (largest + log(total));
  }
  return { fit: fit / count, sums };
}

/** All components in a row for the loop over draws: the constant, then of each z its value at the centre and its slopes. */
function packedOf(components: readonly Whitened[], centre: Float64Array): Float64Array {
  const numbers: number[] = [];
  for (const { constant, mean, whitening } of components) {
    const size = mean.length;
    numbers.push(constant);
    for (let i = 0; i < size; i++) {
      const slopes = [...whitening.subarray(i * size, i * size + i + 1)];
      numbers.push(
        slopes.reduce((z, slope, j) => z + slope * (centre[j]! - mean[j]!), 0),
        ...slopes,
      );
    }
  }
  return Float64Array.from(numbers);
}

function addRow(sums: Sums, off: Float64Array, share: number): void {
  const { first, second } = sums;
  sums.weight += share;
  let at = 0;
  for (let i = 0; i < off.length; i++) {
    const scaled = share * off[i]!;
    first[i]! += scaled;
    for (let j = 0; j <= i; j++) second[at++]! += scaled * off[j]!;
  }
}

/** The component whose moments are those of the rows by their shares; one without rows stays as wide as all of them. */
function maximised({ weight, first, second }: Sums, whole: number, pooled: NormalComponent): NormalComponent {
  const size = first.length;
  if (!(weight > 0)) return { ...pooled, weight: emptyWeight };
  const covariance = new Float64Array(size * size);
  let at = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value = second[at++]! / weight - (first[i]! / weight) * (first[j]! / weight);
      covariance[i * size + j] = value;
      covariance[j * size + i] = value;
    }
    covariance[i * size + i]! += floor * pooled.covariance[i * size + i]!;
  }
  const mean = pooled.mean.map((value, i) => value + first[i]! / weight);
  return { weight: Math.max(weight / whole, emptyWeight), mean, covariance };
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
