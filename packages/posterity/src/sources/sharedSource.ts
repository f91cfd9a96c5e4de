// One open source for many who each want a unit: a connection answers one question at a time, and a file in memory
// is read anew when it has changed.
import type { Table } from '@posterity/engine';
import { fileOf } from './address.ts';
import { fileState } from './fileState.ts';
import { openSource } from './openSource.ts';
import type { ReducedQuery, RowQuery, RowSource, UnitRows } from './rowSource.ts';

interface Opened {
  /** Differs when the file behind the address has changed; the same for a database. */
  readonly state: string;
  readonly source: Promise<RowSource>;
}

/** A source that may be asked by many at once; each answer is whole before it is given. */
export function sharedSource(address: string): RowSource {
  let opened: Opened | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const file = fileOf(address);
  const current = async (): Promise<RowSource> => {
    const state = file === undefined ? '' : await fileState(file);
    if (opened?.state !== state) {
      const former = opened;
      opened = { state, source: openSource(address) };
      await former?.source.then((source) => source.close()).catch(() => undefined);
    }
    try {
      return await opened.source;
    } catch (error) {
      opened = undefined;
      throw error;
    }
  };
  const alone = <T>(work: (source: RowSource) => Promise<T>): Promise<T> => {
    const turn = last.then(async () => work(await current()));
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    name: address,
    columns: () => alone((source) => source.columns()),
    table: () => alone((source): Promise<Table> => source.table()),
    async *units(query: RowQuery) {
      yield* await alone((source) => allOf(source.units(query)));
    },
    reduced: (query: ReducedQuery) =>
      alone(async (source) => {
        const units = await source.reduced?.(query);
        return units && inTurn(await allOf(units));
      }),
    changedFile: async () => (await opened?.source)?.changedFile?.(),
    close: async () => (await opened?.source)?.close(),
  };
}

async function allOf(units: AsyncIterable<UnitRows>): Promise<UnitRows[]> {
  const all: UnitRows[] = [];
  for await (const rows of units) all.push(rows);
  return all;
}

async function* inTurn(units: readonly UnitRows[]): AsyncGenerator<UnitRows> {
  yield* units;
}
