import { extname } from 'node:path';
import { FormatError, parseCsv } from '@posterity/engine';
import { FileError } from './fileError.ts';
import { readText } from './readText.ts';

/** A table as the engine takes it: named columns of one length, or a list of rows. */
export type Table =
  | Readonly<Record<string, ArrayLike<unknown>>>
  | readonly Readonly<Record<string, unknown>>[];

/**
 * Reads a table from a `.csv`, `.tsv` or `.json` file.
 *
 * A CSV column whose cells are all numbers (or empty) is numeric; an empty cell is `null`. JSON is a list of
 * rows or an object of columns. Throws FileError.
 */
export async function readData(path: string): Promise<Table> {
  const extension = extname(path).toLowerCase();
  if (extension === '.json') return jsonTable(path, await readText(path));
  if (extension === '.csv' || extension === '.tsv' || extension === '.txt') {
    return csvTable(path, await readText(path));
  }
  throw new FileError(path, 'is not a kind of table that can be read; expected .csv, .tsv or .json');
}

function jsonTable(path: string, text: string): Table {
  let table: unknown;
  try {
    table = JSON.parse(text);
  } catch (error) {
    throw new FileError(path, `is not JSON: ${(error as Error).message}`);
  }
  if (Array.isArray(table) && table.every((row) => typeof row === 'object' && row !== null)) return table;
  if (typeof table === 'object' && table !== null && Object.values(table).every(Array.isArray)) {
    return table as Readonly<Record<string, readonly unknown[]>>;
  }
  throw new FileError(path, 'is not a table; expected a list of rows or an object of columns');
}

function csvTable(path: string, text: string): Table {
  try {
    return parseCsv(text);
  } catch (error) {
    if (error instanceof FormatError) throw new FileError(path, error.message);
    throw error;
  }
}
