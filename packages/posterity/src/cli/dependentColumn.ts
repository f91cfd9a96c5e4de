import { type Config, ConfigError, DataError } from '@posterity/engine';
import type { Table } from '../files/readData.ts';

/** The cells of the config's `dependent_var` in a table. */
export function dependentColumn(config: Config, table: Table): ArrayLike<unknown> {
  const name = config.dependent_var;
  if (name === undefined) {
    const expected = 'the name of the column to explain';
    const message = `is missing; expected ${expected}`;
    throw new ConfigError([{ path: 'dependent_var', code: 'missing', found: 'nothing', expected, message }]);
  }
  if (isRows(table)) return table.map((row) => row[name] ?? null);
  const column = table[name];
  if (column !== undefined) return column;
  const found = Object.keys(table).join(', ');
  const message = `is not a column of the data; found ${found}`;
  throw new DataError([{ path: name, code: 'missing_column', found, expected: name, message }]);
}

function isRows(table: Table): table is readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(table);
}
