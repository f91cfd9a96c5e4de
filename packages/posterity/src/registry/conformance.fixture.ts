// What every registry must do; one test a sentence of the interface.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copyRegistry } from './copyRegistry.ts';
import { openFolderRegistry } from './folderRegistry.ts';
import { prune } from './prune.ts';
import { newRecord, type UnitRecord, type Version, withAlias, withVersion } from './record.ts';
import type { Registry } from './registry.ts';
import { unitId } from './unitId.ts';

/** A registry of its own for a test, and another view of the same one as a second process would have. */
export interface Pair {
  readonly one: Registry;
  readonly other: Registry;
}

const suite = 'adoption';
const unit = { product: 'Wîdget 1/2', geo: 'de' };
const id = unitId(unit);
const bytesOf = (text: string) => new TextEncoder().encode(text);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const at = '2026-01-01T00:00:00.000Z';

function fitted(record: UnitRecord | undefined, hash: string): UnitRecord {
  const version: Version = {
    hash,
    at,
    bytes: 3,
    verdict: { status: 'good', reasons: [] },
    parameters: { zeta: { mean: 0.1 + 0.2, sd: 1e-300 }, a: { mean: [1, null], sd: [0.5, 0.5] } },
    rows: 52,
    lineage: { data: 'd', config: 'c', route: 'full', because: 'first fit', seed: 1, program: '0' },
    seconds: 0.01,
  };
  return withVersion(record ?? newRecord(suite, id, unit), version);
}

