import { expect, test } from 'vitest';
import { createRandom, type Random } from '../numeric/random.ts';
import { weighByDensity } from './densityWeights.ts';
import { pooled } from './normalComponent.ts';

const [count, size] = [4000, 2];

/** Draws of a chain that moves slowly, of a pair that is normal and bent: (u, v + u² / 2) with u, v of unit variance. */
function bentChain(random: Random): { values: Float64Array; logDensity: Float64Array } {
  const values = new Float64Array(count * size);
  const logDensity = new Float64Array(count);
  let [u, v] = [random.normal(), random.normal()];
  const step = (x: number) => 0.95 * x + Math.sqrt(1 - 0.95 * 0.95) * random.normal();
  for (let row = 0; row < count; row++) {
    [u, v] = [step(u), step(v)];
    values.set([u, v + (u * u) / 2], row * size);
    // Any constant may be added.
    logDensity[row] = 3 - (u * u + v * v) / 2;
  }
  return { values, logDensity };
}

function meanOf(values: Float64Array, column: number): number {
  let total = 0;
  for (let row = 0; row < count; row++) total += values[row * size + column]!;
  return total / count;
}

test('weights by a known density take chance out of slow chains: the mean errs by less than half (20 chains)', () => {
  const random = createRandom(5, 8);
  let [plain, weighed] = [0, 0];
  for (let chain = 0; chain < 20; chain++) {
    const { values, logDensity } = bentChain(random);
    const found = weighByDensity({ values, count, size }, logDensity)!;
    const { mean } = pooled(found.components);
    [0, 0.5].forEach((truth, column) => {
      plain += Math.abs(meanOf(values, column) - truth);
      weighed += Math.abs(mean[column]! - truth);
    });
  }
  expect(weighed).toBeLessThan(plain / 2);
});

test('too few draws for their size are not weighed', () => {
  const random = createRandom(6, 8);
  const values = Float64Array.from({ length: 100 * 5 }, () => random.normal());
  expect(weighByDensity({ values, count: 100, size: 5 }, new Float64Array(100))).toBeUndefined();
});
