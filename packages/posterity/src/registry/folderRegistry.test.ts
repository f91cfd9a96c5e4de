import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { conformance } from './conformance.fixture.ts';
import { openFolderRegistry } from './folderRegistry.ts';

const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'registry-'));
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('a folder registry', () => {
  conformance(async () => {
    const folder = newFolder();
    return {
      one: await openFolderRegistry(folder, { create: true }),
      other: await openFolderRegistry(folder),
    };
  });

  test('is not made in a folder that holds something else', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'thesis.txt'), 'mine');
    await expect(openFolderRegistry(folder, { create: true })).rejects.toThrow(/not a registry/);
    await expect(openFolderRegistry(join(folder, 'none'))).rejects.toThrow(/no registry here/);
  });

  test('refuses a newer version, a damaged record and a changed file', async () => {
    const folder = newFolder();
    const registry = await openFolderRegistry(folder, { create: true });
    const hash = await registry.put(new Uint8Array([1, 2, 3]));
    writeFileSync(join(folder, 'models', hash.slice(0, 2), `${hash}.nc`), new Uint8Array([1, 2, 4]));
    await expect(registry.get(hash)).rejects.toThrow(/content has changed/);
    await expect(registry.unit('suite', '../../registry')).rejects.toThrow(/not a name/);
    writeFileSync(join(folder, 'registry.json'), '{"format": "posterity-registry", "version": 99}');
    await expect(openFolderRegistry(folder)).rejects.toThrow(/version 99/);
  });

  test('takes the locks of a killed process away', async () => {
    const folder = newFolder();
    const registry = await openFolderRegistry(folder, { create: true });
    const release = await registry.claim('suite', 'unit.1');
    const held = readdirSync(join(folder, 'locks'));
    const child = spawn(process.execPath, ['-e', '']);
    const dead = child.pid;
    await new Promise((resolve) => child.on('exit', resolve));
    await release?.();
    // The same lock as a process would have left that is no more.
    for (const file of held)
      writeFileSync(join(folder, 'locks', file.replace(`~${process.pid}~`, `~${dead}~`)), '');
    const again = await registry.claim('suite', 'unit.1');
    expect(again).toBeDefined();
    expect(readdirSync(join(folder, 'locks'))).toHaveLength(held.length);
    await again?.();
  });
});
