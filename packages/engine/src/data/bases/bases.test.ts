import { expect, test } from 'vitest';
import { basisColumns, fitBasis } from './basis.ts';
import reference from './reference.json' with { type: 'json' };

// Values of patsy's bs (B-splines), PyMC's hsgp basis and SciPy's BSpline derivatives: bench/basis-reference.py.

for (const { plan, training, at, columns } of reference) {
  test(`${plan.kind} of ${plan.count} functions has the reference's values`, () => {
    const state = fitBasis(plan as Parameters<typeof fitBasis>[0], training);
    if (typeof state === 'string') throw new Error(state);
    const made = basisColumns(state, at);
    expect(made).toHaveLength(columns.length);
    columns.forEach((column, k) => {
      const misses = column.map((value, row) => Math.abs(made[k]![row]! - value));
      expect(Math.max(...misses)).toBeLessThan(1e-12);
    });
  });
}

test('beyond the ends a spline goes on along its tangent', () => {
  const state = fitBasis({ kind: 'bs', count: 5, degree: 3 }, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  if (typeof state === 'string') throw new Error(state);
  for (const [end, way] of [
    [0, -1],
    [8, 1],
  ] as const) {
    const h = 1e-6;
    const [at, near, far] = [end, end - h * way, end + 2 * way].map((x) => basisColumns(state, [x]));
    at!.forEach((column, k) => {
      const slope = (column[0]! - near![k]![0]!) / h;
      expect(far![k]![0]! - column[0]!).toBeCloseTo(2 * slope, 4);
    });
  }
});

test('a column with too few distinct values is refused', () => {
  expect(fitBasis({ kind: 'bs', count: 6, degree: 3 }, [0, 0, 0, 0, 1, 1])).toContain('2 distinct values');
  expect(fitBasis({ kind: 'gp', count: 6, boundary: 1.5 }, [3, 3, 3])).toContain('all its values are 3');
});
