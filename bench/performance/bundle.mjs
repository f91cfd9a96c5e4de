// What a page loads to use the engine: the part that fits, judges and predicts, in one minified file with its dependencies;
// and what is fetched only when asked for.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildForPages } from '../../scripts/browser.mjs';

const options = {
  config: false,
  format: 'esm',
  target: 'es2023',
  fixedExtension: false,
  clean: false,
  sourcemap: false,
  hash: false,
  logLevel: 'error',
  report: false,
};

/** Bytes after gzip: of the part that fits and predicts, of the whole engine, and of what each loads later. */
export async function measureBundle() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-bundle-'));
  try {
    await buildForPages(options, folder);
    const fitting = measured(join(folder, 'fitting'), 'fitting.js');
    const whole = measured(folder, 'engine.js');
    const hdf5 = packed(join(folder, 'hdf5.js'));
    return {
      fitting_bytes: fitting.atOnce,
      fitting_later_bytes: fitting.later,
      whole_bytes: whole.atOnce,
      whole_later_bytes: whole.later - hdf5,
      hdf5_bytes: hdf5,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const packed = (file) => gzipSync(readFileSync(file), { level: 9 }).length;

/** Bytes of an entry with what it imports, and of the other files of its folder. */
function measured(folder, entry) {
  const atOnce = new Set([entry]);
  for (const name of atOnce) {
    const text = readFileSync(join(folder, name), 'utf8');
    for (const [, target] of text.matchAll(/(?:from|import)\s*["'](\.[^"']+)["']/g))
      atOnce.add(relative(folder, join(folder, dirname(name), target)));
  }
  const total = (names) => names.reduce((sum, name) => sum + packed(join(folder, name)), 0);
  const later = readdirSync(folder).filter((name) => name.endsWith('.js') && !atOnce.has(name));
  return { atOnce: total([...atOnce]), later: total(later) };
}
