import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { overviewOf } from './overview.ts';
import { readTable } from './readTable.ts';

const bytes = (content: string | readonly number[]): ArrayBuffer =>
  (typeof content === 'string' ? new TextEncoder().encode(content) : Uint8Array.from(content)).slice().buffer;

test.each([
  ['empty.csv', bytes(''), 'empty.csv is empty; expected a line of column names'],
  ['a.xlsx', bytes([0x50, 0x4b, 3, 4, 0]), 'save the sheet as CSV'],
  ['a.csv.gz', bytes([0x1f, 0x8b, 8]), 'unpack it first'],
  ['photo.csv', bytes([0xff, 0xd8, 0, 0, 1]), 'photo.csv is a binary file'],
  ['latin.csv', bytes([97, 10, 98, 10, 0xe9, 10]), 'not UTF-8 text: line 3'],
  ['utf16.csv', bytes([0xff, 0xfe, 97, 0]), 'UTF-16 text: save it as “CSV UTF-8”'],
  ['ragged.csv', bytes('a,b\n1\n'), 'line 2 has 1 cell, the line of names has 2'],
  ['broken.parquet', bytes('PAR1nothing'), 'Parquet file that cannot be read here'],
])('%s is refused with a sentence to act on', async (name, content, sentence) => {
  await expect(readTable(name, content)).rejects.toThrow(sentence);
});

test('a Parquet file is read by its content, gaps and all', async () => {
  const file = parquetWriteBuffer({
    columnData: [
      { name: 'week', data: [1, 2, 3], type: 'INT32' },
      { name: 'rate', data: [0.5, null, 1.5], type: 'DOUBLE', nullable: true },
      { name: 'geo', data: ['de', 'fr', 'de'], type: 'STRING' },
    ],
  });
  const table = await readTable('named-wrongly.csv', file);
  expect(table.columns['week']).toEqual({ kind: 'number', values: new Float64Array([1, 2, 3]) });
  expect(table.columns['rate']).toEqual({ kind: 'number', values: new Float64Array([0.5, Number.NaN, 1.5]) });
  expect(table.columns['geo']).toEqual({ kind: 'text', values: ['de', 'fr', 'de'] });
});

test('a table of 10,000 columns is read, and its first columns are told of', async () => {
  const names = Array.from({ length: 10_000 }, (_, i) => `c${i}`);
  const table = await readTable('wide.csv', bytes(`${names.join()}\n${names.map(() => '1').join()}\n`));
  const overview = overviewOf('wide.csv', table);
  expect(overview.columnCount).toBe(10_000);
  expect(overview.columns.length).toBe(200);
});

test('an overview tells ranges, gaps and kinds', async () => {
  const table = await readTable('a.csv', bytes('n,x,g\n1,0.5,a\n2,,b\n4,1.5,\n'));
  const [n, x, g] = overviewOf('a.csv', table).columns;
  expect(n).toMatchObject({
    kind: 'number',
    isWhole: true,
    least: 1,
    greatest: 4,
    missing: 0,
    distinct: 3,
    histogram: [1, 1, 0, 1],
  });
  expect(x).toMatchObject({ isWhole: false, least: 0.5, greatest: 1.5, missing: 1 });
  expect(g).toMatchObject({ kind: 'text', missing: 1, distinct: 2, samples: ['a', 'b'] });
});
