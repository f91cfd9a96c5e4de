import { type Column, numberIn, type Table } from '@posterity/engine';

/**
 * A unit's table with the text columns as numbers whose cells all are: one text somewhere in a file makes its
 * whole column text, and should trouble no unit but its own. `levels` names columns whose texts are wanted.
 */
export function numberColumns(table: Table, levels: ReadonlySet<string>): Table {
  const columns = Object.entries(table.columns).map(([name, column]) => [
    name,
    levels.has(name) ? column : asNumbers(column),
  ]);
  return { rows: table.rows, columns: Object.fromEntries(columns) };
}

function asNumbers(column: Column): Column {
  if (column.kind === 'number') return column;
  const values = new Float64Array(column.values.length);
  for (const [row, cell] of column.values.entries()) {
    const value = cell === '' ? Number.NaN : numberIn(cell);
    if (value === undefined) return column;
    values[row] = value;
  }
  return { kind: 'number', values };
}
