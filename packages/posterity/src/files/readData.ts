import { extname } from 'node:path';
import { arrowTable } from './arrowTable.ts';
import { csvTable } from './csvTable.ts';
import { FileError } from './fileError.ts';
import { jsonTable } from './jsonTable.ts';
import { parquetTable } from './parquetTable.ts';
import { readBytes, utf8 } from './readText.ts';
import type { Table } from './table.ts';

export type { Table };

/** A kind of data file. */
interface Reader {
  readonly name: string;
  readonly endings: readonly string[];
  /** The first bytes of every such file, one of these; text files have none. */
  readonly marks?: readonly string[];
  readonly read: (path: string, bytes: Uint8Array) => Table | Promise<Table>;
}

const readers: readonly Reader[] = [
  {
    name: 'CSV',
    endings: ['.csv', '.tsv', '.txt'],
    read: (path, bytes) => csvTable(path, utf8(path, bytes)),
  },
  { name: 'JSON', endings: ['.json'], read: (path, bytes) => jsonTable(path, utf8(path, bytes)) },
  { name: 'Parquet', endings: ['.parquet', '.pq'], marks: ['PAR1'], read: parquetTable },
  {
    name: 'Arrow',
    endings: ['.arrow', '.feather', '.ipc', '.arrows'],
    marks: ['ARROW1', '\xff\xff\xff\xff'],
    read: arrowTable,
  },
];

/** First bytes of files that are often taken for tables. */
const strangers: Readonly<Record<string, string>> = {
  'PK\x03\x04': 'a zip file or an Excel workbook',
  '\x1f\x8b': 'a gzip file',
  '\x28\xb5\x2f\xfd': 'a Zstandard file',
  '\x89HDF': 'an HDF5 or netCDF file',
  'SQLite format 3': 'an SQLite database',
  PARE: 'an encrypted Parquet file',
  FEA1: 'a Feather V1 file',
};

/**
 * Reads a table from a CSV (`.csv`, `.tsv`, `.txt`), JSON, Parquet or Arrow file; the ending tells which. Or from
 * SQL: `duckdb:FILE?sql=SELECT …` (FILE may be left out), `postgres://…?sql=SELECT …`.
 *
 * A CSV column whose cells are all numbers (or empty) is numeric; an empty cell is `null`. JSON is a list of
 * rows or an object of columns. Throws FileError, also when the content is not what the ending says.
 */
export async function readData(path: string): Promise<Table> {
  if (isQuery(path)) {
    const { openSource } = await import('../sources/openSource.ts');
    const source = await openSource(path);
    try {
      const { columns } = await source.table();
      return Object.fromEntries(Object.entries(columns).map(([name, { values }]) => [name, values]));
    } finally {
      await source.close();
    }
  }
  const reader = readerOf(path);
  const bytes = await readBytes(path);
  checkContent(path, bytes);
  return reader.read(path, bytes);
}

/** Whether the address is SQL over a database or over files. */
function isQuery(address: string): boolean {
  return /^(duckdb|postgres|postgresql):/.test(address);
}

/** Whether the file is text of which rows can be read without the rest. */
export function isCsv(path: string): boolean {
  return !isQuery(path) && readerOf(path).name === 'CSV';
}

/** Throws FileError when the first bytes are not what the ending says. */
export function checkContent(path: string, bytes: Uint8Array): void {
  checkMarks(path, readerOf(path), extname(path).toLowerCase(), bytes);
}

function readerOf(path: string): Reader {
  const ending = extname(path).toLowerCase();
  const reader = readers.find((it) => it.endings.includes(ending));
  if (reader !== undefined) return reader;
  const known = readers.flatMap((it) => it.endings.slice(0, it.marks === undefined ? 2 : 1));
  const expected = `${known.slice(0, -1).join(', ')} or ${known.at(-1)}`;
  throw new FileError(path, `is not a kind of table that can be read; expected ${expected}`);
}

function checkMarks(path: string, reader: Reader, ending: string, bytes: Uint8Array): void {
  const begin = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const starts = (mark: string) => begin.startsWith(mark);
  if (reader.marks?.some(starts)) return;
  const stranger = Object.keys(strangers).find(starts);
  if (stranger !== undefined) {
    throw new FileError(path, `is ${strangers[stranger]}, not the ${reader.name} its ending says`);
  }
  const other = readers.find((it) => it.marks?.some(starts));
  if (other !== undefined) {
    const wayOut = `rename it to ${other.endings[0]}`;
    throw new FileError(path, `holds ${other.name}, not the ${reader.name} its ending says; ${wayOut}`);
  }
  if (reader.marks !== undefined) {
    throw new FileError(path, `ends with ${ending} but is not ${reader.name}: its first bytes are others`);
  }
}
