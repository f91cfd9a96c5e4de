import { FileError } from './fileError.ts';
import type { Table } from './table.ts';

/** A list of rows, or an object of columns. Throws FileError. */
export function jsonTable(path: string, text: string): Table {
  let table: unknown;
  try {
    table = JSON.parse(text);
  } catch (error) {
    throw new FileError(path, `is not JSON: ${(error as Error).message}`);
  }
  if (Array.isArray(table) && table.every(isRow)) return table;
  if (isRow(table) && Object.values(table).every(Array.isArray)) {
    return table as Readonly<Record<string, readonly unknown[]>>;
  }
  throw new FileError(path, 'is not a table; expected a list of rows or an object of columns');
}

function isRow(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
