import { expect, it } from 'vitest';
import { priorCheck } from './priorCheck.ts';

const draws = 101;
const values = Float64Array.from(
  { length: draws * 2 },
  (_, i) => Math.floor(i / 2) + (i % 2 === 1 ? 1000 : 0),
);

it('tells the quantiles of all rows, and coverage row by row', () => {
  const check = priorCheck({ draws, rows: 2, values }, Float64Array.of(50, 50));
  expect(check).toMatchObject({ draws, rows: 2, notFinite: 0 });
  expect(check.quantiles[3]).toEqual({ probability: 0.5, prior: 550, observed: 50 });
  expect(check.coverage).toEqual([
    { nominal: 0.5, coverage: 0.5 },
    { nominal: 0.9, coverage: 0.5 },
    { nominal: 0.99, coverage: 0.5 },
  ]);
});

it('works without outcomes, and counts what overflows', () => {
  const check = priorCheck({
    draws,
    rows: 2,
    values: values.map((value, i) => (i < 101 ? Infinity : value)),
  });
  expect(check.notFinite).toBe(0.5);
  expect(check.coverage).toBeUndefined();
  expect(Number.isFinite(check.quantiles[0]!.prior)).toBe(true);
  const none = priorCheck({ draws: 1, rows: 1, values: Float64Array.of(Number.NaN) });
  expect(none.quantiles[0]!.prior).toBeNaN();
});
