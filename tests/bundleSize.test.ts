import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../packages/engine/dist/browser/', import.meta.url));

/** The files a page loads at once for these: they and what they import, but for what they import on demand. */
function firstLoad(entries: readonly string[]): string[] {
  const files = new Set(entries);
  for (const file of files) {
    const code = readFileSync(folder + file, 'utf8');
    for (const [, name] of code.matchAll(/(?:from|import)\s*["'](\.[\w./-]+\.js)["']/g))
      files.add(posix.join(posix.dirname(file), name!));
  }
  return [...files];
}

const packed = (files: readonly string[]): number =>
  files.reduce((bytes, file) => bytes + gzipSync(readFileSync(folder + file), { level: 9 }).length, 0);

const parts = [
  ['to fit and predict, all distributions, dependencies and the worker in', 'fitting/fitting.js', 150_000],
  ['for everything', 'engine.js', 250_000],
] as const;
const workerOf = (entry: string): string => posix.join(posix.dirname(entry), 'worker.js');

describe.skipIf(!existsSync(folder))('the engine for browsers, minified, packed by gzip', () => {
  test.each(parts)('%s: %s and what it imports take at most %i bytes', (_, entry, most) => {
    const files = firstLoad([entry, workerOf(entry)]);
    expect(files.length).toBeGreaterThan(2);
    expect(packed(files)).toBeLessThanOrEqual(most);
  });

  test.each(parts)('%s: the HDF5 library and netCDF files are loaded on demand', (_, entry) => {
    const files = firstLoad([entry, workerOf(entry)]);
    expect(files.filter((file) => /hdf5|write|read/.test(file))).toEqual([]);
    const library = entry.includes('/') ? '../hdf5.js' : './hdf5.js';
    const reader = readFileSync(`${folder}${posix.join(posix.dirname(entry), 'read.js')}`, 'utf8');
    expect(reader.slice(0, 1000)).toContain(library);
    expect(existsSync(`${folder}hdf5.js`)).toBe(true);
  });

  test('the part that fits does so by itself, and saves, loads and learns further rows', async () => {
    const { Model } = await import(pathToFileURL(`${folder}fitting/fitting.js`).href);
    const model = new Model({
      independent_vars: ['x'],
      variable_params: { a: { dist: 'Normal', params: { mu: 0, sigma: 10 } } },
      function_params: { function: 'a * x' },
    });
    await model.fit({ x: [1, 2, 3, 4] }, [2.1, 3.9, 6.2, 7.9], { seed: 1 });
    const again = await Model.fromNetcdf(await model.toNetcdf());
    expect(again.predict({ x: [5] })).toEqual(model.predict({ x: [5] }));
    expect((await again.update({ x: [6] }, [12.1])).rows).toEqual({ added: 1, total: 5 });
  });
});
