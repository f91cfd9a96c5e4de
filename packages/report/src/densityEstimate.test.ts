import fc from 'fast-check';
import { expect, it } from 'vitest';
import { estimateDensity, quantileOf } from './densityEstimate.ts';

const area = ({ x, density }: { x: Float64Array; density: Float64Array }) =>
  x.reduce((sum, at, i) => (i === 0 ? 0 : sum + ((at - x[i - 1]) * (density[i] + density[i - 1])) / 2), 0);

it('a density of any draws is nowhere negative and has area one', () => {
  const draw = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(fc.array(draw, { minLength: 20, maxLength: 200 }), (draws) => {
      const estimate = estimateDensity(draws, { points: 4096 });
      fc.pre(estimate.x.length > 0);
      expect(Math.min(...estimate.density)).toBeGreaterThanOrEqual(0);
      expect(area(estimate)).toBeCloseTo(1, 1);
    }),
    { seed: 1 },
  );
});

it('a density of draws at the end of their support loses nothing beyond it', () => {
  const draws = Array.from({ length: 2000 }, (_, i) => i / 2000);
  const { x, density } = estimateDensity(draws, { lower: 0, upper: 1 });
  expect([x[0], x[x.length - 1]]).toEqual([0, 1]);
  for (const height of density) expect(height).toBeCloseTo(1, 1);
});

it('draws without spread have no density', () => {
  expect(estimateDensity([3, 3, 3]).x.length).toBe(0);
  expect(estimateDensity([]).x.length).toBe(0);
});

it('quantiles interpolate as R does by default', () => {
  // R 4: quantile(c(1, 2, 4, 8), c(0.1, 0.5, 0.9)) gives 1.3, 3.0, 6.8.
  const at = [0.1, 0.5, 0.9].map((share) => quantileOf([1, 2, 4, 8], share));
  [1.3, 3, 6.8].forEach((expected, i) => void expect(at[i]).toBeCloseTo(expected, 12));
});
