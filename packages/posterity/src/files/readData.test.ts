import { constants } from 'node:buffer';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toTable } from '@posterity/engine';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, expect, test } from 'vitest';
import { readData, type Table } from './readData.ts';
import { utf8 } from './readText.ts';

const folder = mkdtempSync(join(tmpdir(), 'posterity-read-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function table(name: string, content: string | Uint8Array): Promise<unknown> {
  const path = join(folder, name);
  writeFileSync(path, content);
  return readData(path);
}

function columnsIn(it: Table): Readonly<Record<string, ArrayLike<unknown>>> {
  if (Array.isArray(it)) throw new Error('rows, where columns were expected');
  return it as Readonly<Record<string, ArrayLike<unknown>>>;
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

const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);

/** What fixtures/make.py wrote. */
function expectFixture(columns: Readonly<Record<string, ArrayLike<unknown>>>): void {
  expect(Object.keys(columns)).toEqual(['week', 'y', 'geo', 'sold', 'small', 'single', 'day']);
  const rows = Array.from({ length: 200 }, (_, row) => row);
  const { week, y, geo, sold, small, single, day } = toTable(columns).columns;
  expect([...week.values]).toEqual(rows);
  expect([...y.values]).toEqual(rows.map((row) => (row === 3 ? Number.NaN : row / 8)));
  expect([...geo.values]).toEqual(rows.map((row) => (row % 3 === 0 ? '' : 'de')));
  expect([...sold.values]).toEqual(rows.map((row) => (row % 2 === 0 ? 1 : 0)));
  expect([...small.values]).toEqual(rows.map((row) => row % 7));
  expect([...single.values]).toEqual(rows.map((row) => row / 4));
  expect([...day.values]).toEqual(rows.map((row) => Date.UTC(2024, 0, 1 + (row % 28))));
}

test.each(['none', 'snappy', 'gzip', 'brotli', 'zstd', 'lz4'])(
  'the flat columns of a Parquet file compressed by %s are read, empty cells included',
  async (codec) => {
    expectFixture(columnsIn(await readData(fixture(`${codec}.parquet`))));
  },
);

test.each(['uncompressed.arrow', 'lz4.arrow', 'zstd.arrow', 'stream.arrows'])(
  'the columns of %s are read, empty cells included',
  async (name) => {
    expectFixture(columnsIn(await readData(fixture(name))));
  },
);

test('what was written as Parquet is read back bit for bit', async () => {
  const y = [0.1, -1e-300, 1e300, 2 / 3];
  const bytes = parquetWriteBuffer({ columnData: [{ name: 'y', data: y, type: 'DOUBLE' }] });
  expect(await table('own.parquet', new Uint8Array(bytes))).toEqual({ y });
});

test.each([
  ['none.parquet', 'cut.parquet', 1000, 'is a Parquet file that is cut short'],
  ['lz4.arrow', 'cut.arrow', 1000, 'is an Arrow file that is damaged or cut short: '],
  ['none.parquet', 'as.csv', 4000, 'holds Parquet, not the CSV its ending says; rename it to .parquet'],
  ['none.parquet', 'as.arrow', 4000, 'holds Parquet, not the Arrow its ending says; rename it to .parquet'],
  ['lz4.arrow', 'as.parquet', 4000, 'holds Arrow, not the Parquet its ending says; rename it to .arrow'],
])('the first bytes of %s named %s are refused with the reason', async (from, name, bytes, reason) => {
  const content = readFileSync(fixture(from)).subarray(0, bytes);
  await expect(table(name, content)).rejects.toThrow(`${join(folder, name)}: ${reason}`);
});

test('a Parquet file with a damaged footer is refused', async () => {
  const bytes = readFileSync(fixture('none.parquet'));
  const footer = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8);
  bytes.fill(0xff, footer, footer + 40);
  await expect(table('hurt.parquet', bytes)).rejects.toThrow(
    'hurt.parquet: is a Parquet file that cannot be',
  );
});

test.each([
  ['empty.csv', '', 'is empty; expected a line of column names'],
  ['twice.csv', 'a,a\n1,2\n', 'two columns are named "a"'],
  ['unnamed.csv', 'a,\n1,2\n', 'column 2 has no name'],
  ['ragged.csv', 'a,b\n1,2\n3\n', 'is not a CSV table: line 3 has 1 cell, the line of names has 2'],
  ['text.json', '{"a":1}', 'is not a table; expected a list of rows or an object of columns'],
  [
    'data.xlsx',
    'PK',
    'is not a kind of table that can be read; expected .csv, .tsv, .json, .parquet or .arrow',
  ],
  ['book.csv', 'PK\x03\x04', 'is a zip file or an Excel workbook, not the CSV its ending says'],
  ['rows.csv', '[{"a":1}]', 'holds JSON, not the CSV its ending says; rename it to .json'],
  ['text.parquet', 'a,b\n1,2\n', 'ends with .parquet but is not Parquet: its first bytes are others'],
  ['list.json', '[[1,2],[3,4]]', 'is not a table; expected a list of rows or an object of columns'],
  ['latin.csv', new Uint8Array([97, 10, 0xe9, 10]), 'is not UTF-8 text'],
])('%s is refused with the reason', async (name, content, reason) => {
  await expect(table(name, content)).rejects.toThrow(`${join(folder, name)}: ${reason}`);
});

test('a file that is not there is refused by name', async () => {
  await expect(readData(join(folder, 'none.csv'))).rejects.toThrow('none.csv: no such file');
});

test('a text too long to be read at once is told as such, with what reads it', () => {
  // Zeros that nobody writes to take no memory.
  const bytes = new Uint8Array(constants.MAX_STRING_LENGTH + 1);
  expect(() => utf8('big.csv', bytes)).toThrow(
    /^big\.csv: is \d+ MB, more than the \d+ MB .* "duckdb:\?sql=select \* from 'big\.csv'"$/,
  );
});

test('a file that is not there is told with the one that was meant', async () => {
  await table('releases.csv', 'a\n1\n');
  await expect(readData(join(folder, 'relases.csv'))).rejects.toThrow(
    /relases\.csv: no such file; did you mean "releases\.csv"\?$/,
  );
  await expect(readData(join(folder, 'releases.json'))).rejects.toThrow(/did you mean "releases\.csv"\?$/);
  await expect(readData(join(folder, 'other.csv'))).rejects.toThrow(/other\.csv: no such file$/);
});
