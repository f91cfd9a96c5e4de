/** Draws of several numbers side by side, with weights where they have some, and the normal with their moments. */
import { cholesky } from '../numeric/cholesky.ts';
import type { NormalComponent } from './normalComponent.ts';

/** Rows of numbers: count × size, row-major. */
export interface Sample {
  readonly values: Float64Array;
  readonly count: number;
  readonly size: number;
  /** Of each row, its mean 1; all alike when left out. */
  readonly weights?: Float64Array;
}

/** One normal with the sample's moments; a millionth of a millionth is added where draws are too few or too alike. */
export function normalOf(sample: Sample): NormalComponent {
  const weights = sample.weights ?? new Float64Array(sample.count).fill(1);
  const component = momentsOf(sample, weights);
  const { covariance } = component;
  for (let i = 0; i < sample.size; i++) covariance[i * sample.size + i]! *= 1 + 1e-12;
  if (cholesky(covariance, sample.size) !== undefined) return component;
  for (let i = 0; i < sample.size; i++) {
    const at = i * sample.size + i;
    covariance[at] = 1.001 * covariance[at]! + 1e-12;
  }
  return component;
}

/** The normal with the moments of weighted rows. */
function momentsOf({ values, count, size }: Sample, weights: Float64Array): NormalComponent {
  let total = 0;
  for (const it of weights) total += it;
  const mean = new Float64Array(size);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < size; i++) mean[i]! += (weights[row]! * values[row * size + i]!) / total;
  }
  const covariance = new Float64Array(size * size);
  for (let row = 0; row < count; row++) {
    const scale = weights[row]! / total;
    for (let i = 0; i < size; i++) {
      const off = scale * (values[row * size + i]! - mean[i]!);
      for (let j = 0; j <= i; j++) covariance[i * size + j]! += off * (values[row * size + j]! - mean[j]!);
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) covariance[j * size + i] = covariance[i * size + j]!;
  }
  return { weight: 1, mean, covariance };
}

/** Some rows, with their weights. */
export function takeRows({ values, size, weights }: Sample, rows: readonly number[]): Sample {
  const taken = new Float64Array(rows.length * size);
  rows.forEach((row, i) => {
    taken.set(values.subarray(row * size, (row + 1) * size), i * size);
  });
  const sample = { values: taken, count: rows.length, size };
  return weights === undefined
    ? sample
    : { ...sample, weights: Float64Array.from(rows, (row) => weights[row]!) };
}
