// A PostgreSQL server for tests, with a database of its own for each who asks.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type OwnPostgres, startOwnPostgres } from './ownPostgres.ts';

export interface TestPostgres {
  /** The address of a new, empty database. */
  newDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** Whether npm has a server for this machine. */
export const hasPostgres = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64'].includes(
  `${process.platform}-${process.arch}`,
);

export async function startTestPostgres(): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const server: OwnPostgres = await startOwnPostgres(folder, [
    '-c',
    'fsync=off',
    '-c',
    'full_page_writes=off',
  ]);
  let databases = 0;
  return {
    async newDatabase() {
      const name = `test_${++databases}`;
      const client = new Client({ connectionString: server.address });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return server.address.replace(/\/[^/]*$/, `/${name}`);
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
