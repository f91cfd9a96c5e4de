import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readData } from './readData.ts';

const folder = mkdtempSync(join(tmpdir(), 'posterity-read-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function table(name: string, content: string | Uint8Array): Promise<unknown> {
  const path = join(folder, name);
  writeFileSync(path, content);
  return readData(path);
}

test('numbers, text and empty cells of a CSV become columns', async () => {
  expect(await table('a.csv', 'week,geo,y\n0,de,1.5\n1,,-2e-3\n\n2,fr,\n')).toEqual({
    week: new Float64Array([0, 1, 2]),
    geo: ['de', null, 'fr'],
    y: [1.5, -0.002, null],
  });
});

test('a single cell of text makes its column text, so that nothing is dropped in silence', async () => {
  expect(await table('b.csv', 'week\n1\n2,5x\n'.replace(',', '.'))).toEqual({ week: ['1', '2.5x'] });
});

test('numbers written as NaN or inf arrive as such', async () => {
  expect(await table('c.csv', 'y\nNaN\n-inf\n1\n')).toEqual({
    y: new Float64Array([Number.NaN, Number.NEGATIVE_INFINITY, 1]),
  });
});

test('a hexadecimal, a date and a thousands separator are text, not numbers', async () => {
  expect(await table('d.csv', 'x;y;z\n0x10;2024-01-01;1,000\n')).toEqual({
    x: ['0x10'],
    y: ['2024-01-01'],
    z: ['1,000'],
  });
});

test('a byte order mark, Windows line ends, tabs and quotes are understood', async () => {
  expect(await table('e.csv', '\uFEFF"a b"\tc\r\n1\t"x\ty"\r\n')).toEqual({
    'a b': new Float64Array([1]),
    c: ['x\ty'],
  });
});

test('a CSV of names alone is a table without rows', async () => {
  expect(await table('f.csv', 'a,b\n')).toEqual({ a: new Float64Array(0), b: new Float64Array(0) });
});

test('JSON is a list of rows or an object of columns', async () => {
  expect(await table('g.json', '[{"a":1},{"a":2}]')).toEqual([{ a: 1 }, { a: 2 }]);
  expect(await table('h.json', '{"a":[1,2]}')).toEqual({ a: [1, 2] });
});

test.each([
  ['empty.csv', '', 'is empty; expected a line of column names'],
  ['twice.csv', 'a,a\n1,2\n', 'two columns are named "a"'],
  ['unnamed.csv', 'a,\n1,2\n', 'column 2 has no name'],
  ['ragged.csv', 'a,b\n1,2\n3\n', 'is not a CSV table: Invalid Record Length: expect 2, got 1 on line 3'],
  ['text.json', '{"a":1}', 'is not a table; expected a list of rows or an object of columns'],
  ['data.xlsx', 'PK', 'is not a kind of table that can be read; expected .csv, .tsv or .json'],
  ['latin.csv', new Uint8Array([97, 10, 0xe9, 10]), 'is not UTF-8 text'],
])('%s is refused with the reason', async (name, content, reason) => {
  await expect(table(name, content)).rejects.toThrow(`${join(folder, name)}: ${reason}`);
});

test('a file that is not there is refused by name', async () => {
  await expect(readData(join(folder, 'none.csv'))).rejects.toThrow('none.csv: no such file');
});
