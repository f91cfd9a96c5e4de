import { expect, it } from 'vitest';
import { checkColumns, checkSupport, rowsText } from './check.ts';
import { toTable } from './columns.ts';

it('passes columns that are as needed', () => {
  const table = toTable({ week: [1, 2], unit: ['a', 'b'], code: [1, 2], gap: [1, null] });
  checkColumns(table, [
    { name: 'week', kind: 'number' },
    { name: 'unit', kind: 'level' },
    { name: 'code', kind: 'level' },
    { name: 'gap', kind: 'number', mayBeMissing: true },
  ]);
});

it('tells every problem at once, with column and rows', () => {
  const table = toTable({
    Week: [0, 1, 2],
    price: ['1', 'cheap', '3'],
    size: [1, Number.NaN, Number.POSITIVE_INFINITY],
    unit: ['a', '', 'b'],
  });
  const needed = [
    { name: 'week', kind: 'number' },
    { name: 'price', kind: 'number' },
    { name: 'size', kind: 'number' },
    { name: 'unit', kind: 'level' },
    { name: 'temperature', kind: 'number' },
    { name: 'constructor', kind: 'number' },
  ] as const;
  expect(() => checkColumns(table, needed)).toThrow(
    expect.objectContaining({
      name: 'DataError',
      message: [
        'week: no such column; the data have Week, price, size, unit; did you mean "Week"?',
        'price: text "cheap" in row 2; expected numbers',
        'size: empty or NaN in row 2; give a value, or say what to do under missing:',
        'size: Infinity in row 3; expected finite numbers',
        'unit: empty in row 2; give a value, or say what to do under missing:',
        'temperature: no such column; the data have Week, price, size, unit',
        'constructor: no such column; the data have Week, price, size, unit',
      ].join('\n'),
    }),
  );
});

it('refuses an empty table', () => {
  expect(() => checkColumns(toTable({ a: [] }), [{ name: 'a', kind: 'number' }])).toThrow(
    'the data have no rows',
  );
  expect(() => checkColumns(toTable({}), [{ name: 'a', kind: 'number' }])).toThrow('the data have no rows');
});

it('names values outside a support, and their first rows', () => {
  const { y } = toTable({ y: [0, -1, 2.5, 3, Number.NaN, -7, -8] }).columns;
  const support = {
    name: 'y',
    test: (value: number) => value >= 0 && Number.isInteger(value),
    text: '0, 1, 2, … (Poisson)',
  };
  expect(() => checkSupport(y, support)).toThrow(
    'y: -1, 2.5, -7, … in rows 2, 3, 6 and 1 more is outside 0, 1, 2, … (Poisson)',
  );
});

it('writes rows as people count them', () => {
  expect([rowsText([2]), rowsText([0, 3]), rowsText([0, 1, 2]), rowsText([0, 1, 2, 3, 4])]).toEqual([
    'row 3',
    'rows 1 and 4',
    'rows 1, 2 and 3',
    'rows 1, 2, 3 and 2 more',
  ]);
});

it('decimal commas are told as such', () => {
  const of =
    (...cells: string[]) =>
    () =>
      checkColumns(toTable({ price: cells }), [{ name: 'price', kind: 'number' }]);
  expect(of('1,5', '-2,25')).toThrow(
    'price: text "1,5", "-2,25" in rows 1 and 2; expected numbers with a decimal point, not a comma',
  );
  expect(of('1,5', 'cheap')).toThrow(/expected numbers$/);
});
