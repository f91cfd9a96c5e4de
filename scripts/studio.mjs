// Builds the studio's page to packages/studio/dist, and a copy beside the command line, which serves it.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'tsdown';
import { root } from './sources.mjs';

const studio = join(root, 'packages/studio');
const out = join(studio, 'dist');
const examples = ['adoption', 'sleepstudy', 'insect-sprays'];

/** @param shared tsdown's options that every build shares */
export async function buildStudio(shared) {
  rmSync(out, { recursive: true, force: true });
  await build({
    ...shared,
    cwd: studio,
    platform: 'browser',
    dts: false,
    minify: true,
    outDir: out,
    // The page opens no foreign HDF5 file, the only use of that library.
    deps: { alwaysBundle: [/^(?!h5wasm)/], neverBundle: ['h5wasm'], onlyBundle: false },
    entry: {
      studio: join(studio, 'src/main.tsx'),
      board: join(studio, 'src/board/main.tsx'),
      modelWorker: join(studio, 'src/worker/modelWorker.ts'),
      chainWorker: join(studio, 'src/worker/chainWorker.ts'),
    },
  });
  for (const name of readdirSync(join(studio, 'static')))
    cpSync(join(studio, 'static', name), join(out, name));
  for (const name of examples) {
    mkdirSync(join(out, 'examples', name), { recursive: true });
    for (const ending of ['yaml', 'csv'])
      cpSync(
        join(root, 'examples', name, `${name}.${ending}`),
        join(out, 'examples', name, `${name}.${ending}`),
      );
  }
  writeServiceWorker();
  cpSync(out, join(root, 'packages/posterity/dist/studio'), { recursive: true });
}

/** Fills in what the service worker keeps: every file but itself. */
function writeServiceWorker() {
  const files = readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'serviceWorker.js')
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  const paths = files.map((file) => file.slice(out.length + 1).replaceAll('\\', '/'));
  const path = join(out, 'serviceWorker.js');
  const text = readFileSync(path, 'utf8')
    .replace("'__BUILD__'", `'${hash.digest('hex').slice(0, 12)}'`)
    .replace("['__PATHS__']", JSON.stringify(['./', ...paths]));
  writeFileSync(path, text);
}
