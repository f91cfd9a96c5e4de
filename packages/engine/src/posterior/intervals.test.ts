import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hdi } from './hdi.ts';
import { type BandwidthRule, kde } from './kde.ts';
import { equalTailedInterval, medianOfSorted, quantiles, sorted } from './quantile.ts';
import { arvizDraws, largestError, relativeError } from './reference/arviz.ts';
import { referenceDraws } from './reference/draws.ts';

const names = Object.keys(referenceDraws);

it.each(names)('highest density intervals of "%s" are ArviZ’s', (name) => {
  const arviz = arvizDraws(name);
  const { draws } = referenceDraws[name];
  // ArviZ sorts NaN to the end and answers as if it were not there; a hole in the draws shall show.
  if (name === 'with_nan') return expect(hdi(draws, 0.9)).toEqual([Number.NaN, Number.NaN]);
  expect(hdi(draws, 0.9)).toEqual(arviz['hdi_0.9']);
  expect(hdi(draws, 0.5)).toEqual(arviz['hdi_0.5']);
});

describe.each(names.filter((name) => Object.keys(arvizDraws(name).kde).length > 0))(
  'density of "%s"',
  (name) => {
    const rules: BandwidthRule[] = ['silverman', 'isj', 'experimental'];
    it.each(rules)('with the bandwidth rule %s is ArviZ’s', (rule) => {
      const arviz = arvizDraws(name).kde[rule];
      const ours = kde(referenceDraws[name].draws, rule);
      const every64 = (values: Float64Array) => [...values.filter((_, i) => i % 64 === 0)];
      expect(relativeError(ours.bandwidth, arviz.bw)).toBeLessThan(1e-6);
      expect(largestError(every64(ours.grid), arviz.grid)).toBeLessThan(1e-9);
      expect(largestError(every64(ours.density), arviz.pdf)).toBeLessThan(1e-6);
    });
  },
);

it('a density integrates to about one and is nowhere negative', () => {
  const { grid, density } = kde(referenceDraws['independent'].draws);
  const width = grid[1] - grid[0];
  expect(density.reduce((sum, value) => sum + value * width, 0)).toBeCloseTo(1, 2);
  expect(Math.min(...density)).toBeGreaterThanOrEqual(0);
});

it('constant draws, no draws and draws that are not finite do not break a density', () => {
  expect(kde(new Float64Array(10).fill(3)).grid).toEqual(Float64Array.of(3));
  expect(kde(new Float64Array(0)).grid).toHaveLength(0);
  expect(kde(Float64Array.of(Number.NaN, 1, Number.POSITIVE_INFINITY)).grid).toEqual(Float64Array.of(1));
});

it('quantiles rise with their probability and stay within the draws', () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
  fc.assert(
    fc.property(fc.array(finite, { minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (list, p) => {
      const draws = Float64Array.from(list);
      const [low, at, high] = quantiles(draws, [p / 2, p, (1 + p) / 2]);
      expect(low).toBeLessThanOrEqual(at);
      expect(at).toBeLessThanOrEqual(high);
      expect(low).toBeGreaterThanOrEqual(Math.min(...list));
      expect(high).toBeLessThanOrEqual(Math.max(...list));
    }),
    { seed: 1 },
  );
});

it('the median is the middle draw or the mean of both', () => {
  expect(medianOfSorted(sorted(Float64Array.of(3, 1, 2)))).toBe(2);
  expect(medianOfSorted(sorted(Float64Array.of(4, 1, 2, 3)))).toBe(2.5);
});

it('an interval of coverage 0 or 1, or none, is refused', () => {
  for (const coverage of [0, 1, -0.1, 1.5, Number.NaN]) {
    expect(() => hdi(Float64Array.of(1, 2), coverage)).toThrow(/coverage must be between 0 and 1/);
    expect(() => equalTailedInterval(Float64Array.of(1, 2), coverage)).toThrow(
      /coverage must be between 0 and 1/,
    );
  }
});
