import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../packages/engine/dist/browser/', import.meta.url));

/** The files a page loads at once for these: they and what they import, but for what they import on demand. */
function firstLoad(entries: readonly string[]): string[] {
  const files = new Set(entries);
  for (const file of files) {
    const code = readFileSync(folder + file, 'utf8');
    for (const [, name] of code.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) files.add(name!);
  }
  return [...files];
}

const packed = (files: readonly string[]): number =>
  files.reduce((bytes, file) => bytes + gzipSync(readFileSync(folder + file), { level: 9 }).length, 0);

describe.skipIf(!existsSync(folder))('the engine for browsers, minified, packed by gzip', () => {
  test.each([
    ['to fit and predict, all distributions, dependencies and the worker in', 'fitting.js', 170_000],
    ['for everything', 'engine.js', 240_000],
  ])('%s: %s and what it imports take at most %i bytes', (_, entry, most) => {
    const files = firstLoad([entry, 'worker.js']);
    expect(files.length).toBeGreaterThan(2);
    expect(packed(files)).toBeLessThanOrEqual(most);
  });

  test.each(['fitting.js', 'engine.js'])('%s loads the HDF5 library and netCDF files on demand', (entry) => {
    const files = firstLoad([entry, 'worker.js']);
    expect(files.filter((file) => /hdf5|^write|^read/.test(file))).toEqual([]);
    expect(existsSync(`${folder}hdf5_hl.js`)).toBe(true);
  });
});
