import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toTable } from '@posterity/engine';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { csvColumns, csvNames } from './csvColumns.ts';
import { readData } from './readData.ts';

const folder = mkdtempSync(join(tmpdir(), 'csv-columns-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'rows.csv');

// Texts beside numbers that are written in other ways than they print, and cells that are empty.
const cell = fc.constantFrom(
  '',
  '',
  '1',
  '01',
  '2.50',
  '-0',
  '1e3',
  'nan',
  'inf',
  'de',
  "l'us",
  '"a,b"',
  'żółć',
);
const rows = fc.array(fc.tuple(cell, fc.constantFrom('1', '007', ''), cell), { minLength: 1, maxLength: 40 });

test('columns read in parts are those of the whole file, to the letter', async () => {
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 4, max: 60 }), async (cells, bytes) => {
      writeFileSync(path, ['a,b,c', ...cells.map((row) => row.join())].join('\n'));
      const { rows: count, columns } = toTable(await readData(path));
      expect(await csvColumns(path, ['a', 'b', 'c'], bytes)).toEqual({ rows: count, columns });
      expect(await csvColumns(path, ['c'], bytes)).toEqual({ rows: count, columns: { c: columns['c'] } });
    }),
    { seed: 5, numRuns: 200 },
  );
});

test('names are known without rows, and a fault in the middle is told with its line', async () => {
  writeFileSync(path, 'a,b\n');
  expect(await csvNames(path)).toEqual(['a', 'b']);
  expect(await csvColumns(path, ['b'])).toEqual({
    rows: 0,
    columns: { b: { kind: 'number', values: new Float64Array(0) } },
  });
  writeFileSync(path, `a,b\n${'1,2\n'.repeat(50)}3\n`);
  await expect(csvColumns(path, ['a'], 20)).rejects.toThrow(/line 52 has 1 cell, the line of names has 2/);
});
