// Empty cells: which rows are dropped, which cells become parameters, and how many there were of each.
import type { MissingConfig, MissingX } from '../config/config.ts';
import { type Column, columnOf, isMissing, type Table } from './columns.ts';

export interface MissingPlan {
  /** Rows that stay, in order; undefined when all do. */
  readonly keep: Int32Array | undefined;
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
  const dropped = new Set(missing.y === 'drop' ? emptyY : []);
  const kept = Array.from({ length: table.rows }, (_, row) => row).filter((row) => !dropped.has(row));
  const imputed: [string, Int32Array][] = [];
  const counts: [string, { policy: 'mean' | 'impute' | 'drop'; cells: number }][] = [];
  const note = (name: string, policy: MissingX | 'drop', column: Column) => {
    if (policy === 'error') return;
    const rows = kept.flatMap((row, position) => (isMissing(column, row) ? [position] : []));
    const cells = policy === 'drop' ? dropped.size : rows.length;
    if (cells > 0) counts.push([name, { policy, cells }]);
    if (policy === 'impute' && rows.length > 0) imputed.push([name, Int32Array.from(rows)]);
  };
  for (const name of independent) {
    const column = columnOf(table, name);
    if (column !== undefined) note(name, policyOf(missing, name), column);
  }
  if (y !== undefined) note(dependent, missing.y, y);
  return {
    keep: dropped.size === 0 ? undefined : Int32Array.from(kept),
    imputed: Object.fromEntries(imputed),
    counts: Object.fromEntries(counts),
  };
}

function emptyRows(column: Column): number[] {
  return Array.from({ length: column.values.length }, (_, row) => row).filter((row) =>
    isMissing(column, row),
  );
}
