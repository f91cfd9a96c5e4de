// A PostgreSQL database as a registry uses it: a pool that survives a restart of the server, errors in our words.
import type { Pool, PoolClient } from 'pg';
import { withoutPassword } from '../sources/address.ts';
import { optionalPackage } from '../sources/missingPackage.ts';
import { RegistryError } from './registryError.ts';

export interface Database {
  /** The address without its password. */
  readonly location: string;
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Runs work in one transaction; its own errors pass through and undo it. */
  transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T>;
  /** A connection of one's own, to be released by its holder. */
  connection(): Promise<PoolClient>;
  /** Makes an attempt, again and again for some seconds while the server cannot be reached. @throws RegistryError */
  patiently<T>(attempt: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const connections = 10;
/** Waits between attempts while the server cannot be reached, in milliseconds. */
const waits = [100, 300, 1000, 3000];

/** Opens a pool. @throws MissingPackageError */
export async function openDatabase(address: string): Promise<Database> {
  const location = withoutPassword(address);
  const { Pool: PgPool } = (await optionalPackage(import('pg'), 'pg', `a registry in ${location}`)).default;
  const pool: Pool = new PgPool({
    connectionString: address,
    max: connections,
    connectionTimeoutMillis: 10_000,
  });
  // A connection that breaks would end the process when nobody listens: while it is idle (the pool makes another),
  // and in the moment in which it is handed over. The query under way tells of it in any case.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));

  const patiently = async <T>(attempt: () => Promise<T>): Promise<T> => {
    for (const wait of waits) {
      try {
        return await attempt();
      } catch (error) {
        if (!isUnreachable(error)) throw inOurWords(location, error);
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
    return attempt().catch((error: unknown) => {
      throw inOurWords(location, error);
    });
  };
  return {
    location,
    query: (text, values = []) =>
      patiently(async () => (await pool.query({ text, values: [...values] })).rows),
    transaction: (work) =>
      patiently(async () => {
        const client = await pool.connect();
        let isBroken = false;
        try {
          await client.query('begin');
          const result = await work(client);
          await client.query('commit');
          return result;
        } catch (error) {
          isBroken = isUnreachable(error);
          if (!isBroken) await client.query('rollback');
          throw error;
        } finally {
          client.release(isBroken);
        }
      }),
    connection: () => pool.connect(),
    patiently,
    close: () => pool.end(),
  };
}

/** The server is down, starting, or has cut the connection: SQLSTATE classes 08 and 57P, and the system's own codes. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    /^(08|57P0)/.test(code) ||
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(
      code,
    ) ||
    /Connection terminated|not queryable|timeout exceeded when trying to connect/.test(error.message)
  );
}

/** What PostgreSQL said; any other error is left as it is. */
function inOurWords(location: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (isUnreachable(error)) {
    return new RegistryError(`${location}: the database cannot be reached (${error.message || code})`, {
      cause: error,
    });
  }
  return /^[0-9A-Z]{5}$/.test(code)
    ? new RegistryError(`${location}: PostgreSQL says: ${error.message}`, { cause: error })
    : error;
}
