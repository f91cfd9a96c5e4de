import { expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { fitMixture, refineMixture } from './fitMixture.ts';
import { drawMixture } from './mixtureDraws.ts';
import { mixtureLogDensity, type NormalComponent, pooled, whiten } from './normalComponent.ts';
import { populationMonteCarlo } from './populationMonteCarlo.ts';

/** Log density, up to a constant, of (u, v + u² / 2) with u and v of unit variance: means 0 and ½, variances 1 and 1½. */
const bent = (values: Float64Array, offset: number): number => {
  const u = values[offset]!;
  const v = values[offset + 1]! - (u * u) / 2;
  return 3 - (u * u + v * v) / 2;
};

/** A chain that moves slowly: its 4000 draws are worth about a hundred. */
function slowDraws(count: number) {
  const random = createRandom(5, 8);
  const step = (x: number) => 0.95 * x + Math.sqrt(1 - 0.95 * 0.95) * random.normal();
  const values = new Float64Array(2 * count);
  let [u, v] = [random.normal(), random.normal()];
  for (let row = 0; row < count; row++) {
    [u, v] = [step(u), step(v)];
    values.set([u, v + (u * u) / 2], 2 * row);
  }
  return { values, count, size: 2 };
}

test('a mixture found from slow draws has the moments of the density, and its shape', () => {
  const { components, divergence, sample } = populationMonteCarlo(slowDraws(4000), bent)!;
  const { mean, covariance } = pooled(components);
  // Standard errors of 5000 independent points would be 0.014 and 0.017; chance is in differences only.
  expect(Math.abs(mean[0]!)).toBeLessThan(0.02);
  expect(Math.abs(mean[1]! - 0.5)).toBeLessThan(0.03);
  expect(covariance[0]).toBeCloseTo(1, 1);
  expect(covariance[3]).toBeCloseTo(1.5, 1);
  expect(divergence).toBeLessThan(0.01);
  expect(sample.weights!.reduce((total, weight) => total + weight, 0)).toBeCloseTo(sample.count, 6);
});

test('the divergence is that of the mixture from the density', () => {
  const { components, divergence } = populationMonteCarlo(slowDraws(4000), bent)!;
  const whitened = components.map(whiten);
  const random = createRandom(9, 8);
  let total = 0;
  for (let row = 0; row < 20_000; row++) {
    const [u, v] = [random.normal(), random.normal()];
    const at = Float64Array.of(u, v + (u * u) / 2);
    total += -Math.log(2 * Math.PI) - (u * u + v * v) / 2 - mixtureLogDensity(whitened, at);
  }
  expect(Math.abs(total / 20_000 - divergence)).toBeLessThan(0.005);
});

test('a density that draws tell nothing of is left', () => {
  const far = (values: Float64Array, offset: number) => (values[offset]! > 50 ? 0 : Number.NaN);
  expect(populationMonteCarlo(slowDraws(1000), far)).toBeUndefined();
});

test('points are drawn by the density they are said to be drawn from', () => {
  const mixture: NormalComponent[] = [
    { weight: 0.7, mean: Float64Array.of(0), covariance: Float64Array.of(1) },
    { weight: 0.3, mean: Float64Array.of(4), covariance: Float64Array.of(0.25) },
  ];
  const { values, own, proposal } = drawMixture(mixture, 20_000, createRandom(1, 2));
  const whitened = mixture.map(whiten);
  let [first, second, normalised] = [0, 0, 0];
  values.forEach((x, row) => {
    expect(own[row]).toBeCloseTo(mixtureLogDensity(whitened, Float64Array.of(x)), 6);
    const weight = Math.exp(own[row]! - proposal[row]!);
    normalised += weight / 20_000;
    first += (weight * x) / 20_000;
    second += (weight * x * x) / 20_000;
  });
  // Five standard errors.
  expect(Math.abs(normalised - 1)).toBeLessThan(0.02);
  expect(Math.abs(first - 1.2)).toBeLessThan(0.07);
  expect(Math.abs(second - (0.7 + 0.3 * 16.25))).toBeLessThan(0.3);
});

test('by differences a mixture comes nearer to the density than by the weighed points alone (10 sets of points)', () => {
  const start = fitMixture(slowDraws(2000), 6);
  const off = { plain: 0, byDifference: 0 };
  for (let set = 0; set < 10; set++) {
    const { values, proposal } = drawMixture(start, 500, createRandom(set, 3));
    const logs = proposal.map((it, row) => bent(values, 2 * row) - it);
    const weights = logs.map(Math.exp);
    const mean = weights.reduce((total, weight) => total + weight, 0) / 500;
    const sample = { values, count: 500, size: 2, weights: weights.map((it) => it / mean) };
    const errorOf = (components: readonly NormalComponent[]) => {
      const all = pooled(components);
      return Math.abs(all.mean[0]!) + Math.abs(all.mean[1]! - 0.5);
    };
    off.plain += errorOf(fitMixture(sample, 6, start, 4));
    off.byDifference += errorOf(refineMixture(sample, proposal, start, 4));
  }
  expect(off.byDifference).toBeLessThan(off.plain / 2);
});
