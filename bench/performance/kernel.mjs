// Nanoseconds a row of log density and gradient: node bench/performance/kernel.mjs; prints one JSON document.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'tsdown';
import { adoption, logistic } from './workloads.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = join(here, '../.cache/kernel');
rmSync(folder, { recursive: true, force: true });
await build({
  config: false,
  cwd: here,
  format: 'esm',
  platform: 'node',
  dts: false,
  sourcemap: false,
  hash: false,
  fixedExtension: false,
  logLevel: 'error',
  report: false,
  outDir: folder,
  deps: { alwaysBundle: [/.*/], onlyBundle: false },
  entry: { kernel: join(here, 'kernelEntry.ts') },
});
const { gradientOf } = await import(pathToFileURL(join(folder, 'kernel.js')).href);
const { createRandom, exp } = await import('../../packages/engine/dist/index.js');

const random = createRandom(7, 1);
const uniform = (rows) => Float64Array.from({ length: rows }, () => random.uniform());
const normal = (rows) => Float64Array.from({ length: rows }, () => random.normal());

function adoptionTable(rows) {
  const week = uniform(rows).map((u) => 104 * u);
  return { week, y: week.map((t) => 0.9 - 0.9 * exp(-0.08 * t) + 0.05 * random.normal()) };
}

function logisticTable(rows, columns) {
  const x = Array.from({ length: columns }, () => normal(rows));
  return {
    y: uniform(rows).map((u) => (u < 0.5 ? 1 : 0)),
    ...Object.fromEntries(x.map((column, k) => [`x${k + 1}`, column])),
  };
}

/** Best of many timed batches of about 10 ms, as the machine is shared. */
function nanosecondsARow(kernel, rows) {
  kernel.position.fill(0.1);
  const batch = Math.max(1, Math.round(1e6 / rows));
  let best = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat < 40; repeat++) {
    const begin = performance.now();
    for (let k = 0; k < batch; k++) kernel.run();
    best = Math.min(best, (1e6 * (performance.now() - begin)) / batch / rows);
  }
  return best;
}

const sizes = { adoption: [52, 416, 10_000, 1_000_000], logistic: [1008, 100_000] };
console.log(
  JSON.stringify({
    adoption: Object.fromEntries(
      sizes.adoption.map((n) => [n, nanosecondsARow(gradientOf(adoption, adoptionTable(n)), n)]),
    ),
    'logistic, 20 columns': Object.fromEntries(
      sizes.logistic.map((n) => [n, nanosecondsARow(gradientOf(logistic(20), logisticTable(n, 20)), n)]),
    ),
  }),
);
