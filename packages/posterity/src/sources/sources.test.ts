import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { readData } from '../files/readData.ts';
import { hasPostgres, startTestPostgres } from '../registry/postgres.fixture.ts';
import { withoutPassword } from './address.ts';
import { canonicalRows } from './canonicalRows.ts';
import { openSource } from './openSource.ts';
import type { RowSource, UnitRows } from './rowSource.ts';

const folder = mkdtempSync(join(tmpdir(), 'sources-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = Array.from({ length: 5000 }, (_, i) => [
  `p${i % 7}`,
  i % 3,
  (i * 37) % 101,
  ((i * 7919) % 1000) / 8,
]);
const csv = ['product,geo,week,y', ...rows.map((row) => row.join()), ''].join('\n');
writeFileSync(join(folder, 'rows.csv'), csv);

async function all(source: RowSource, only = {}): Promise<UnitRows[]> {
  const found: UnitRows[] = [];
  for await (const { unit, table } of source.units({
    unit: ['product', 'geo'],
    columns: ['week', 'y'],
    only,
  })) {
    found.push({ unit, table: canonicalRows(table) });
  }
  await source.close();
  return found.sort((a, b) => (JSON.stringify(a.unit) < JSON.stringify(b.unit) ? -1 : 1));
}

const duckdb = `duckdb:?sql=select * from read_csv('${join(folder, 'rows.csv')}')`;

describe('the rows of a unit', () => {
  test('are the same from memory and from DuckDB', async () => {
    const fromMemory = await all(await openSource(join(folder, 'rows.csv')));
    expect(fromMemory).toHaveLength(21);
    expect(fromMemory.reduce((total, { table }) => total + table.rows, 0)).toBe(5000);
    expect(await all(await openSource(duckdb))).toEqual(fromMemory);
    const some = { product: 'p3', geo: '1' };
    expect(await all(await openSource(duckdb), some)).toEqual(
      await all(await openSource(join(folder, 'rows.csv')), some),
    );
  });

  test.skipIf(!hasPostgres)('are the same from PostgreSQL', async () => {
    const postgres = await startTestPostgres();
    const address = await postgres.newDatabase();
    const client = new Client({ connectionString: address });
    await client.connect();
    await client.query('create table sales (product text, geo int, week bigint, y numeric)');
    await client.query(
      'insert into sales select * from json_to_recordset($1) as t(product text, geo int, week bigint, y numeric)',
      [JSON.stringify(rows.map(([product, geo, week, y]) => ({ product, geo, week, y })))],
    );
    await client.end();
    const source = `${address}?sql=select * from sales`;
    expect(await all(await openSource(source))).toEqual(await all(await openSource(duckdb)));
    const table = await readData(`${address}?sql=select sum(y) as total, null::text as note from sales`);
    expect(table).toEqual({
      total: Float64Array.of(rows.reduce((sum, row) => sum + Number(row[3]), 0)),
      note: [''],
    });
    await expect(readData(`${address}?sql=select nothing from sales`)).rejects.toThrow(
      /PostgreSQL says: column "nothing"/,
    );
    await expect(readData(`${address}?sql=delete from sales returning 1`)).rejects.toThrow(/PostgreSQL says/);
    await postgres.stop();
  });
});

test('SQL over files is a table like any other, and its mistakes are told', async () => {
  expect(
    await readData(`duckdb:?sql=select 1.5 as x, true as flag, 'a' as name, date '2026-01-02' as day`),
  ).toEqual({
    x: Float64Array.of(1.5),
    flag: Float64Array.of(1),
    name: ['a'],
    day: ['2026-01-02'],
  });
  await expect(readData('duckdb:?sql=selec 1')).rejects.toThrow(/DuckDB says: Parser Error/);
  await expect(readData('duckdb:')).rejects.toThrow(/says no SQL/);
});

test('an address is told without its password', () => {
  expect(withoutPassword('postgres://u:secret@h/d?sql=select 1')).toBe('postgres://u@h/d?sql=select 1');
});
