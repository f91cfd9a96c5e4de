// Rows that fit into memory, taken apart by unit.
import { type Table, toTable } from '@posterity/engine';
import type { RowQuery, RowSource } from './rowSource.ts';
import { type UnitGroups, unitGroups, unitsOf } from './unitGroups.ts';

/** A source over a table as the readers of files give it. */
export function memorySource(name: string, input: unknown): RowSource {
  const table = toTable(input);
  const groups = groupsOf(table);
  return {
    name,
    columns: async () => Object.keys(table.columns),
    table: async () => table,
    async *units(query) {
      yield* unitsOf(table, groups(query.unit), query);
    },
    close: async () => {},
  };
}

/** The units of a table, found once: whoever asks for one after the other asks by the same columns. */
export function groupsOf(table: Table): (unit: RowQuery['unit']) => UnitGroups {
  let last: { readonly unit: string; readonly groups: UnitGroups } | undefined;
  return (columns) => {
    const unit = JSON.stringify(columns);
    if (last?.unit !== unit) last = { unit, groups: unitGroups(table, columns) };
    return last.groups;
  };
}
