// Many models: one Model, fitted to series after series of 52 rows with every diagnostic and a predictive interval each.
// node fleet.mjs FITS THREADS CONFIG_CHANGES_JSON; prints one JSON document.
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { createRandom, exp, Model } from '../../packages/engine/dist/index.js';
import { foreignMeter } from './machine.mjs';
import { adoption } from './workloads.mjs';

const weeks = Array.from({ length: 52 }, (_, week) => week);

function series(number) {
  const random = createRandom(110, number + 1);
  const [a, b] = [0.02 + 0.18 * random.uniform(), 0.04 + 0.1 * random.uniform()];
  return { a, b, y: weeks.map((week) => 1 - a - (1 - a) * exp(-b * week) + 0.05 * random.normal()) };
}

async function fitSome({ first, count, step, changes }) {
  const model = new Model({ ...adoption, sample_params: changes });
  const results = [];
  for (let number = first; number < count; number += step) {
    const { a, b, y } = series(number);
    await model.fit({ week: weeks }, y, { seed: number + 1 });
    const { parameters, divergences, method } = model.report();
    const { lower, upper } = model.predict({ week: weeks }, { alpha: 0.9 });
    const rows = Object.values(parameters);
    results.push({
      method,
      divergences,
      ess: Math.min(...rows.map((row) => row.ess_bulk)),
      rhat: Math.max(...rows.map((row) => row.r_hat)),
      covered: y.filter((value, week) => lower[week] <= value && value <= upper[week]).length,
      errorA: parameters.a.mean - a,
      errorB: parameters.b.mean - b,
    });
  }
  return results;
}

if (isMainThread) {
  const [fits, threads, changes] = process.argv.slice(2);
  const count = Number(fits);
  const workers = Math.min(Number(threads) || availableParallelism(), count);
  const meter = foreignMeter();
  const begin = performance.now();
  const parts = await Promise.all(
    Array.from({ length: workers }, (_, first) => {
      const part = { first, count, step: workers, changes: JSON.parse(changes) };
      if (workers === 1) return fitSome(part);
      return new Promise((resolve, reject) => {
        const worker = new Worker(new URL(import.meta.url), { workerData: part });
        worker.on('message', resolve);
        worker.on('error', reject);
      });
    }),
  );
  const seconds = (performance.now() - begin) / 1000;
  const results = parts.flat();
  const rms = (values) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  console.log(
    JSON.stringify({
      fits: count,
      threads: workers,
      total_s: seconds,
      fits_per_s: count / seconds,
      good_share: results.filter(({ ess, rhat }) => ess > 400 && rhat < 1.01).length / count,
      min_ess: Math.min(...results.map(({ ess }) => ess)),
      max_rhat: Math.max(...results.map(({ rhat }) => rhat)),
      divergences: results.reduce((sum, { divergences }) => sum + divergences, 0),
      methods: [...new Set(results.map(({ method }) => method))].join(', '),
      coverage: results.reduce((sum, { covered }) => sum + covered, 0) / (count * weeks.length),
      rmse_a: rms(results.map(({ errorA }) => errorA)),
      rmse_b: rms(results.map(({ errorB }) => errorB)),
      peak_rss_mb: process.resourceUsage().maxRSS / 1024,
      foreign_cpu_share: meter(),
    }),
  );
} else {
  parentPort.postMessage(await fitSome(workerData));
}
