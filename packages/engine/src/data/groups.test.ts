import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { toColumn } from './columns.ts';
import { compareLevels, indexLevels, levelsOf } from './groups.ts';

const column = (...cells: (number | string)[]) => toColumn(cells, 'g');

it('sorts numbers numerically and text by code point', () => {
  expect(levelsOf([column(10, 9, -1, 9)]).levels).toEqual([-1, 9, 10]);
  expect(levelsOf([column('b', 'B', 'a10', 'a9', 'é')]).levels).toEqual(['B', 'a10', 'a9', 'b', 'é']);
  // U+FF5E comes before U+1F600 by code point, after it by UTF-16 unit.
  expect(levelsOf([column('😀', '～')]).levels).toEqual(['～', '😀']);
});

it('sorts tuples by their first differing part, and keeps only those that occur', () => {
  const groups = levelsOf([column('b', 'a', 'a', 'b'), column(2, 10, 9, 2)]);
  expect(groups.levels).toEqual([
    ['a', 9],
    ['a', 10],
    ['b', 2],
  ]);
  expect(groups.labels).toEqual(['a|9', 'a|10', 'b|2']);
  expect([...groups.index]).toEqual([2, 1, 0, 2]);
});

it('never confuses tuples whose texts run together', () => {
  expect(levelsOf([column('a|b', 'a'), column('c', 'b|c')]).levels).toHaveLength(2);
  expect(levelsOf([column('1:a', '1'), column('b', ':ab')]).levels).toHaveLength(2);
});

it('takes −0 and 0 for one level', () => {
  expect(levelsOf([column(-0, 0)]).levels).toEqual([0]);
});

it('finds known levels in new data and gives −1 for the others', () => {
  const { levels } = levelsOf([column('x', 'z')]);
  expect([...indexLevels([column('z', 'y', 'x')], levels)]).toEqual([1, -1, 0]);
  expect([...indexLevels([column('2', '1', 'one')], [1, 2])]).toEqual([1, 0, -1]);
  expect([...indexLevels([column(1, 5), column('a', 'a')], [['1', 'a']])]).toEqual([0, -1]);
});

it('gives each row its own level, in sorted order, for any data', () => {
  const cell = fc.oneof(fc.string({ maxLength: 2, unit: 'binary' }), fc.constantFrom('|', ':', '#1;'));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, fc.integer({ min: -3, max: 3 })), { minLength: 1 }), (rows) => {
      const columns = [0, 1].map((j) => ({
        kind: 'text' as const,
        values: rows.map((row) => String(row[j])),
      }));
      const all = [...columns, column(...rows.map((row) => row[2]))];
      const { levels, index } = levelsOf(all);
      rows.forEach((row, i) => {
        expect(levels[index[i]]).toEqual(row);
      });
      for (let i = 1; i < levels.length; i++) expect(compareLevels(levels[i - 1], levels[i])).toBeLessThan(0);
      expect(indexLevels(all, levels)).toEqual(index);
    }),
    { seed: 4 },
  );
});