/** Registers the conformance tests for one kind of registry. */
export function conformance(open: () => Promise<Pair>): void {
  test('is empty at first', async () => {
    const { one } = await open();
    expect(await one.suites()).toEqual([]);
    expect(await one.units(suite)).toEqual([]);
    expect(await one.unit(suite, id)).toBeUndefined();
    expect(await one.files()).toEqual([]);
  });

  test('keeps a file under its hash, once', async () => {
    const { one, other } = await open();
    const bytes = bytesOf('model');
    expect(await one.put(bytes)).toBe(sha256(bytes));
    expect(await other.put(bytes)).toBe(sha256(bytes));
    expect(new Uint8Array(await other.get(sha256(bytes)))).toEqual(bytes);
    expect((await other.files()).map(({ hash, bytes: size }) => [hash, size])).toEqual([[sha256(bytes), 5]]);
    await other.drop(sha256(bytes));
    await expect(one.get(sha256(bytes))).rejects.toThrow(/missing/);
  });

  test('gives back a record exactly, its order of parameters too', async () => {
    const { one, other } = await open();
    const written = await one.update(suite, id, (record) => fitted(record, sha256(bytesOf('1'))));
    const read = await other.unit(suite, id);
    expect(read).toEqual(written);
    expect(Object.keys(read?.versions[0].parameters ?? {})).toEqual(['zeta', 'a']);
    expect(await other.suites()).toEqual([suite]);
    expect((await other.units(suite)).map((it) => it.id)).toEqual([id]);
    await one.remove(suite, id);
    expect(await other.unit(suite, id)).toBeUndefined();
    expect(await other.suites()).toEqual([]);
  });

  test('loses no change when several change one record at once', async () => {
    const { one, other } = await open();
    const hashes = Array.from({ length: 24 }, (_, k) => sha256(bytesOf(String(k))));
    await Promise.all(
      hashes.map((hash, k) => (k % 2 ? one : other).update(suite, id, (record) => fitted(record, hash))),
    );
    const record = await one.unit(suite, id);
    expect(record?.versions.map(({ hash }) => hash).sort()).toEqual([...hashes].sort());
  });

  test('leaves the record alone when a change fails', async () => {
    const { one, other } = await open();
    const before = await one.update(suite, id, (record) => fitted(record, sha256(bytesOf('1'))));
    const change = () => {
      throw new Error('changed my mind');
    };
    await expect(one.update(suite, id, change)).rejects.toThrow('changed my mind');
    expect(await other.unit(suite, id)).toEqual(before);
    await other.update(suite, id, (record) => fitted(record, sha256(bytesOf('2'))));
  });

  test('moves aliases in one step and tells by its revision', async () => {
    const { one, other } = await open();
    const hash = sha256(bytesOf('1'));
    await one.update(suite, id, (record) => fitted(record, hash));
    await settled();
    const before = await other.revision(suite);
    expect(await other.revision(suite)).toBe(before);
    await one.update(suite, id, (record) =>
      withAlias(fitted(record, hash), 'champion', hash, { at, because: 'test' }),
    );
    expect(await other.revision(suite)).not.toBe(before);
    const record = await other.unit(suite, id);
    expect(record?.champion).toBe(hash);
    expect(record?.moves).toEqual([{ at, alias: 'champion', to: hash, because: 'test' }]);
  });

  test('is copied to another registry and back without a difference', async () => {
    const [{ one }, { one: back }] = [await open(), await open()];
    const hashes = await Promise.all(['1', '2'].map((text) => one.put(bytesOf(text))));
    await one.update(suite, id, (record) => hashes.reduce(fitted, record) ?? newRecord(suite, id, unit));
    const folder = mkdtempSync(join(tmpdir(), 'copy-'));
    const between = await openFolderRegistry(folder, { create: true });
    expect(await copyRegistry(one, between)).toEqual({ suites: 1, units: 1, files: 2 });
    expect(await copyRegistry(between, back)).toEqual({ suites: 1, units: 1, files: 2 });
    expect(await copyRegistry(between, back)).toEqual({ suites: 1, units: 1, files: 0 });
    rmSync(folder, { recursive: true });
    expect(await back.units(suite)).toEqual(await one.units(suite));
    expect(new Uint8Array(await back.get(hashes[1]))).toEqual(bytesOf('2'));
  });

  test('prunes what nobody uses, and only that', async () => {
    const { one } = await open();
    const hashes: string[] = [];
    for (let k = 0; k < 6; k++) {
      hashes.push(await one.put(bytesOf(String(k))));
      await one.update(suite, id, (record) => fitted(record, hashes[k]));
    }
    for (const k of [1, 2]) {
      await one.update(suite, id, (record) =>
        withAlias(fitted(record, hashes[k]), 'champion', hashes[k], { at, because: 'test' }),
      );
    }
    const options = { keep: 1, before: Date.now() + 60_000 };
    expect(await prune(one, suite, { ...options, dryRun: true })).toMatchObject({ versions: 3, files: 3 });
    expect((await one.files()).length).toBe(6);
    expect(await prune(one, suite, options)).toMatchObject({ versions: 3, files: 3 });
    // The champion, where a rollback goes, and the latest.
    expect((await one.unit(suite, id))?.versions.map(({ hash }) => hash)).toEqual([
      hashes[1],
      hashes[2],
      hashes[5],
    ]);
    expect((await one.files()).map(({ hash }) => hash).sort()).toEqual(
      [hashes[1], hashes[2], hashes[5]].sort(),
    );
  });

  test('gives a claim to exactly one of many who try at once', async () => {
    const { one, other } = await open();
    for (let round = 0; round < 5; round++) {
      const claims = await Promise.all(
        Array.from({ length: 8 }, (_, k) => (k % 2 ? one : other).claim(suite, id)),
      );
      const releases = claims.filter((release) => release !== undefined);
      expect(releases).toHaveLength(1);
      await releases[0]();
    }
  });

  test('lets one worker claim a unit', async () => {
    const { one, other } = await open();
    const release = await one.claim(suite, id);
    expect(release).toBeDefined();
    expect(await other.claim(suite, id)).toBeUndefined();
    expect(await one.claim(suite, id)).toBeUndefined();
    expect(await other.claim(suite, 'another.0')).toBeDefined();
    // A claim does not keep others from changing the record.
    await other.update(suite, id, (record) => fitted(record, sha256(bytesOf('1'))));
    await release?.();
    await release?.();
    const again = await other.claim(suite, id);
    expect(again).toBeDefined();
    await again?.();
  });
}

/** Long enough for a file system's clock to have moved on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 60));
}
