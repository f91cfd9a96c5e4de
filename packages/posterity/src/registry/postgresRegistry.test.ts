import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { conformance } from './conformance.fixture.ts';
import { isUnreachable } from './database.ts';
import { openRegistry } from './openRegistry.ts';
import { hasPostgres, startTestPostgres, type TestPostgres } from './postgres.fixture.ts';
import { newRecord } from './record.ts';
import type { Registry } from './registry.ts';

describe.skipIf(!hasPostgres)('a PostgreSQL registry', () => {
  let postgres: TestPostgres;
  const opened: Registry[] = [];
  const open = async (address: string, options?: { readonly create: boolean }) => {
    const registry = await openRegistry(address, options);
    opened.push(registry);
    return registry;
  };
  beforeAll(async () => {
    postgres = await startTestPostgres();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((registry) => registry.close()));
  });
  afterAll(() => postgres?.stop());

  conformance(async () => {
    const address = await postgres.newDatabase();
    return { one: await open(address, { create: true }), other: await open(address) };
  });

  test('is made once by several that start at once, and only when asked', async () => {
    const address = await postgres.newDatabase();
    await expect(open(address)).rejects.toThrow(expect.objectContaining({ isAbsent: true }));
    const all = await Promise.all(Array.from({ length: 4 }, () => open(address, { create: true })));
    expect(await all[3].suites()).toEqual([]);
  });

  test('refuses a newer version, and names the database without its password', async () => {
    const address = await postgres.newDatabase();
    await open(address, { create: true });
    await sql(address, 'insert into posterity.migration (version) values (99)');
    await expect(open(address)).rejects.toThrow(
      /^postgres:\/\/posterity@127.0.0.1:\d+\/test_\d+: .*version 99/,
    );
  });

  test('goes on when the server has cut every connection, and then gives claims anew', async () => {
    const address = await postgres.newDatabase();
    const registry = await open(address, { create: true });
    const release = await registry.claim('suite', 'unit.1');
    await registry.update('suite', 'unit.1', () => newRecord('suite', 'unit.1', { unit: 1 }));
    await sql(address, cut);
    expect((await registry.units('suite')).map(({ id }) => id)).toEqual(['unit.1']);
    await registry.update('suite', 'unit.2', () => newRecord('suite', 'unit.2', { unit: 2 }));
    const again = await registry.claim('suite', 'unit.1');
    expect(again).toBeDefined();
    await release?.();
    await again?.();
  });

  test('claims and changes come to their end while the server cuts connections under them', async () => {
    const address = await postgres.newDatabase();
    const registry = await open(address, { create: true });
    const cuts = (async () => {
      for (let k = 0; k < 30; k++) await sql(address, cut);
    })();
    const claimed = await Promise.all(
      Array.from({ length: 300 }, async (_, k) => {
        const release = await registry.claim('suite', `unit.${k}`);
        await registry.update('suite', `unit.${k}`, () => newRecord('suite', `unit.${k}`, { unit: k }));
        await release?.();
        return release !== undefined;
      }),
    );
    await cuts;
    expect(claimed).toEqual(Array(300).fill(true));
    expect(await registry.units('suite')).toHaveLength(300);
  });

  test.each(['ENOTFOUND', 'EHOSTUNREACH', 'ECONNREFUSED', '57P01'])(
    'a server is out of reach by %s',
    (code) => {
      expect(isUnreachable(Object.assign(new Error('x'), { code }))).toBe(true);
      expect(isUnreachable(Object.assign(new Error('x'), { code: '42P01' }))).toBe(false);
    },
  );

  test('says so when the database cannot be reached', async () => {
    const address = (await postgres.newDatabase()).replace(/:\d+\//, ':1/');
    await expect(open(address)).rejects.toThrow(/the database cannot be reached/);
  });
});

const cut =
  'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';

async function sql(address: string, text: string): Promise<void> {
  const client = new Client({ connectionString: address });
  await client.connect();
  await client.query(text);
  await client.end();
}
