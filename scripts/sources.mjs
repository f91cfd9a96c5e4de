import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Where a build records the sources it was made from. */
export const stampFile = join(root, 'node_modules/.cache/posterity-build-stamp');

const folders = [
  'packages/engine/src',
  'packages/engine/assembly',
  'packages/report/src',
  'packages/posterity/src',
  'packages/studio/src',
  'packages/studio/static',
  'scripts',
];
const outputs = [
  'packages/engine/dist/index.js',
  'packages/report/dist/index.js',
  'packages/posterity/dist/cli.js',
  'packages/studio/dist/index.html',
];

/** A digest of name, size and time of every file a build reads; tests and generated files do not count. */
export function sourceDigest() {
  const hash = createHash('sha256');
  for (const folder of folders) addFolder(hash, join(root, folder));
  return hash.digest('hex');
}

function addFolder(hash, folder) {
  if (!existsSync(folder)) return;
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== 'generated' && entry.name !== 'node_modules') addFolder(hash, path);
    } else if (!/\.test\.tsx?$/.test(entry.name)) {
      const { size, mtimeMs } = statSync(path);
      hash.update(`${path}\0${size}\0${mtimeMs}\n`);
    }
  }
}

/** Whether packages/*\/dist was built from the sources as they are now. */
export function isBuilt() {
  if (!outputs.every((output) => existsSync(join(root, output))) || !existsSync(stampFile)) return false;
  return readFileSync(stampFile, 'utf8') === sourceDigest();
}

/** Whether node_modules holds exactly the versions of package-lock.json. */
export function isInstalled() {
  const installedFile = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.link) return true;
    const found = installed[path];
    // A package for another operating system or processor is in the lock file but not installed.
    return found === undefined ? entry.optional === true : found.version === entry.version;
  });
}
