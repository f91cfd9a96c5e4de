import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { atomicWrite } from './atomicWrite.ts';

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

test('a place that cannot be written is an error with the path', async () => {
  await atomicWrite(join(folder, 'file'), '');
  await expect(atomicWrite(join(folder, 'file/inside'), '')).rejects.toThrow(/file[\\/]inside: /);
});
