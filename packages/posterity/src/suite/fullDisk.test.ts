import { readdirSync, rmSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { openFolderRegistry } from '../registry/folderRegistry.ts';
import { openSource } from '../sources/openSource.ts';
import { fitPool } from './fitPool.ts';
import { refresh } from './refresh.ts';
import { rowsOf, suiteFolder } from './suite.fixture.ts';
import { readSuite } from './suiteFile.ts';

/** Bytes that the disk still takes. */
const disk = vi.hoisted(() => ({ left: 1e9 }));

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs/promises')>();
  const open = async (...parameters: Parameters<typeof real.open>): Promise<FileHandle> => {
    const file = await real.open(...parameters);
    const write = file.writeFile.bind(file);
    file.writeFile = async (content) => {
      const bytes = Buffer.from(content as Uint8Array);
      const fitting = bytes.subarray(0, Math.min(bytes.length, disk.left));
      await write(fitting);
      disk.left -= fitting.length;
      if (fitting.length < bytes.length) {
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      }
    };
    return file;
  };
  return { ...real, open };
});

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function suiteOnDisk() {
  const folder = suiteFolder(rowsOf(['a', 'b', 'c'], ['us']));
  folders.push(folder);
  const suite = await readSuite(join(folder, 'suite.yaml'));
  const registry = await openFolderRegistry(suite.defaultRegistry, { create: true });
  const run = async () => {
    const pool = fitPool(1);
    try {
      return await refresh(suite, registry, await openSource(suite.data), pool);
    } finally {
      await pool.close();
    }
  };
  return { suite, registry, run };
}

test.each([0, 0.4, 0.8])(
  'a disk that is full after %d of a run is named, leaves no part of a file, and loses nothing',
  async (share) => {
    const undisturbed = await suiteOnDisk();
    const plenty = 1e9;
    disk.left = plenty;
    await undisturbed.run();
    const needed = plenty - disk.left;
    const { suite, registry, run } = await suiteOnDisk();
    disk.left = Math.floor(share * needed);
    await expect(run()).rejects.toThrow(/\.(nc|json): the disk is full$/);
    const files = readdirSync(registry.location, { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => name.endsWith('.tmp') || name.includes('claim-'))).toEqual([]);
    // Every file that is there is whole.
    for (const { hash } of await registry.files()) await registry.get(hash);
    disk.left = plenty;
    await run();
    const champions = async (it: typeof registry) =>
      (await it.units(suite.name)).map(({ id, champion }) => [id, champion]);
    expect(await champions(registry)).toEqual(await champions(undisturbed.registry));
  },
);
