// Nanoseconds a row of log density and gradient, plain and with fused multiply-add, and of the log density alone:
// node bench/performance/kernel.mjs; prints one JSON document.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
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
const { densityOf, hasFusedMultiplyAdd } = await import(pathToFileURL(join(folder, 'kernel.js')).href);
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

// The V8 of Node before 22 has relaxed SIMD behind a flag.
if (Number.parseInt(process.versions.node, 10) < 22) setFlagsFromString('--experimental-wasm-relaxed-simd');
const forms = [
  { label: '', options: {} },
  ...(hasFusedMultiplyAdd() ? [{ label: ', fused', options: { isFused: true } }] : []),
  { label: ', log density alone', options: { withLogDensity: true } },
];

/** Best of many timed batches of about 5 ms of each form in turn, as the machine is shared. */
function nanosecondsARow(config, table, rows) {
  const kernels = forms.map(({ options }) => densityOf(config, table, options));
  for (const { position } of kernels) position.fill(0.1);
  const batch = Math.max(1, Math.round(5e5 / rows));
  const best = kernels.map(() => Number.POSITIVE_INFINITY);
  for (let repeat = 0; repeat < 40; repeat++)
    kernels.forEach(({ run }, form) => {
      const begin = performance.now();
      for (let k = 0; k < batch; k++) run();
      best[form] = Math.min(best[form], (1e6 * (performance.now() - begin)) / batch / rows);
    });
  return best;
}

const share = {
  independent_vars: ['week'],
  dependent_var: 'y',
  variable_params: {
    a: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
    b: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
    nu: { dist: 'HalfNormal', params: { sigma: 20 } },
  },
  function_params: { function: 'invlogit(a + b * week / 100)' },
  likelihood: { dist: 'Beta', params: { mu: 'mu', nu: 'nu' } },
};
const shareTable = (rows) => ({ week: uniform(rows), y: uniform(rows) });

const models = {
  adoption: [adoption, adoptionTable, [52, 416, 10_000, 1_000_000]],
  'logistic, 20 columns': [logistic(20), (rows) => logisticTable(rows, 20), [1008, 100_000]],
  'a share (Beta)': [share, shareTable, [416]],
};
const results = {};
for (const [name, [config, tableOf, sizes]] of Object.entries(models))
  for (const rows of sizes)
    nanosecondsARow(config, tableOf(rows), rows).forEach((nanoseconds, form) => {
      const row = `${name}${forms[form].label}`;
      results[row] = { ...results[row], [rows]: nanoseconds };
    });
console.log(JSON.stringify(results));
