// Rows that fit into memory, taken apart by unit.
import { type Column, type Table, takeRows, toTable } from '@posterity/engine';
import type { UnitKey } from '../registry/record.ts';
import type { RowQuery, RowSource, UnitRows } from './rowSource.ts';

/** A source over a table as the readers of files give it. */
export function memorySource(name: string, input: unknown): RowSource {
  const table = toTable(input);
  return {
    name,
    columns: async () => Object.keys(table.columns),
    table: async () => table,
    async *units(query) {
      yield* unitsOf(table, query);
    },
    close: async () => {},
  };
}

function* unitsOf(table: Table, { unit, columns, only }: RowQuery): Generator<UnitRows> {
  const rowsOfUnits = new Map<string, { key: UnitKey; rows: number[] }>();
  const keyColumns = unit.map((name) => [name, table.columns[name]] as const);
  for (let row = 0; row < table.rows; row++) {
    const key = Object.fromEntries(keyColumns.map(([name, column]) => [name, cellOf(column, row)]));
    const text = JSON.stringify(key);
    const known = rowsOfUnits.get(text);
    if (known === undefined) rowsOfUnits.set(text, { key, rows: [row] });
    else known.rows.push(row);
  }
  const wanted: Table = {
    rows: table.rows,
    columns: Object.fromEntries(columns.map((name) => [name, table.columns[name]])),
  };
  for (const { key, rows } of rowsOfUnits.values()) {
    if (isWanted(key, only)) yield { unit: key, table: takeRows(wanted, rows) };
  }
}

/** Whether a unit has all the given values, compared as texts. */
export function isWanted(unit: UnitKey, only: RowQuery['only']): boolean {
  return Object.entries(only).every(([column, value]) => String(unit[column]) === value);
}

function cellOf(column: Column, row: number): number | string {
  const cell = column.values[row];
  return typeof cell === 'number' && Number.isNaN(cell) ? '' : cell;
}
