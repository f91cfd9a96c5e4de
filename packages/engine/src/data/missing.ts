// Empty cells: which rows are dropped, which cells become parameters, and how many there were of each.
import type { MissingConfig, MissingX } from '../config/config.ts';
import { type Column, columnOf, isMissing, type Table } from './columns.ts';
import { rowsWhere } from './rowsWhere.ts';

export interface MissingPlan {
  /** Rows that stay, in order; undefined when all do. */
  readonly keep: Int32Array | undefined;
  /** Rows left out because their outcome is empty; where it is imputed, it is predicted once the model is fitted. */
  readonly withoutOutcome: Int32Array;
  /** Column → rows, counted after dropping, whose cells are parameters of the model. */
  readonly imputed: Readonly<Record<string, Int32Array>>;
  /** Column → what was done to how many cells; columns without empty cells are absent. */
  readonly counts: Readonly<
    Record<string, { readonly policy: 'mean' | 'impute' | 'drop'; readonly cells: number }>
  >;
}

/** The policy of an independent column. */
export function policyOf(missing: MissingConfig, column: string): MissingX {
  return Object.hasOwn(missing.columns, column) ? missing.columns[column] : missing.x;
}

/**
 * What `missing:` means for these data. Cells whose policy is `error` are not looked at: `checkColumns` refuses them.
 * `dependent` is the name under which the table holds y.
 */
export function planMissing(
  missing: MissingConfig,
  table: Table,
  independent: readonly string[],
  dependent: string,
): MissingPlan {
  const y = columnOf(table, dependent);
  const emptyY = y === undefined ? [] : emptyRows(y);
  const dropped = new Set(missing.y === 'error' ? [] : emptyY);
  const keep =
    dropped.size === 0 ? undefined : Int32Array.from(rowsWhere(table.rows, (row) => !dropped.has(row)));
  const imputed: [string, Int32Array][] = [];
  const counts: [string, { policy: 'mean' | 'impute' | 'drop'; cells: number }][] = [];
  for (const name of independent) {
    const column = columnOf(table, name);
    const policy = policyOf(missing, name);
    if (column === undefined || policy === 'error') continue;
    const rows = rowsWhere(keep?.length ?? table.rows, (position) =>
      isMissing(column, keep === undefined ? position : keep[position]!),
    );
    if (rows.length > 0) counts.push([name, { policy, cells: rows.length }]);
    if (policy === 'impute' && rows.length > 0) imputed.push([name, Int32Array.from(rows)]);
  }
  if (missing.y !== 'error' && dropped.size > 0)
    counts.push([dependent, { policy: missing.y, cells: dropped.size }]);
  return {
    keep,
    withoutOutcome: Int32Array.from(dropped),
    imputed: Object.fromEntries(imputed),
    counts: Object.fromEntries(counts),
  };
}

function emptyRows(column: Column): number[] {
  return rowsWhere(column.values.length, (row) => isMissing(column, row));
}
