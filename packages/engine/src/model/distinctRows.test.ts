import { expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { distinctRows, distinctRowsUpTo } from './distinctRows.ts';

const random = createRandom(5, 1);
const rows = 3000;
const numbers = (make: () => number): Float64Array => Float64Array.from({ length: rows }, make);
const tables: Record<string, Float64Array[]> = {
  'whole numbers': [numbers(() => random.integer(9) - 4)],
  'far whole numbers': [numbers(() => 1e9 * random.integer(40))],
  'few fractions': [numbers(() => random.integer(50) / 7)],
  'fractions and whole numbers together': [
    numbers(() => random.integer(8) / 3),
    numbers(() => random.integer(5)),
    numbers(() => random.integer(2)),
  ],
  'many values in two columns': [numbers(() => random.uniform()), numbers(() => random.integer(3))],
  'missing cells': [numbers(() => (random.integer(2) === 0 ? Number.NaN : random.integer(3) / 2))],
  'zeros of both signs': [numbers(() => (random.integer(2) === 0 ? -0 : 0))],
};

for (const [name, columns] of Object.entries(tables)) {
  test(`${name}: rows have one code exactly when they are the same`, () => {
    const known = new Map<string, number>();
    const expected = Array.from({ length: rows }, (_, row) => {
      const key = columns.map((column) => column[row]! + 0).join();
      if (!known.has(key)) known.set(key, known.size);
      return known.get(key)!;
    });
    const { first, groupOf } = distinctRows(columns, rows);
    expect([...groupOf]).toEqual(expected);
    expect([...first]).toEqual([...known.values()].map((code) => expected.indexOf(code)));
    expect(distinctRowsUpTo(columns, rows, known.size)).toEqual({ first, groupOf });
    expect(distinctRowsUpTo(columns, rows, known.size - 1)).toBeUndefined();
  });
}

test('no rows have no groups, and rows without columns are all the same', () => {
  expect(distinctRows([], 0)).toEqual({ first: new Int32Array(0), groupOf: new Int32Array(0) });
  expect(distinctRows([], 3)).toEqual({ first: Int32Array.of(0), groupOf: new Int32Array(3) });
});
