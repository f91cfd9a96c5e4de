import { expect, it } from 'vitest';
import { toTable } from './columns.ts';
import { extrapolations, trainingRanges } from './trainingRange.ts';

it('reports each column that reaches outside its training range', () => {
  const ranges = trainingRanges(
    toTable({ week: [0, 51, null], unit: ['a', 'b', 'c'], gap: [null, null, null] }),
    ['week', 'unit', 'gap'],
  );
  expect(ranges).toEqual({ week: { low: 0, high: 51 } });
  expect(extrapolations(ranges, toTable({ week: [10, 52, 60, -1] }))).toEqual([
    { column: 'week', low: 0, high: 51, rows: 3, lowest: -1, highest: 60 },
  ]);
  expect(extrapolations(ranges, toTable({ week: [0, 51] }))).toEqual([]);
  expect(extrapolations(ranges, toTable({ other: [99] }))).toEqual([]);
});
