import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { fileOf } from './address.ts';
import { memorySource } from './memorySource.ts';
import type { RowSource } from './rowSource.ts';
import { watchedSource } from './watchedSource.ts';

const folder = mkdtempSync(join(tmpdir(), 'watched-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'rows.csv');
const columns = { unit: ['a', 'b'], y: [1, 2] };
const query = { unit: ['unit'], columns: ['y'], only: {} };

/** A source that does something before its first unit, or between the first and the second. */
function sourceThat(before: () => void, between: () => void): RowSource {
  const source = memorySource(file, columns);
  return {
    ...source,
    async *units(asked) {
      let at = 0;
      before();
      for await (const unit of source.units(asked)) {
        if (at++ > 0) between();
        yield unit;
      }
    },
  };
}

const grow = () => appendFileSync(file, 'c,3\n');
const nothing = () => undefined;
const unitsOf = async (source: RowSource) => {
  let count = 0;
  for await (const _ of source.units(query)) count++;
  return count;
};

test('a file that changes while it is read is refused; one that changes later is named', async () => {
  writeFileSync(file, 'unit,y\na,1\nb,2\n');
  await expect(
    watchedSource(file, async () => {
      grow();
      return memorySource(file, columns);
    }),
  ).rejects.toThrow(/rows.csv: changed while it was read/);
  const torn = await watchedSource(file, async () => sourceThat(grow, nothing));
  await expect(unitsOf(torn)).rejects.toThrow(/rows.csv: changed while it was read/);
  const later = await watchedSource(file, async () => sourceThat(nothing, grow));
  expect(await later.changedFile?.()).toBeUndefined();
  expect(await unitsOf(later)).toBe(2);
  expect(await later.changedFile?.()).toBe(file);
});

test('the file of an address', () => {
  expect(fileOf('rows.csv')).toBe('rows.csv');
  expect(fileOf('duckdb:rows.db?sql=select 1')).toBe('rows.db');
  expect(fileOf("duckdb:?sql=select * from 'rows.csv'")).toBeUndefined();
  expect(fileOf('duckdb::memory:?sql=select 1')).toBeUndefined();
  expect(fileOf('postgres://h/d?sql=select 1')).toBeUndefined();
});
