// npm run bench [-- --peers] [--only W1,F] [--fresh] [--cap SECONDS] [--minutes TOTAL]
// Measures every workload and writes docs/performance.md. Peers' results are kept in bench/.cache and taken from there on the
// next run, unless --fresh; ours are measured anew each time. --only measures some of the workloads and prints them.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureBundle } from './performance/bundle.mjs';
import { measureCommand } from './performance/command.mjs';
import { machine } from './performance/machine.mjs';
import { figures, page } from './performance/page.mjs';
import { environment, hasCompiler, knownResult, makeData, measurePeer, plan } from './performance/peers.mjs';
import { workloads } from './performance/workloads.mjs';

const { values: options } = parseArgs({
  options: {
    peers: { type: 'boolean', default: false },
    only: { type: 'string' },
    fresh: { type: 'boolean', default: false },
    cap: { type: 'string', default: '150' },
    minutes: { type: 'string', default: '24' },
    python: { type: 'string' },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'bench/.cache');
const [data, resultsFolder] = [join(cache, 'data'), join(cache, 'results')];
mkdirSync(resultsFolder, { recursive: true });
const only = options.only?.split(',');
const wanted = (name) => only === undefined || only.includes(name);
const deadline = performance.now() + 60_000 * Number(options.minutes);
const capSeconds = Number(options.cap);

const ready = spawnSync(process.execPath, [join(root, 'scripts/ready.mjs')], { stdio: 'inherit' });
if (ready.status !== 0) process.exit(1);

const requirements = (file) => join(root, 'bench/peers', file);
const dataPython = () =>
  options.python ?? environment(join(cache, 'numpy'), requirements('requirements-data.txt'));
makeData(dataPython, data);

/** One measurement of ours in a process of its own; undefined when it fails or passes the cap. */
function ours(script, ...args) {
  const file = join(root, 'bench/performance', script);
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [file, ...args.map(String)], {
    encoding: 'utf8',
    timeout: 1000 * capSeconds,
  });
  if (status === 0) return JSON.parse(stdout.trim().split('\n').at(-1));
  console.log(
    `  ${script} ${args.join(' ')} failed: ${error?.message ?? stderr.trim().split('\n').slice(-3).join(' ')}`,
  );
  return undefined;
}

const shown = (value) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value);
function tell(label, result) {
  const fields = [
    'total_s',
    'sample_s',
    'process_s',
    'min_ess_bulk',
    'max_rhat',
    'fits_per_s',
    'again_fits_per_s',
    'good_share',
    'predict_s',
  ];
  const parts = [...fields, 'error'].filter((field) => result?.[field] !== undefined);
  console.log(label.padEnd(22), parts.map((field) => `${field} ${shown(result[field])}`).join('  '));
}

const results = { machine: machine(), ours: {}, peers: [], fleet: [], scaling: [] };
for (const [name, { repeats, config }] of Object.entries(workloads)) {
  if (!wanted(name)) continue;
  const { tune = 1000, draws = 1000 } = config.sample_params ?? {};
  const runs = [];
  for (let seed = 1; seed <= repeats; seed++) {
    const run = ours('fitOne.mjs', name, data, seed);
    if (run === undefined) break;
    runs.push({ tune, draws, ...run });
    tell(`${name} posterity`, run);
  }
  if (runs.length > 0) results.ours[name] = runs;
}
if (wanted('F')) {
  const settings = [
    ['NUTS, 4 × (1000 + 1000)', 100, {}],
    ['NUTS, 4 × (500 + 500)', 1000, { tune: 500, draws: 500 }],
    ['auto, 4 × 500', 100, { method: 'auto', draws: 500 }],
    ['auto, 4 × 300', 100, { method: 'auto', draws: 300 }],
    ['auto, 4 × 500', 10_000, { method: 'auto', draws: 500 }],
    ['auto, 4 × 300', 10_000, { method: 'auto', draws: 300 }],
  ];
  for (const [label, fits, changes] of settings) {
    // Of a run that is over in a moment, the middle one of several processes.
    const runs = Array.from({ length: fits <= 100 ? 5 : 1 }, () =>
      ours('fleet.mjs', fits, 0, JSON.stringify(changes)),
    ).filter((run) => run !== undefined);
    const fleet = runs.sort((a, b) => a.total_s - b.total_s)[runs.length >> 1];
    if (fleet !== undefined) results.fleet.push({ label, ...fleet });
    tell(`F posterity ${label}`, fleet);
  }
}
if (wanted('PRED')) {
  results.prediction = ours('prediction.mjs', data);
  tell('PRED posterity', results.prediction);
}
if (wanted('command')) {
  results.command = measureCommand(data, 9);
  tell('command', results.command);
}
if (wanted('bundle')) {
  results.bundle = await measureBundle();
  console.log(results.bundle);
}
if (wanted('kernel')) {
  results.kernel = ours('kernel.mjs');
  console.log(results.kernel);
}
if (wanted('scaling')) {
  for (const size of [52, 416, 3000, 10_000, 100_000, 1_000_000])
    results.scaling.push(ours('scaling.mjs', 'rows', size));
  for (const size of [2, 5, 10, 20, 50, 100, 200]) results.scaling.push(ours('scaling.mjs', 'columns', size));
  results.scaling = results.scaling.filter((point) => point !== undefined);
  console.log(results.scaling);
}
if (options.peers) {
  const python = options.python ?? environment(cache, requirements('requirements.txt'));
  for (const entry of plan) {
    if (!wanted(entry.workload) || (entry.peer === 'stan' && !hasCompiler())) continue;
    const left = (deadline - performance.now()) / 1000;
    const settings = { python, data, results: resultsFolder, capSeconds: Math.min(capSeconds, left) };
    const { workload, peer } = entry;
    let result = options.fresh ? undefined : knownResult(entry, resultsFolder);
    if (result === undefined && left > 5) result = await measurePeer(entry, settings);
    result ??= { workload, peer, error: 'not run: no time was left' };
    results.peers.push(result);
    tell(`${workload} ${peer}`, result);
  }
}
writeFileSync(join(resultsFolder, 'latest.json'), JSON.stringify(results, null, 1));
if (only === undefined) {
  const pictures = figures(results);
  mkdirSync(join(root, 'docs/performance'), { recursive: true });
  for (const [file, text] of Object.entries(pictures))
    writeFileSync(join(root, 'docs/performance', file), text);
  writeFileSync(join(root, 'docs/performance.md'), page(results, pictures));
  spawnSync('npx', ['biome', 'format', '--write', 'docs/performance.md'], { cwd: root });
  console.log('wrote docs/performance.md');
}
