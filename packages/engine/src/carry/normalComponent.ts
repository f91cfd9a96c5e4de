/** Multivariate normal densities, alone or mixed by weights. */
import { cholesky, invertLower } from '../numeric/cholesky.ts';
import { exp, log } from '../numeric/math.ts';

export interface NormalComponent {
  /** Positive; all sum to 1. */
  readonly weight: number;
  readonly mean: Float64Array;
  /** size × size, row-major. */
  readonly covariance: Float64Array;
}

/** A component ready for evaluation: log density = constant − ½ |whitening · (x − mean)|². */
export interface Whitened {
  readonly constant: number;
  readonly mean: Float64Array;
  /** Lower triangular, size × size. */
  readonly whitening: Float64Array;
}

const halfLogTwoPi = 0.9189385332046728;

/** The log of the weight included. @throws RangeError when a covariance is not positive definite */
export function whiten({ weight, mean, covariance }: NormalComponent): Whitened {
  const size = mean.length;
  const lower = cholesky(covariance, size);
  if (lower === undefined) throw new RangeError('a covariance is not positive definite');
  let constant = log(weight) - size * halfLogTwoPi;
  for (let i = 0; i < size; i++) constant -= log(lower[i * size + i]!);
  return { constant, mean, whitening: invertLower(lower, size) };
}

/** Log density of a mixture at one row. */
export function mixtureLogDensity(components: readonly Whitened[], values: Float64Array, offset = 0): number {
  let total = Number.NEGATIVE_INFINITY;
  for (const component of components) {
    const value = componentLogDensity(component, values, offset);
    const [high, low] = value > total ? [value, total] : [total, value];
    total = low === Number.NEGATIVE_INFINITY ? high : high + log(1 + exp(low - high));
  }
  return total;
}

function componentLogDensity(
  { constant, mean, whitening }: Whitened,
  values: Float64Array,
  offset: number,
): number {
  const size = mean.length;
  let squares = 0;
  for (let i = 0; i < size; i++) {
    let z = 0;
    for (let j = 0; j <= i; j++) z += whitening[i * size + j]! * (values[offset + j]! - mean[j]!);
    squares += z * z;
  }
  return constant - 0.5 * squares;
}

/** Mean and covariance of a mixture as a whole. */
export function pooled(components: readonly NormalComponent[]): NormalComponent {
  const size = components[0]!.mean.length;
  const mean = new Float64Array(size);
  for (const it of components) for (let i = 0; i < size; i++) mean[i]! += it.weight * it.mean[i]!;
  const covariance = new Float64Array(size * size);
  for (const it of components) {
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const spread = (it.mean[i]! - mean[i]!) * (it.mean[j]! - mean[j]!);
        covariance[i * size + j]! += it.weight * (it.covariance[i * size + j]! + spread);
      }
    }
  }
  return { weight: 1, mean, covariance };
}
