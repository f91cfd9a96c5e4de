// A registry as a folder: nothing to start or look after, fit to be copied to any object store.
//   registry.json              what the folder is
//   models/ab/abcd….nc         models, named by their SHA-256, never changed
//   suites/SUITE/UNIT.json     records, replaced as a whole
//   locks/                     empty files of the processes at work
import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { atomicWrite } from '../files/atomicWrite.ts';
import { FileError, fileError } from '../files/fileError.ts';
import { readBytes, readText } from '../files/readText.ts';
import { holders, tryLock } from './processLock.ts';
import { readRecord, type UnitRecord } from './record.ts';
import type { Registry, Release, StoredFile } from './registry.ts';
import { RegistryError } from './registryError.ts';

const format = 'posterity-registry';
const formatVersion = 1;
/** Longest wait for another process's change of one record, which takes milliseconds. */
const patience = 30_000;
/** Folders' times are as coarse as this on common file systems, in milliseconds. */
const timeGrain = 25;
const readersAtOnce = 32;

/**
 * Opens a folder registry.
 * @param options.create makes it when it is not there
 * @throws RegistryError when the folder is something else, or of a newer version
 */
export async function openFolderRegistry(
  folder: string,
  options: { readonly create?: boolean } = {},
): Promise<Registry> {
  const marker = join(folder, 'registry.json');
  const text = await ifThere(readText(marker));
  if (text === undefined) {
    const entries = ((await ifThere(list(folder))) ?? []).filter((name) => !name.startsWith('.'));
    if (entries.length > 0) throw new RegistryError(`${folder}: is not a registry, and not empty either`);
    if (options.create !== true) {
      throw new RegistryError(`${folder}: there is no registry here yet; suite refresh makes it`, {
        isAbsent: true,
      });
    }
    await atomicWrite(marker, `${JSON.stringify({ format, version: formatVersion })}\n`);
  } else checkMarker(marker, text);
  return new FolderRegistry(folder);
}

class FolderRegistry implements Registry {
  readonly location: string;
  readonly #locks: string;
  #glances = 0;

  constructor(folder: string) {
    this.location = folder;
    this.#locks = join(folder, 'locks');
  }

