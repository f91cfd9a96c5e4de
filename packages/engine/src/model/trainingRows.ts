/** Data in any accepted form → the table and the outcome of a fit. */
import type { Config } from '../config/config.ts';
import { ConfigError, DataError, problem } from '../config/errors.ts';
import { type Column, columnOf, type Table, toColumn, toTable } from '../data/columns.ts';
import { outcome } from './specification.ts';

export interface TrainingRows {
  readonly table: Table;
  readonly y: Column;
  /** Name of the outcome in messages and files. */
  readonly dependent: string;
}

/** Columns, rows or an Arrow table as a table; rows without names take those of `independent_vars`. */
export function tableOf(config: Config, input: unknown): Table {
  const names = config.independent_vars.flatMap((item) =>
    item.kind === 'column' ? [item.name] : item.columns,
  );
  return toTable(input, names);
}

/** The rows of a fit; without `y` the outcome is looked for in the table. @throws ConfigError, DataError */
export function rowsOf(config: Config, X: unknown, y?: unknown): TrainingRows {
  if (y === undefined) return splitRows(config, X);
  const dependent = config.dependent_var ?? outcome;
  return { table: tableOf(config, X), y: toColumn(y, dependent), dependent };
}

/** The rows of one table that holds the outcome too. @throws ConfigError, DataError */
export function splitRows(config: Config, input: unknown): TrainingRows {
  const dependent = config.dependent_var;
  if (dependent === undefined) {
    const message = 'needed to know which column of the data is the outcome';
    throw new ConfigError([
      problem({
        path: 'dependent_var',
        code: 'missing_key',
        found: 'nothing',
        expected: 'a column',
        message,
      }),
    ]);
  }
  const table = tableOf(config, input);
  const y = columnOf(table, dependent);
  if (y === undefined) {
    const message = `there is no such column in the data (columns: ${Object.keys(table.columns).join(', ')})`;
    throw new DataError([
      problem({
        path: dependent,
        code: 'missing_column',
        found: 'nothing',
        expected: 'the outcome',
        message,
      }),
    ]);
  }
  return { table, y, dependent };
}

/** One table of the columns and the outcome. */
export function wholeTable({ table, y, dependent }: TrainingRows): Table {
  return { rows: y.values.length, columns: { ...table.columns, [dependent]: y } };
}
