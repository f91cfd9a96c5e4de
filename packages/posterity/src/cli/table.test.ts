import { expect, test } from 'vitest';
import { alignedTable, shortNumber } from './table.ts';

test('columns of a table are aligned, names to the left and numbers to the right', () => {
  const text = alignedTable(
    ['', 'mean'],
    [
      ['a', '1'],
      ['long', '-2.5'],
    ],
  );
  expect(text).toBe('      mean\na        1\nlong  -2.5\n');
});

test.each([
  [0, '0'],
  [0.0805123, '0.08051'],
  [-1.5, '-1.5'],
  [123456.7, '123457'],
  [1.23456e-7, '1.235e-7'],
  [9.87654e12, '9.877e+12'],
  [Number.NaN, 'NaN'],
])('%d is written %s', (value, text) => {
  expect(shortNumber(value)).toBe(text);
});
