import { countColumn } from './reduction.ts';
import type { SavedModel } from './savedModel.ts';
import type { PreparedData } from './trainingData.ts';

/** Levels of every group of the data as plain JSON, with the rows of each. */
export function savedGroups(data: PreparedData): SavedModel['groups'] {
  return Object.fromEntries(
    [...data.groups].map(([key, { columns, levels, labels }]) => [
      key,
      {
        columns: [...columns],
        levels: levels.map((it) => (typeof it === 'object' ? [...it] : it)),
        labels: [...labels],
        rows: rowsOfLevels(data, key, levels.length),
      },
    ]),
  );
}

/** Rows of each level, before the reduction. */
function rowsOfLevels({ rows, columns, indices }: PreparedData, group: string, levels: number): number[] {
  const index = indices[`${group}|rows`]!;
  const counts = columns[countColumn];
  const total = new Array<number>(levels).fill(0);
  for (let row = 0; row < rows; row++) total[index[row]!]! += counts?.[row] ?? 1;
  return total;
}
