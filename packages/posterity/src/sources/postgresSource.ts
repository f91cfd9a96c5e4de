// Rows of a PostgreSQL database, streamed by a cursor so that memory does not grow with them.
import type { Client as PgClient } from 'pg';
import { FileError } from '../files/fileError.ts';
import { withoutPassword } from './address.ts';
import { type Cells, gatherUnits, joined, type Piece } from './cells.ts';
import { sqlOf } from './duckdbSource.ts';
import { optionalPackage } from './missingPackage.ts';
import { isExact, reducedColumnNames, reductionSql } from './reductionSql.ts';
import type { RowQuery, RowSource } from './rowSource.ts';
import { type CellKind, cast, quoted, whereOnly } from './sql.ts';

const types = { number: 'double precision', text: 'text' } as const;
const rowsAtOnce = 10_000;
/** Types of pg_type that are numbers or booleans: int2, int4, int8, float4, float8, numeric, bool. */
const numberTypes: ReadonlySet<number> = new Set([21, 23, 20, 700, 701, 1700, 16]);
const booleanType = 16;

/** A source over `postgres://user@host/database?sql=SELECT …`. @throws FileError */
export async function postgresSource(address: string): Promise<RowSource> {
  const name = withoutPassword(address);
  const { Client } = (await optionalPackage(import('pg'), 'pg', `reading ${name}`)).default;
  const { connectionString, query } = partsOf(address, name);
  const client = new Client({ connectionString });
  // A connection that breaks while nothing is asked of it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('set default_transaction_read_only = on');
    // Without helpers rows come in one order, and sums have the same last digit every time.
    await client.query('set max_parallel_workers_per_gather = 0');
    const columns = await described(client, query);
    return sourceOf(name, query, columns, client);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw postgresError(name, error);
  }
}

function partsOf(address: string, name: string): { connectionString: string; query: string } {
  const cut = /[?&]sql=/.exec(address);
  const query = cut === null ? undefined : sqlOf(address.slice(cut.index + 1));
  if (cut === null || query === undefined) {
    throw new FileError(name, 'says no SQL; expected postgres://…/DATABASE?sql=SELECT …');
  }
  return { connectionString: address.slice(0, cut.index), query };
}

async function described(
  client: PgClient,
  query: string,
): Promise<Map<string, { kind: CellKind; type: number }>> {
  const { fields } = await client.query(`select * from (${query}) rows limit 0`);
  return new Map(
    fields.map(({ name, dataTypeID }) => [
      name,
      { kind: numberTypes.has(dataTypeID) ? 'number' : 'text', type: dataTypeID },
    ]),
  );
}

function sourceOf(
  name: string,
  query: string,
  columns: ReadonlyMap<string, { readonly kind: CellKind; readonly type: number }>,
  client: PgClient,
): RowSource {
  const select = (names: readonly string[]) =>
    names.map((column) => {
      const { kind, type } = columns.get(column) ?? { kind: 'text', type: 0 };
      if (type === booleanType) return `cast(cast(${quoted(column)} as int) as ${types.number})`;
      return cast(column, kind, types);
    });
  const kindOf = (column: string): CellKind | undefined => {
    const known = columns.get(column);
    return known?.type === booleanType ? 'text' : known?.kind;
  };
  const where = (only: RowQuery['only']) => whereOnly(only, kindOf, types);
  const stream = (names: readonly string[], unitColumns: number, rest: string) => {
    const isNumber = names.map((column) => columns.get(column)?.kind === 'number');
    return pieces(
      name,
      client,
      `select ${select(names).join(', ')} from (${query}) rows${rest}`,
      isNumber,
      unitColumns,
    );
  };
  return {
    name,
    columns: async () => [...columns.keys()],
    async table() {
      const names = [...columns.keys()];
      const parts: Cells[][] = names.map(() => []);
      for await (const piece of stream(names, 0, '')) {
        for (const [at, part] of piece.columns.entries()) parts[at].push(part);
      }
      return joined(names, parts);
    },
    async *units({ unit, columns: others, only }: RowQuery) {
      const rest = `${where(only)} order by ${unit.map(quoted).join(', ')}`;
      yield* gatherUnits(stream([...unit, ...others], unit.length, rest), unit, others);
    },
    async reduced({ unit, reduction, only }) {
      if (columns.get(reduction.outcome)?.kind !== 'number') return undefined;
      const names = [...new Set([...unit, ...reduction.columns, reduction.outcome])];
      const casts = select(names).map((cell, at) => `${cell} as ${quoted(names[at])}`);
      const from = `(select ${casts.join(', ')} from (${query}) rows${where(only)}) rows`;
      const statement = reductionSql(unit, reduction, from);
      const results = reducedColumnNames(reduction);
      const isText = (column: string) => columns.get(column)?.kind === 'text';
      const isNumber = [...unit, ...results].map((column) => !isText(column) && !isExact(column));
      return gatherUnits(pieces(name, client, statement, isNumber, unit.length), unit, results);
    },
    close: () => client.end(),
  };
}

async function* pieces(
  name: string,
  client: PgClient,
  statement: string,
  isNumber: readonly boolean[],
  unitColumns: number,
): AsyncGenerator<Piece> {
  try {
    await client.query('begin read only');
    await client.query(`declare posterity_rows no scroll cursor for ${statement}`);
    for (;;) {
      const { rows } = await client.query<unknown[]>({
        text: `fetch ${rowsAtOnce} from posterity_rows`,
        rowMode: 'array',
      });
      if (rows.length === 0) break;
      const cells = isNumber.map(
        (numeric, at): Cells =>
          numeric
            ? Float64Array.from(rows, (row) => (row[at] === null ? Number.NaN : Number(row[at])))
            : rows.map((row) => String(row[at] ?? '')),
      );
      yield { rows: rows.length, unit: cells.slice(0, unitColumns), columns: cells.slice(unitColumns) };
    }
    await client.query('commit');
  } catch (error) {
    throw postgresError(name, error);
  } finally {
    await client.query('rollback').catch(() => undefined);
  }
}

function postgresError(name: string, error: unknown): unknown {
  if (error instanceof FileError || !(error instanceof Error)) return error;
  const reason = error.message === '' && 'code' in error ? String(error.code) : error.message;
  return new FileError(name, `PostgreSQL says: ${reason}`, { cause: error });
}
