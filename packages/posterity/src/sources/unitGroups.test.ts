import { toTable } from '@posterity/engine';
import { expect, test } from 'vitest';
import { unitGroups, unitsOf } from './unitGroups.ts';

test('units come in the order of their first rows, each with all its rows', () => {
  const table = toTable({
    product: ['b', 'a', 'b', '', 'a', 'b'],
    geo: [1, 1, 2, null, 1, 1],
    y: [0, 1, 2, 3, 4, 5],
  });
  const groups = unitGroups(table, ['product', 'geo']);
  const found = (only = {}) =>
    [...unitsOf(table, groups, { columns: ['y'], only })].map(({ unit, table: own }) => [
      unit['product'],
      unit['geo'],
      [...own.columns['y'].values],
    ]);
  expect(found()).toEqual([
    ['b', 1, [0, 5]],
    ['a', 1, [1, 4]],
    ['b', 2, [2]],
    ['', '', [3]],
  ]);
  expect(found({ geo: '1', product: 'a' })).toEqual([['a', 1, [1, 4]]]);
  expect(unitGroups(toTable({ product: [] }), ['product']).keys).toEqual([]);
});
