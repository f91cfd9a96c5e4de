// A source over a file that is watched: whether it changes while it is read, and whether it has changed since.
import { fileState, readUnchanged, readUnchangedAll } from './fileState.ts';
import type { RowSource } from './rowSource.ts';

/**
 * A source whose rows are those of one state of the file. Sources sort rows by unit, so the whole file has been read when
 * the first unit comes.
 * @throws FileError when the file changes while it is read
 */
export async function watchedSource(file: string, open: () => Promise<RowSource>): Promise<RowSource> {
  const state = await fileState(file);
  const source = await readUnchanged(file, open);
  const { reduced } = source;
  return {
    ...source,
    table: () => readUnchanged(file, () => source.table()),
    units: (query) => readUnchangedAll(file, () => source.units(query)),
    ...(reduced === undefined
      ? {}
      : {
          reduced: async (query) => {
            const units = await reduced(query);
            return units && readUnchangedAll(file, () => units);
          },
        }),
    changedFile: async () => ((await fileState(file)) === state ? undefined : file),
  };
}
