import { extname } from 'node:path';
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

async function csvTable(path: string, text: string): Promise<Table> {
  const { CsvError, parse } = await import('csv-parse/sync');
  let records: string[][];
  try {
    records = parse(text, { bom: true, delimiter: delimiterOf(text), skip_empty_lines: true, trim: true });
  } catch (error) {
    if (error instanceof CsvError) throw new FileError(path, `is not a CSV table: ${error.message}`);
    throw error;
  }
  const header = records.shift();
  if (header === undefined) throw new FileError(path, 'is empty; expected a line of column names');
  checkHeader(path, header);
  return Object.fromEntries(header.map((name, column) => [name, cellsOf(records, column)]));
}

/** The one of comma, semicolon and tab that occurs most in the line of names. */
function delimiterOf(text: string): string {
  const end = text.search(/[\r\n]/);
  const header = end < 0 ? text : text.slice(0, end);
  const count = (delimiter: string) => header.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
}

function checkHeader(path: string, header: readonly string[]): void {
  const seen = new Set<string>();
  for (const [index, name] of header.entries()) {
    if (name === '') throw new FileError(path, `column ${index + 1} has no name`);
    if (seen.has(name)) throw new FileError(path, `two columns are named ${JSON.stringify(name)}`);
    seen.add(name);
  }
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const notFinite: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '+inf': Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  '-infinity': Number.NEGATIVE_INFINITY,
};

function numberIn(cell: string): number | undefined {
  return decimal.test(cell) ? Number(cell) : notFinite[cell.toLowerCase()];
}

/** One column: numbers when every filled cell is one, else text; an empty cell is null. */
function cellsOf(records: readonly (readonly string[])[], column: number): Float64Array | unknown[] {
  const numbers = new Float64Array(records.length);
  let filled = 0;
  let numeric = 0;
  for (const [row, record] of records.entries()) {
    const cell = record[column];
    if (cell === '') continue;
    filled++;
    const value = numberIn(cell);
    if (value === undefined) continue;
    numeric++;
    numbers[row] = value;
  }
  if (numeric === records.length) return numbers;
  const isText = numeric < filled;
  return records.map((record, row) => {
    const cell = record[column];
    if (cell === '') return null;
    return isText ? cell : numbers[row];
  });
}
