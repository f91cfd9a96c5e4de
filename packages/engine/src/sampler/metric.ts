/** Inverse metrics as rows of numbers, between the host and the sampler's core. */
import { type Core, paddedBytes } from './core.ts';
import { mostDirections } from './lowRank.ts';
import type { SamplerSettings } from './settings.ts';

/** Variances alone; a whole covariance; or variances and a few directions along which they differ. */
export type MetricLayout = 'diag' | 'dense' | 'low_rank';

/** Dimensions up to which a whole covariance is cheap beside the density, and so is finding the mode and its curvature. */
export const denseUpTo = 32;

export function layoutOf({ metric }: SamplerSettings, dimension: number): MetricLayout {
  return metric === 'auto' ? (dimension <= denseUpTo ? 'dense' : 'low_rank') : metric;
}

/** What the core is to be configured with. */
export function roomFor(layout: MetricLayout): readonly [dense: number, directionLimit: number] {
  return [layout === 'dense' ? 1 : 0, layout === 'low_rank' ? mostDirections : 0];
}

/**
 * An inverse metric as it is kept: `dimension` variances; dimension × dimension covariances; or variances, then the
 * stretch of each direction, then the directions one after the other. Its length tells which.
 */
export function layoutOfLength(length: number, dimension: number): MetricLayout | undefined {
  if (length === dimension) return 'diag';
  if (length === dimension * dimension) return 'dense';
  const directions = (length - dimension) / (dimension + 1);
  return directions > 0 && directions <= mostDirections && Number.isInteger(directions)
    ? 'low_rank'
    : undefined;
}

/** Variances of an inverse metric in any layout. */
function variancesOf(values: Float64Array, dimension: number): Float64Array {
  if (layoutOfLength(values.length, dimension) !== 'dense') return values.slice(0, dimension);
  return Float64Array.from({ length: dimension }, (_, i) => values[i * (dimension + 1)]!);
}

function diagonalMatrix(values: Float64Array, dimension: number): Float64Array {
  const matrix = new Float64Array(dimension * dimension);
  for (let i = 0; i < dimension; i++) matrix[i * (dimension + 1)] = values[i]!;
  return matrix;
}

/** Gives the core an inverse metric; false where it is not positive definite. What a layout has no room for is left out. */
export function writeMetric(
  { core, memory }: { readonly core: Core; readonly memory: WebAssembly.Memory },
  dimension: number,
  layout: MetricLayout,
  values: Float64Array,
): boolean {
  const put = (address: number, numbers: Float64Array): void =>
    new Float64Array(memory.buffer, address, numbers.length).set(numbers);
  const given = layoutOfLength(values.length, dimension);
  if (layout === 'dense') {
    put(core.inverseMetricAddress(), given === 'dense' ? values : diagonalMatrix(values, dimension));
    return core.useMetric() === 1;
  }
  put(core.inverseMetricAddress(), variancesOf(values, dimension));
  if (layout === 'diag' || given !== 'low_rank') return core.useMetric() === 1;
  const count = (values.length - dimension) / (dimension + 1);
  put(core.stretchAddress(), values.subarray(dimension, dimension + count));
  const stride = paddedBytes(dimension);
  for (let r = 0; r < count; r++) {
    const from = dimension + count + r * dimension;
    put(core.directionAddress() + stride * r, values.subarray(from, from + dimension));
  }
  return core.useDirections(count) === 1;
}

/** The core's inverse metric: the whole matrix, or the directions, only where it has correlations. */
export function readMetric(
  { core, memory }: { readonly core: Core; readonly memory: WebAssembly.Memory },
  dimension: number,
  layout: MetricLayout,
): Float64Array {
  const take = (address: number, count: number): Float64Array =>
    new Float64Array(memory.buffer, address, count).slice();
  if (layout === 'dense') {
    const whole = take(core.inverseMetricAddress(), dimension * dimension);
    return core.hasCorrelations() === 1 ? whole : variancesOf(whole, dimension);
  }
  const variances = take(core.inverseMetricAddress(), dimension);
  const count = layout === 'low_rank' ? core.directionsInUse() : 0;
  const values = new Float64Array(dimension + count * (dimension + 1));
  values.set(variances);
  values.set(take(core.stretchAddress(), count), dimension);
  const stride = paddedBytes(dimension);
  for (let r = 0; r < count; r++) {
    values.set(take(core.directionAddress() + stride * r, dimension), dimension + count + r * dimension);
  }
  return values;
}
