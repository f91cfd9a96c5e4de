import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { atomicWrite, refuseUnwritable } from './atomicWrite.ts';

const folder = mkdtempSync(join(tmpdir(), 'posterity-write-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a file is made with its folder, replaced, and nothing else is left', async () => {
  const path = join(folder, 'deep/er/file.txt');
  await atomicWrite(path, 'one');
  await atomicWrite(path, 'two');
  expect(readFileSync(path, 'utf8')).toBe('two');
  expect(readdirSync(join(folder, 'deep/er'))).toEqual(['file.txt']);
});

test('many writers at once leave one whole file', async () => {
  const path = join(folder, 'contested.txt');
  const contents = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(50_000));
  await Promise.all(contents.map((content) => atomicWrite(path, content)));
  expect(contents).toContain(readFileSync(path, 'utf8'));
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('a place that cannot be written is refused beforehand, one that can is left as it is', async () => {
  await atomicWrite(join(folder, 'kept'), 'kept');
  await refuseUnwritable(join(folder, 'kept'));
  await refuseUnwritable(join(folder, 'new/one'));
  expect(readFileSync(join(folder, 'kept'), 'utf8')).toBe('kept');
  expect(readdirSync(join(folder, 'new'))).toEqual([]);
  await expect(refuseUnwritable(folder)).rejects.toThrow(/is a folder, not a file/);
  await expect(atomicWrite(folder, '')).rejects.toThrow(/is a folder, not a file/);
  await expect(refuseUnwritable(join(folder, 'kept/inside'))).rejects.toThrow(/kept[\\/]inside: /);
});

test('a place that cannot be written is an error with the path', async () => {
  await atomicWrite(join(folder, 'file'), '');
  await expect(atomicWrite(join(folder, 'file/inside'), '')).rejects.toThrow(/file[\\/]inside: /);
});
