// Rows by DuckDB, inside this process: Parquet, CSV and JSON files of any size, and SQL over them.
import { extname } from 'node:path';
import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { FileError } from '../files/fileError.ts';
import { type Cells, gatherUnits, joined, type Piece } from './cells.ts';
import { optionalPackage } from './missingPackage.ts';
import { reducedColumnNames, reductionSql } from './reductionSql.ts';
import type { RowQuery, RowSource } from './rowSource.ts';
import { type CellKind, cast, literal, quoted, whereOnly } from './sql.ts';

const types = { number: 'double', text: 'varchar' } as const;
/** Extensions would be fetched over the network; everything used here is built in. */
const settings = {
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  memory_limit: '1GB',
} as const;

const readers: Readonly<Record<string, string>> = {
  '.parquet': 'read_parquet',
  '.csv': 'read_csv',
  '.tsv': 'read_csv',
  '.json': 'read_json',
};

/** The kinds of files that DuckDB reads, by their ending. */
export const isDuckdbFile = (path: string): boolean => extname(path).toLowerCase() in readers;

/**
 * A source over a file, or over `duckdb:FILE?sql=SELECT …` (FILE may be left out).
 * @throws FileError when there is no such file or the SQL fails
 */
export async function duckdbSource(address: string): Promise<RowSource> {
  const { DuckDBInstance } = await optionalPackage(
    import('@duckdb/node-api'),
    '@duckdb/node-api',
    `reading ${address}`,
  );
  const { database, query } = partsOf(address);
  try {
    const instance = await DuckDBInstance.create(database, {
      ...settings,
      ...(database === ':memory:' ? {} : { access_mode: 'READ_ONLY' }),
    });
    const connection = await instance.connect();
    const columns = await described(connection, query);
    return sourceOf(address, query, columns, connection, () => {
      connection.closeSync();
      instance.closeSync();
    });
  } catch (error) {
    throw duckdbError(address, error);
  }
}

function partsOf(address: string): { database: string; query: string } {
  if (!address.startsWith('duckdb:')) {
    return {
      database: ':memory:',
      query: `select * from ${readers[extname(address).toLowerCase()]}(${literal(address)})`,
    };
  }
  const [database, ...rest] = address.slice('duckdb:'.length).split('?');
  const sql = sqlOf(rest.join('?'));
  if (sql === undefined) throw new FileError(address, 'says no SQL; expected duckdb:FILE?sql=SELECT …');
  return { database: database === '' ? ':memory:' : database, query: sql };
}

/** The statement of `sql=…`; `%20` and its like are read, a plain text is taken as it is. */
export function sqlOf(query: string): string | undefined {
  const text = /(?:^|&)sql=(.*)$/s.exec(query)?.[1];
  if (text === undefined || text.trim() === '') return undefined;
  const plain = /%[0-9a-f]{2}/i.test(text) ? decodeURIComponent(text) : text;
  return plain.trim().replace(/;\s*$/, '');
}

function sourceOf(
  name: string,
  query: string,
  columns: ReadonlyMap<string, CellKind>,
  connection: DuckDBConnection,
  close: () => void,
): RowSource {
  const select = (names: readonly string[]) =>
    names.map((column) => cast(column, columns.get(column) ?? 'text', types)).join(', ');
  const where = (only: RowQuery['only']) => whereOnly(only, (column) => columns.get(column), types);
  return {
    name,
    columns: async () => [...columns.keys()],
    async table() {
      const names = [...columns.keys()];
      const parts: Cells[][] = names.map(() => []);
      for await (const { columns: cells } of pieces(
        name,
        connection,
        `select ${select(names)} from (${query}) rows`,
        0,
      )) {
        for (const [at, part] of cells.entries()) parts[at].push(part);
      }
      return joined(names, parts);
    },
    async *units({ unit, columns: others, only }: RowQuery) {
      const statement =
        `select ${select([...unit, ...others])} from (${query}) rows` +
        `${where(only)} order by ${unit.map(quoted).join(', ')}`;
      yield* gatherUnits(pieces(name, connection, statement, unit.length), unit, others);
    },
    async reduced({ unit, reduction, only }) {
      if (columns.get(reduction.outcome) !== 'number') return undefined;
      const names = [...new Set([...unit, ...reduction.columns, reduction.outcome])];
      const casts = names.map(
        (column) => `${cast(column, columns.get(column) ?? 'text', types)} as ${quoted(column)}`,
      );
      const from = `(select ${casts.join(', ')} from (${query}) rows${where(only)}) rows`;
      const statement = reductionSql(unit, reduction, from);
      // In one thread the rows come in one order, and sums have the same last digit every time.
      const inOrder = async function* (): AsyncGenerator<Piece> {
        await connection.run('set threads = 1');
        try {
          yield* pieces(name, connection, statement, unit.length);
        } finally {
          await connection.run('reset threads');
        }
      };
      return gatherUnits(inOrder(), unit, reducedColumnNames(reduction));
    },
    close: async () => close(),
  };
}

async function described(connection: DuckDBConnection, query: string): Promise<Map<string, CellKind>> {
  const reader = await connection.runAndReadAll(`describe ${query}`);
  return new Map(
    reader.getRowObjects().map((row) => [String(row['column_name']), kindOf(String(row['column_type']))]),
  );
}

function kindOf(type: string): CellKind {
  return /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DOUBLE|FLOAT|DECIMAL|BOOLEAN)/.test(type)
    ? 'number'
    : 'text';
}

async function* pieces(
  name: string,
  connection: DuckDBConnection,
  statement: string,
  unitColumns: number,
): AsyncGenerator<Piece> {
  try {
    const result = await connection.stream(statement);
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      const cells = Array.from({ length: chunk.columnCount }, (_, at) => cellsOf(chunk, at));
      yield { rows: chunk.rowCount, unit: cells.slice(0, unitColumns), columns: cells.slice(unitColumns) };
    }
  } catch (error) {
    throw duckdbError(name, error);
  }
}

function cellsOf(chunk: DuckDBDataChunk, at: number): Cells {
  const vector = chunk.getColumnVector(at);
  if (!('items' in vector) || !(vector.items instanceof Float64Array)) {
    return Array.from({ length: chunk.rowCount }, (_, row) => String(vector.getItem(row) ?? ''));
  }
  const values = vector.items.slice(0, chunk.rowCount);
  for (let row = 0; row < values.length; row++) if (vector.getItem(row) === null) values[row] = Number.NaN;
  return values;
}

function duckdbError(name: string, error: unknown): unknown {
  if (!(error instanceof Error) || 'code' in error) return error;
  const [first] = error.message.split('\n');
  return new FileError(name, /No files found/.test(first) ? 'no such file' : `DuckDB says: ${first}`, {
    cause: error,
  });
}
