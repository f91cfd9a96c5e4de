import fc from 'fast-check';
import { expect, test } from 'vitest';
import { constant } from '../expr/build.ts';
import { examples } from './examples.fixture.ts';
import { distributions } from './index.ts';

const asExprs = (params: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, constant(value)]));

for (const { name, params } of examples) {
  const distribution = distributions[name];
  if (distribution?.cdf === undefined || distribution.quantile === undefined) continue;
  const { cdf, quantile } = distribution;
  const { discrete } = distribution.support(asExprs(params));
  const mixed = name === 'HurdleGamma' || name === 'HurdleLogNormal';
  const label = `${name}(${JSON.stringify(params)})`;

  test(`the quantile of ${label} inverts its cdf`, () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (probability) => {
        const y = quantile(probability, params);
        if (mixed && y === 0) {
          expect(probability).toBeLessThanOrEqual(cdf(0, params));
          return;
        }
        if (!discrete) {
          expect(Math.abs(cdf(y, params) - probability)).toBeLessThan(1e-10);
          return;
        }
        expect(Number.isInteger(y)).toBe(true);
        expect(cdf(y, params)).toBeGreaterThanOrEqual(probability - 1e-15);
        expect(cdf(y - 1, params)).toBeLessThan(probability + 1e-15);
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  test(`the cdf of ${label} runs from 0 to 1 and never falls`, () => {
    const at = [1e-9, 0.01, 0.1, 0.5, 0.9, 0.99].map((probability) => quantile(probability, params));
    const values = at.map((y) => cdf(y, params));
    expect(cdf(Number.NEGATIVE_INFINITY, params)).toBe(0);
    expect(cdf(Number.POSITIVE_INFINITY, params)).toBe(1);
    for (let i = 1; i < values.length; i++) expect(values[i]!).toBeGreaterThanOrEqual(values[i - 1]!);
  });
}

test('parameters solved from a mean and a standard deviation have them', () => {
  const moments = fc.tuple(
    fc.double({ min: 0.05, max: 0.9, noNaN: true }),
    fc.double({ min: 0.01, max: 3, noNaN: true }),
  );
  const solvable = Object.values(distributions).filter((it) => it.fromMoments !== undefined);
  expect(solvable.length).toBeGreaterThan(15);
  for (const { fromMoments, mean, variance, name } of solvable) {
    fc.assert(
      fc.property(moments, ([center, sd]) => {
        const params = fromMoments!(center, sd);
        if (params === undefined) return;
        expect(Math.abs(mean!(params) / center - 1), name).toBeLessThan(1e-8);
        expect(Math.abs(Math.sqrt(variance!(params)) / sd - 1), name).toBeLessThan(1e-6);
      }),
      { numRuns: 40, seed: 5 },
    );
  }
});
