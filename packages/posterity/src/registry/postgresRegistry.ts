// A registry in PostgreSQL, for many machines: records and model files are rows, and a change is a transaction.
import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { type Database, isUnreachable, openDatabase } from './database.ts';
import { hashOf } from './folderRegistry.ts';
import { ledger, migrations, schema } from './migrations.ts';
import { readRecord, type UnitRecord } from './record.ts';
import type { Registry, Release, StoredFile } from './registry.ts';
import { RegistryError } from './registryError.ts';

/**
 * Opens the registry of a database, and brings its tables up to date.
 * @param options.create makes them when there are none
 * @throws RegistryError when the database cannot be reached or is of a newer version; MissingPackageError
 */
export async function openPostgresRegistry(
  address: string,
  options: { readonly create?: boolean } = {},
): Promise<Registry> {
  const database = await openDatabase(address);
  try {
    await migrate(database, options.create === true);
    return new PostgresRegistry(database);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function migrate(database: Database, create: boolean): Promise<void> {
  const { location } = database;
  const present = await database.query<{ there: boolean }>(
    `select to_regclass('${schema}.migration') is not null as there`,
  );
  if (!present[0].there && !create) {
    throw new RegistryError(`${location}: there is no registry here yet; suite refresh makes it`, {
      isAbsent: true,
    });
  }
  await database.transaction(async (client) => {
    // Of several that start at once, one migrates and the others wait.
    await client.query('select pg_advisory_xact_lock($1)', [lockKey('migration')]);
    await client.query(ledger);
    const { rows } = await client.query<{ version: number }>(
      `select coalesce(max(version), 0)::int as version from ${schema}.migration`,
    );
    const [{ version }] = rows;
    if (version > migrations.length) {
      throw new RegistryError(
        `${location}: the registry is of version ${version}, this program knows up to ${migrations.length}; upgrade posterity`,
      );
    }
    for (const [step, statements] of migrations.entries()) {
      if (step < version) continue;
      await client.query(statements);
      await client.query(`insert into ${schema}.migration (version) values ($1)`, [step + 1]);
    }
  });
}

class PostgresRegistry implements Registry {
  readonly location: string;
  readonly #database: Database;
  #claims: Promise<PoolClient> | undefined;
  #claimsHeld: PoolClient | undefined;
  #claimsAsked: Promise<unknown> = Promise.resolve();
  readonly #claimed = new Set<string>();

  constructor(database: Database) {
    this.#database = database;
    this.location = database.location;
  }

  async suites(): Promise<string[]> {
    const rows = await this.#database.query<{ suite: string }>(
      `select distinct suite collate "C" as suite from ${schema}.unit order by 1`,
    );
    return rows.map(({ suite }) => suite);
  }

  async units(suite: string): Promise<UnitRecord[]> {
    const rows = await this.#database.query<{ id: string; record: string }>(
      `select id, record::text as record from ${schema}.unit where suite = $1 order by id collate "C"`,
      [suite],
    );
    return rows.map(({ id, record }) => readRecord(record, `${this.location} ${suite}/${id}`));
  }

  async unit(suite: string, id: string): Promise<UnitRecord | undefined> {
    const [row] = await this.#database.query<{ record: string }>(
      `select record::text as record from ${schema}.unit where suite = $1 and id = $2`,
      [suite, id],
    );
    return row === undefined ? undefined : readRecord(row.record, `${this.location} ${suite}/${id}`);
  }

  async update(
    suite: string,
    id: string,
    change: (record: UnitRecord | undefined) => UnitRecord,
  ): Promise<UnitRecord> {
    return this.#database.transaction(async (client) => {
      // A row that is not there yet cannot be locked.
      await client.query('select pg_advisory_xact_lock($1)', [lockKey('record', suite, id)]);
      const { rows } = await client.query<{ record: string }>(
        `select record::text as record from ${schema}.unit where suite = $1 and id = $2 for update`,
        [suite, id],
      );
      const before = rows[0] === undefined ? undefined : readRecord(rows[0].record, `${suite}/${id}`);
      const after = change(before);
      if (after !== before) {
        await client.query(
          `insert into ${schema}.unit (suite, id, record, revision) values ($1, $2, $3, nextval('${schema}.revision'))
           on conflict (suite, id) do update set record = excluded.record, revision = excluded.revision`,
          [suite, id, JSON.stringify(after)],
        );
      }
      return after;
    });
  }

  async remove(suite: string, id: string): Promise<void> {
    await this.#database.query(`delete from ${schema}.unit where suite = $1 and id = $2`, [suite, id]);
  }

  async put(bytes: Uint8Array): Promise<string> {
    const hash = hashOf(bytes);
    await this.#database.query(
      `insert into ${schema}.file (hash, bytes) values ($1, $2) on conflict (hash) do nothing`,
      [hash, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)],
    );
    return hash;
  }

  async get(hash: string): Promise<Uint8Array> {
    const [row] = await this.#database.query<{ bytes: Uint8Array }>(
      `select bytes from ${schema}.file where hash = $1`,
      [hash],
    );
    if (row === undefined)
      throw new RegistryError(`${this.location}: the file of the model ${hash} is missing`);
    if (hashOf(row.bytes) !== hash) {
      throw new RegistryError(
        `${this.location}: the file of the model ${hash} has changed since it was stored`,
      );
    }
    return row.bytes;
  }

  async files(): Promise<StoredFile[]> {
    const rows = await this.#database.query<{ hash: string; bytes: number; stored: Date }>(
      `select hash, length(bytes) as bytes, stored from ${schema}.file`,
    );
    return rows.map(({ hash, bytes, stored }) => ({ hash, bytes, stored: stored.getTime() }));
  }

  async drop(hash: string): Promise<void> {
    await this.#database.query(`delete from ${schema}.file where hash = $1`, [hash]);
  }

  /** An advisory lock of a connection that holds nothing else: it ends when the process or the connection does. */
  async claim(suite: string, id: string): Promise<Release | undefined> {
    const key = lockKey('claim', suite, id);
    // One connection may take its own lock twice.
    if (this.#claimed.has(key)) return undefined;
    this.#claimed.add(key);
    try {
      const taken = await this.#database.patiently(() =>
        this.#onClaims(async (client) => {
          const text = 'select pg_try_advisory_lock($1) as taken';
          const { rows } = await client.query<{ taken: boolean }>(text, [key]);
          return rows[0].taken;
        }),
      );
      if (!taken) {
        this.#claimed.delete(key);
        return undefined;
      }
      // An attempt that broke has forgotten every claim, this one too.
      this.#claimed.add(key);
      return async () => {
        if (!this.#claimed.delete(key)) return;
        // A connection that is gone has given its locks back.
        await this.#onClaims((client) => client.query('select pg_advisory_unlock($1)', [key])).catch(
          () => undefined,
        );
      };
    } catch (error) {
      this.#claimed.delete(key);
      throw error;
    }
  }

  async revision(suite: string): Promise<string> {
    const [row] = await this.#database.query<{ revision: string }>(
      `select count(*) || '.' || coalesce(sum(revision), 0) as revision from ${schema}.unit where suite = $1`,
      [suite],
    );
    return row.revision;
  }

  async close(): Promise<void> {
    const client = await this.#claims?.catch(() => undefined);
    if (client !== undefined) this.#forgetClaims(client);
    await this.#database.close();
  }

  /** Asks the connection of the claims, which answers one question at a time. */
  #onClaims<T>(question: (client: PoolClient) => Promise<T>): Promise<T> {
    const answer = this.#claimsAsked.then(async () => {
      const client = await this.#claimant();
      try {
        return await question(client);
      } catch (error) {
        if (isUnreachable(error)) this.#forgetClaims(client);
        throw error;
      }
    });
    this.#claimsAsked = answer.catch(() => undefined);
    return answer;
  }

  #claimant(): Promise<PoolClient> {
    this.#claims ??= this.#database.connection().then(
      (client) => {
        this.#claimsHeld = client;
        client.on('error', () => this.#forgetClaims(client));
        return client;
      },
      (error: unknown) => {
        this.#claims = undefined;
        throw error;
      },
    );
    return this.#claims;
  }

  /** A connection that breaks has given back its locks; the next question makes another. */
  #forgetClaims(client: PoolClient): void {
    if (this.#claimsHeld !== client) return;
    this.#claimsHeld = undefined;
    this.#claims = undefined;
    this.#claimed.clear();
    client.release(true);
  }
}

/** A key for PostgreSQL's advisory locks, a 64-bit number as text. */
function lockKey(...parts: readonly string[]): string {
  const digest = createHash('sha256')
    .update(JSON.stringify(['posterity', ...parts]))
    .digest();
  return digest.readBigInt64BE().toString();
}
