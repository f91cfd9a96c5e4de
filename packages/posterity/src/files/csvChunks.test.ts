import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { csvChunks } from './csvChunks.ts';
import { dataChunks } from './dataChunks.ts';

const folder = mkdtempSync(join(tmpdir(), 'posterity-chunks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
function put(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** The rows of all parts, cell by cell as text. */
async function rowsOf(path: string, bytes: number): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const table of csvChunks(path, bytes)) {
    const columns = Object.values(table as Record<string, ArrayLike<unknown>>);
    for (let row = 0; row < columns[0].length; row++) rows.push(columns.map((column) => String(column[row])));
  }
  return rows;
}

const sizes = [1, 2, 3, 5, 8, 13, 21, 40, 10_000];

describe('a CSV in parts', () => {
  test.each([
    ['plain lines', 'a,b\n1,x\n2,y\n3,z\n'],
    ['no last line end', 'a,b\n1,x\n22,yy'],
    ['Windows line ends', 'a,b\r\n1,x\r\n2,y\r\n'],
    ['old Mac line ends', 'a,b\r1,x\r2,y\r'],
    ['quotes with line ends, commas and quotes inside', 'a,b\n1,"x\n""y"",\r\nz"\n2,"p,q"\n3,r\n'],
    ['names in quotes', '"a\nb",c\n1,2\n3,4\n'],
    ['empty lines and a byte order mark', '\ufeff\na,b\n\n1,2\n\n\n3,4\n'],
    ['letters of several bytes', 'a,b\n1,żółć\n2,日本\n3,🎲\n'],
  ])('%s: the rows are the same however small the parts', async (name, content) => {
    const path = put(`${name.replace(/\W/g, '')}.csv`, content);
    const whole = await rowsOf(path, 1_000_000);
    expect(whole.length).toBeGreaterThan(1);
    for (const size of sizes) expect(await rowsOf(path, size), `${size} bytes`).toEqual(whole);
  });

  test('a fault is told with its line in the file', async () => {
    const path = put('fault.csv', `a,b\n${'1,2\n'.repeat(20)}3\n4,5\n`);
    for (const size of [8, 30, 1_000_000])
      await expect(rowsOf(path, size), `${size}`).rejects.toThrow(
        /fault.csv: .*line 22 has 1 cell, the line of names has 2/,
      );
  });

  test('what is no CSV is refused: empty, a quote never closed, another kind of file, none at all', async () => {
    await expect(rowsOf(put('empty.csv', ''), 10)).rejects.toThrow(/is empty/);
    await expect(rowsOf(put('open.csv', 'a,b\n1,"x\n2,y\n'), 4)).rejects.toThrow(/never closed/);
    await expect(rowsOf(put('zip.csv', 'PK\x03\x04abc\n'), 100)).rejects.toThrow(/zip file/);
    await expect(rowsOf(join(folder, 'none.csv'), 10)).rejects.toThrow(/no such file/);
    await expect(rowsOf(folder, 10)).rejects.toThrow(/is a folder/);
  });

  test('chunks have at most so many rows, and know the number of their first', async () => {
    const path = put('many.csv', `a\n${Array.from({ length: 10 }, (_, i) => `${i}\n`).join('')}`);
    const found: [number, number][] = [];
    for await (const { firstRow, rows, table } of dataChunks(path, 4)) {
      found.push([firstRow, rows]);
      expect(Object.values(table)[0][0]).toBe(firstRow);
    }
    expect(found).toEqual([
      [0, 4],
      [4, 4],
      [8, 2],
    ]);
    const long = put('long.csv', `a\n${'1234567\n'.repeat(200_000)}`);
    const counts = async (mostRows: number) => {
      const sizes: number[] = [];
      for await (const { rows } of dataChunks(long, mostRows)) sizes.push(rows);
      return sizes;
    };
    expect((await counts(1_000_000)).length).toBeGreaterThan(1);
    expect(await counts(Number.POSITIVE_INFINITY)).toEqual([200_000]);
    const list = put('rows.json', JSON.stringify([{ a: 1 }, { a: 2 }, { a: 3 }]));
    const parts: unknown[] = [];
    for await (const { table } of dataChunks(list, 2)) parts.push(table);
    expect(parts).toEqual([[{ a: 1 }, { a: 2 }], [{ a: 3 }]]);
  });
});
