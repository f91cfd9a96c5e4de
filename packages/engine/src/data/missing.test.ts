import { expect, it } from 'vitest';
import { toTable } from './columns.ts';
import { planMissing } from './missing.ts';

const table = toTable({ a: [1, null, 3, null], b: [null, 2, 3, 4], y: [1, 2, null, 4] });

it('does nothing where nothing is missing', () => {
  const plan = planMissing({ x: 'mean', y: 'drop', columns: {} }, toTable({ a: [1], y: [1] }), ['a'], 'y');
  expect(plan).toEqual({ keep: undefined, withoutOutcome: Int32Array.of(), imputed: {}, counts: {} });
});

it('drops rows without y, then counts what is left', () => {
  const plan = planMissing({ x: 'mean', y: 'drop', columns: { b: 'impute' } }, table, ['a', 'b'], 'y');
  expect(plan.keep).toEqual(Int32Array.of(0, 1, 3));
  expect(plan.imputed).toEqual({ b: Int32Array.of(0) });
  expect(plan.counts).toEqual({
    a: { policy: 'mean', cells: 2 },
    b: { policy: 'impute', cells: 1 },
    y: { policy: 'drop', cells: 1 },
  });
});

it('leaves rows without y to prediction when told to impute', () => {
  const plan = planMissing({ x: 'error', y: 'impute', columns: {} }, table, ['a', 'b'], 'y');
  expect(plan.keep).toEqual(Int32Array.of(0, 1, 3));
  expect(plan.withoutOutcome).toEqual(Int32Array.of(2));
  expect(plan.counts).toEqual({ y: { policy: 'impute', cells: 1 } });
});
