// Rows of a CSV file: read a part at a time when they are asked for, only the asked columns kept.
import { csvColumns, csvNames } from '../files/csvColumns.ts';
import { groupsOf } from './memorySource.ts';
import type { RowQuery, RowSource } from './rowSource.ts';
import { unitsOf } from './unitGroups.ts';

/** A source over a CSV. @throws FileError when there is no such file or it begins otherwise */
export async function csvSource(path: string): Promise<RowSource> {
  const names = await csvNames(path);
  let last: { readonly asked: string; readonly held: ReturnType<typeof hold> } | undefined;
  const held = async ({ unit, columns }: Pick<RowQuery, 'unit' | 'columns'>) => {
    const asked = JSON.stringify([unit, columns]);
    if (last?.asked !== asked) last = { asked, held: hold(path, [...new Set([...unit, ...columns])]) };
    return last.held;
  };
  return {
    name: path,
    columns: async () => names,
    table: () => csvColumns(path, names),
    async *units(query) {
      const { table, groups } = await held(query);
      yield* unitsOf(table, groups(query.unit), query);
    },
    async close() {
      last = undefined;
    },
  };
}

async function hold(path: string, names: readonly string[]) {
  const table = await csvColumns(path, names);
  return { table, groups: groupsOf(table) };
}
