import { csvChunks } from './csvChunks.ts';
import { isCsv, readData } from './readData.ts';
import type { Table } from './table.ts';

/** A part of a table, and the number of its first row, from 0. */
export interface TableChunk {
  readonly table: Table;
  readonly firstRow: number;
  readonly rows: number;
}

/**
 * The rows of a file in parts of at most `mostRows`; a CSV is read part by part, other kinds are read whole first.
 * With `Infinity` there is one part. Throws FileError.
 */
export async function* dataChunks(path: string, mostRows: number): AsyncGenerator<TableChunk> {
  let firstRow = 0;
  const tables = isCsv(path) && Number.isFinite(mostRows) ? csvChunks(path) : [await readData(path)];
  for await (const table of tables) {
    const rows = rowCount(table);
    // A table without rows is passed on, so that it can be refused.
    if (rows === 0) yield { table, firstRow, rows };
    for (let from = 0; from < rows; from += mostRows) {
      const count = Math.min(mostRows, rows - from);
      const part = count === rows ? table : sliced(table, from, from + count);
      yield { table: part, firstRow: firstRow + from, rows: count };
    }
    firstRow += rows;
  }
}

function rowCount(table: Table): number {
  if (isRows(table)) return table.length;
  const [first] = Object.values(table);
  return first?.length ?? 0;
}

function sliced(table: Table, from: number, to: number): Table {
  if (isRows(table)) return table.slice(from, to);
  return Object.fromEntries(
    Object.entries(table).map(([name, cells]) => [
      name,
      cells instanceof Float64Array ? cells.subarray(from, to) : Array.prototype.slice.call(cells, from, to),
    ]),
  );
}

function isRows(table: Table): table is readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(table);
}
