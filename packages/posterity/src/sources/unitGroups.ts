// The rows of a table in memory, sorted by unit.
import { type Column, type Table, takeRows } from '@posterity/engine';
import type { UnitKey } from '../registry/record.ts';
import { isWanted } from '../registry/unitId.ts';
import type { RowQuery, UnitRows } from './rowSource.ts';

/** Units in the order of their first rows, and where the rows of each are. */
export interface UnitGroups {
  readonly keys: readonly UnitKey[];
  /** All rows, those of the first unit first. */
  readonly rows: Uint32Array;
  /** Where in `rows` each unit begins; one more than there are units. */
  readonly starts: Uint32Array;
}

/** Groups rows by the columns that make the units. */
export function unitGroups(table: Table, unit: readonly string[]): UnitGroups {
  const units = new Uint32Array(table.rows);
  let firstRows = table.rows === 0 ? [] : [0];
  // One column after the other, in which what is one unit so far falls apart.
  for (const name of unit) {
    const { values } = table.columns[name];
    const known = new Map<number | string, Map<number, number>>();
    firstRows = [];
    for (let row = 0; row < table.rows; row++) {
      const value = values[row];
      let parts = known.get(value);
      if (parts === undefined) {
        parts = new Map();
        known.set(value, parts);
      }
      let part = parts.get(units[row]);
      if (part === undefined) {
        part = firstRows.push(row) - 1;
        parts.set(units[row], part);
      }
      units[row] = part;
    }
  }
  const starts = new Uint32Array(firstRows.length + 1);
  for (const it of units) starts[it + 1]++;
  for (let k = 0; k < firstRows.length; k++) starts[k + 1] += starts[k];
  const rows = new Uint32Array(table.rows);
  const next = starts.slice();
  for (let row = 0; row < table.rows; row++) rows[next[units[row]]++] = row;
  const keys = firstRows.map((row) =>
    Object.fromEntries(unit.map((name) => [name, levelAt(table.columns[name], row)])),
  );
  return { keys, rows, starts };
}

/** The asked columns of the wanted units, one unit after the other. */
export function* unitsOf(
  table: Table,
  { keys, rows, starts }: UnitGroups,
  { columns, only }: Pick<RowQuery, 'columns' | 'only'>,
): Generator<UnitRows> {
  const wanted: Table = {
    rows: table.rows,
    columns: Object.fromEntries(columns.map((name) => [name, table.columns[name]])),
  };
  for (const [at, unit] of keys.entries()) {
    if (isWanted(unit, only))
      yield { unit, table: takeRows(wanted, rows.subarray(starts[at], starts[at + 1])) };
  }
}

function levelAt(column: Column, row: number): number | string {
  const cell = column.values[row];
  return typeof cell === 'number' && Number.isNaN(cell) ? '' : cell;
}
