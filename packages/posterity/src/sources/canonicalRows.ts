// A unit's rows in an order of their own, so that fingerprints and sums do not depend on how rows arrived.
import { type Column, type Table, takeRows } from '@posterity/engine';

/** The rows sorted by the `first` columns, then by all others in the order of their names. */
export function canonicalRows(table: Table, first: readonly string[] = []): Table {
  const others = Object.keys(table.columns).filter((name) => !first.includes(name));
  const columns = [...first, ...others.sort()].map((name) => table.columns[name]);
  const rows = Uint32Array.from({ length: table.rows }, (_, row) => row);
  rows.sort((a, b) => {
    for (const column of columns) {
      const order = compare(column, a, b);
      if (order !== 0) return order;
    }
    return 0;
  });
  return rows.every((row, at) => row === at) ? table : takeRows(table, rows);
}

/** Missing cells come last. */
function compare({ kind, values }: Column, a: number, b: number): number {
  if (kind === 'text') return order(values[a], values[b]);
  const [one, other] = [values[a], values[b]];
  if (Number.isNaN(one)) return Number.isNaN(other) ? 0 : 1;
  return Number.isNaN(other) ? -1 : order(one, other);
}

function order<T extends number | string>(one: T, other: T): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
