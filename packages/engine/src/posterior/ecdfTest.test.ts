import { expect, it } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { ecdfTest } from './ecdfTest.ts';

const uniforms = (seed: number, count: number) => {
  const random = createRandom(seed, 9);
  return Float64Array.from({ length: count }, () => random.uniform());
};

it('uniform numbers pass as often as the level says', () => {
  let rejected = 0;
  for (let seed = 0; seed < 100; seed++) if (ecdfTest(uniforms(seed, 50)).pValue <= 0.1) rejected++;
  // Binomial(100, 0.1): outside 2 … 22 once in ten thousand.
  expect(rejected).toBeGreaterThanOrEqual(2);
  expect(rejected).toBeLessThanOrEqual(22);
});

it('numbers shifted, too narrow or too wide are found, with the place', () => {
  const plain = uniforms(1, 300);
  const shifted = ecdfTest(plain.map((u) => u * u));
  expect(shifted.pValue).toBe(0.001);
  expect(shifted.share).toBeGreaterThan(shifted.place);
  expect(ecdfTest(plain.map((u) => 0.25 + u / 2)).pValue).toBe(0.001);
  expect(ecdfTest(plain.map((u) => (u < 0.5 ? u / 2 : (1 + u) / 2))).pValue).toBe(0.001);
});

it('ranks are looked at where they can lie, and ends of the range are no trouble', () => {
  const ranks = uniforms(3, 200).map((u) => (Math.floor(10 * u) + 1) / 10);
  expect(ecdfTest(ranks, 10).pValue).toBeGreaterThan(0.01);
  expect(ecdfTest(new Float64Array(20), 10).pValue).toBe(0.001);
  expect(ecdfTest(new Float64Array(20).fill(1), 10).pValue).toBe(0.001);
});
