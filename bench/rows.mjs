/**
 * Large tables: what a fit of the seed's model to rows of which none repeats takes with one thread and more, each fit in a
 * process of its own. Prints a table of the least wall seconds and of the peak memory, and fails where draws differ.
 *
 * Usage: npm run build && node bench/rows.mjs [rows = 1000000] [repeats = 3] [threads = 1,2]
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createRandom, exp } from '../packages/engine/dist/index.js';
import { Model, threadRunner } from '../packages/posterity/dist/index.js';
import { drawsHash } from '../tests/browser/drawsHash.js';
import { foreignMeter } from './performance/machine.mjs';
import { adoption } from './performance/workloads.mjs';

/** One fit in this process. */
async function fitOnce(rows, chains, threads) {
  const random = createRandom(1, 0);
  const week = Float64Array.from({ length: rows }, () => 104 * random.uniform());
  const y = week.map((at) => 0.9 - 0.9 * exp(-0.08 * at) + 0.05 * random.normal());
  const before = process.resourceUsage().maxRSS;
  const foreign = foreignMeter();
  const model = new Model({ ...adoption, sample_params: { chains, draws: 300, random_seed: 1 } });
  await model.fit({ week }, y, { runner: threadRunner(threads) });
  const { seconds } = model.report();
  return {
    planning: seconds.planning,
    chains: seconds.warmup + seconds.sampling,
    total: seconds.total,
    grown: (process.resourceUsage().maxRSS - before) / 1024,
    foreign: foreign(),
    draws: await drawsHash(model.trace),
  };
}

function fitInProcess(rows, chains, threads) {
  const own = fileURLToPath(import.meta.url);
  const { status, stdout, stderr } = spawnSync(process.execPath, [own, 'once', rows, chains, threads], {
    encoding: 'utf8',
    timeout: 600_000,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function compare(rows, repeats, threadCounts) {
  const kinds = [1, 4].flatMap((chains) => threadCounts.map((threads) => ({ chains, threads, fits: [] })));
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const { chains, threads, fits } of kinds) fits.push(fitInProcess(rows, chains, threads));
  }
  console.log(`${rows} rows, ${repeats} × each; least wall seconds, MiB by which the process grew\n`);
  console.log('| chains | threads | planning | chains, s | total | MiB | cores others took |');
  console.log('| -----: | ------: | -------: | --------: | ----: | --: | ----------------: |');
  for (const { chains, threads, fits } of kinds) {
    const least = (field) => Math.min(...fits.map((fit) => fit[field]));
    const cells = [least('planning'), least('chains'), least('total')].map((value) => value.toFixed(2));
    const busy = least('foreign').toFixed(1);
    console.log(`| ${[chains, threads, ...cells, least('grown').toFixed(0), busy].join(' | ')} |`);
  }
  for (const chains of [1, 4]) {
    const draws = kinds.filter((kind) => kind.chains === chains).flatMap(({ fits }) => fits);
    if (new Set(draws.map((fit) => fit.draws)).size > 1)
      throw new Error(`${chains} chains: the draws differ`);
  }
}

const given = process.argv.slice(2);
if (given[0] === 'once') {
  const [rows, chains, threads] = given.slice(1).map(Number);
  console.log(JSON.stringify(await fitOnce(rows, chains, threads)));
} else {
  const [rows = '1000000', repeats = '3', threads = '1,2'] = given;
  compare(Number(rows), Number(repeats), threads.split(',').map(Number));
}
