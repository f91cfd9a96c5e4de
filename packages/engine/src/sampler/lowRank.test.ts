import { describe, expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { instantiateCore, paddedBytes } from './core.ts';
import { learnLowRank, mostDirections, scratchBytes } from './lowRank.ts';
import type { RecordedDraws } from './recordedDraws.ts';

/** Draws as the core records them. */
function recorded(dimension: number, positions: Float64Array, slopes: Float64Array): RecordedDraws {
  const memory = new WebAssembly.Memory({ initial: 40 });
  const core = instantiateCore(memory, () => 0);
  const at = core.configure(65536, dimension, 0, mostDirections, 10, 0.8);
  const count = positions.length / dimension;
  const padded = paddedBytes(dimension);
  for (let k = 0; k < count; k++) {
    const row = (values: Float64Array) => values.subarray(k * dimension, (k + 1) * dimension);
    new Float64Array(memory.buffer, at + 2 * k * padded, dimension).set(row(positions));
    new Float64Array(memory.buffer, at + (2 * k + 1) * padded, dimension).set(row(slopes));
  }
  const scratch = at + 2 * count * padded;
  expect(scratch + scratchBytes(dimension)).toBeLessThan(memory.buffer.byteLength);
  return { core, memory, at, count, scratch };
}

/** A normal target with variances D² along the axes but `stretch` times that along one direction u, scaled by D. */
function normalDraws(dimension: number, count: number, stretch: number, seed: number) {
  const random = createRandom(seed, 1);
  const scale = Float64Array.from({ length: dimension }, (_, i) => 10 ** ((i % 5) - 2));
  const u = Float64Array.from({ length: dimension }, (_, i) => (i % 2 === 0 ? 1 : -1) / Math.sqrt(dimension));
  const positions = new Float64Array(count * dimension);
  const slopes = new Float64Array(count * dimension);
  for (let k = 0; k < count; k++) {
    const z = Float64Array.from({ length: dimension }, () => random.normal());
    const share = z.reduce((sum, value, i) => sum + value * u[i]!, 0);
    for (let i = 0; i < dimension; i++) {
      positions[k * dimension + i] = 3 + scale[i]! * (z[i]! + (Math.sqrt(stretch) - 1) * share * u[i]!);
      slopes[k * dimension + i] = -(z[i]! + (1 / Math.sqrt(stretch) - 1) * share * u[i]!) / scale[i]!;
    }
  }
  return { draws: recorded(dimension, positions, slopes), scale, u };
}

describe.each([
  [900, 60],
  [1 / 900, 60],
  [900, 150],
])('a direction whose variance is %f times the others, in %i dimensions', (stretch, dimension) => {
  test('is found with its length, from fewer draws than dimensions', () => {
    const { draws, scale, u } = normalDraws(dimension, 55, stretch, 3);
    const { inverseMetric, divergence, centre } = learnLowRank(draws, dimension)!;
    const count = (inverseMetric.length - dimension) / (dimension + 1);
    const variances = inverseMetric.subarray(0, dimension);
    // The variance along the direction, in the target's own scale: |Lᵀ D⁻¹ u|².
    const along = Float64Array.from(u, (value, i) => (Math.sqrt(variances[i]!) / scale[i]!) * value);
    let variance = along.reduce((sum, value) => sum + value * value, 0);
    for (let r = 0; r < count; r++) {
      const from = dimension + count + r * dimension;
      const share = along.reduce((sum, value, i) => sum + value * inverseMetric[from + i]!, 0);
      variance += (inverseMetric[dimension + r]! - 1) * share * share;
    }
    expect(Math.abs(Math.log(variance / stretch))).toBeLessThan(0.7);
    expect(divergence.mean).toBeLessThan(0.1);
    centre.forEach((value, i) => {
      const spread = scale[i]! * Math.sqrt(1 + (stretch - 1) * u[i]! * u[i]!);
      expect(Math.abs(value - 3)).toBeLessThan(spread);
    });
  });
});

test('draws that do not move teach nothing', () => {
  const still = new Float64Array(60).fill(1);
  expect(learnLowRank(recorded(2, still, still), 2)).toBeUndefined();
});