  async suites(): Promise<string[]> {
    const names = ((await ifThere(list(join(this.location, 'suites')))) ?? []).sort();
    const counts = await Promise.all(names.map(async (name) => (await this.#ids(name)).length));
    return names.filter((_, index) => counts[index] > 0);
  }

  async units(suite: string): Promise<UnitRecord[]> {
    const ids = await this.#ids(suite);
    const records: (UnitRecord | undefined)[] = [];
    for (let start = 0; start < ids.length; start += readersAtOnce) {
      const some = ids.slice(start, start + readersAtOnce);
      records.push(...(await Promise.all(some.map((id) => this.unit(suite, id)))));
    }
    return records.filter((record) => record !== undefined);
  }

  async unit(suite: string, id: string): Promise<UnitRecord | undefined> {
    const path = this.#recordPath(suite, id);
    const text = await ifThere(readText(path));
    return text === undefined ? undefined : readRecord(text, path);
  }

  async update(
    suite: string,
    id: string,
    change: (record: UnitRecord | undefined) => UnitRecord,
  ): Promise<UnitRecord> {
    return this.#alone(suite, id, async () => {
      const before = await this.unit(suite, id);
      const after = change(before);
      if (after !== before) {
        await atomicWrite(this.#recordPath(suite, id), `${JSON.stringify(after, null, 1)}\n`);
      }
      return after;
    });
  }

  async remove(suite: string, id: string): Promise<void> {
    await this.#alone(suite, id, () => rm(this.#recordPath(suite, id), { force: true }));
  }

  async put(bytes: Uint8Array): Promise<string> {
    const hash = hashOf(bytes);
    const path = this.#modelPath(hash);
    const present = await ifThere(stated(path));
    if (present?.size !== bytes.length) await atomicWrite(path, bytes);
    return hash;
  }

  async get(hash: string): Promise<Uint8Array> {
    const path = this.#modelPath(hash);
    const bytes = await ifThere(readBytes(path));
    if (bytes === undefined) {
      throw new RegistryError(`${path}: the model's file is missing; restore it from a copy of the registry`);
    }
    if (hashOf(bytes) !== hash) {
      throw new RegistryError(`${path}: the content has changed since it was stored; restore it from a copy`);
    }
    return bytes;
  }

  async files(): Promise<StoredFile[]> {
    const models = join(this.location, 'models');
    const found: StoredFile[] = [];
    for (const shelf of (await ifThere(list(models))) ?? []) {
      for (const name of (await ifThere(list(join(models, shelf)))) ?? []) {
        const hash = /^([0-9a-f]{64})\.nc$/.exec(name)?.[1];
        const facts = hash === undefined ? undefined : await ifThere(stated(join(models, shelf, name)));
        if (hash === undefined || facts === undefined) continue;
        found.push({ hash, bytes: facts.size, stored: facts.mtimeMs });
      }
    }
    return found;
  }

  async drop(hash: string): Promise<void> {
    await rm(this.#modelPath(hash), { force: true });
  }

  claim(suite: string, id: string): Promise<Release | undefined> {
    return tryLock(this.#locks, `claim-${suite}-${id}`);
  }

  async revision(suite: string): Promise<string> {
    const facts = await ifThere(stated(join(this.location, 'suites', suite)));
    if (facts === undefined) return 'none';
    // A change in the same grain of time as this reading would not show: such a reading holds only once.
    const isFresh = Date.now() - facts.mtimeMs < timeGrain;
    return `${facts.mtimeMs}${isFresh ? `+${++this.#glances}` : ''}`;
  }

  async close(): Promise<void> {}

  async #ids(suite: string): Promise<string[]> {
    const names = (await ifThere(list(join(this.location, 'suites', suite)))) ?? [];
    return names
      .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
      .map((name) => name.slice(0, -'.json'.length))
      .sort();
  }

  /** Runs work while no other process changes the unit's record. */
  async #alone<T>(suite: string, id: string, work: () => Promise<T>): Promise<T> {
    const name = `record-${suite}-${id}`;
    const deadline = Date.now() + patience;
    for (let turn = 1; ; turn++) {
      const release = await tryLock(this.#locks, name);
      if (release !== undefined) {
        try {
          return await work();
        } finally {
          await release();
        }
      }
      if (Date.now() > deadline) {
        const [holder] = await holders(this.#locks, name);
        throw new RegistryError(
          `${id}: another process has held its record for ${patience / 1000} s; if that process is gone, remove ${join(this.#locks, holder ?? name)}`,
        );
      }
      // Two that step back from each other must not come back together.
      await pause(1 + Math.random() * Math.min(100, 4 * turn));
    }
  }

  #recordPath(suite: string, id: string): string {
    return join(this.location, 'suites', safe(suite), `${safe(id)}.json`);
  }

  #modelPath(hash: string): string {
    return join(this.location, 'models', safe(hash).slice(0, 2), `${hash}.nc`);
  }
}

/** A name that stays inside its folder. */
function safe(name: string): string {
  if (/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(name)) return name;
  throw new RegistryError(`${JSON.stringify(name)} is not a name that a registry holds`);
}

function checkMarker(path: string, text: string): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const facts = typeof value === 'object' && value !== null ? { ...value } : {};
  if (!('format' in facts) || facts.format !== format || !('version' in facts)) {
    throw new RegistryError(`${path}: does not describe a registry`);
  }
  if (Number(facts.version) > formatVersion) {
    throw new RegistryError(
      `${path}: the registry is of version ${String(facts.version)}, this program knows up to ${formatVersion}; upgrade posterity`,
    );
  }
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    throw fileError(folder, error);
  }
}

async function stated(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    throw fileError(path, error);
  }
}

/** What is read, or undefined when it is not there. */
async function ifThere<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    const cause = error instanceof FileError ? error.cause : error;
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw error;
  }
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
