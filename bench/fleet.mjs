/**
 * Many models: one config fitted to thousands of short series, one after the other in one thread, with every diagnostic.
 * Tells fits a second, how many pass R-hat < 1.01 and ESS > 400, and what memory did.
 *
 * Usage: npm run build && node --expose-gc bench/fleet.mjs [fits] [method] [draws]
 */
import { createRandom, exp, Model, summaryRows } from '../packages/engine/dist/index.js';

const [fits = '2000', method = 'auto', draws = '500'] = process.argv.slice(2);
const random = createRandom(110, 0);
const week = Array.from({ length: 52 }, (_, i) => i);
const series = Array.from({ length: 100 }, () => {
  const a = 0.02 + 0.18 * random.uniform();
  const b = 0.04 + 0.1 * random.uniform();
  return week.map((t) => 1 - a - (1 - a) * exp(-b * t) + 0.05 * random.normal());
});
const model = new Model({
  independent_vars: ['week'],
  variable_params: {
    lambda_val: { dist: 'HalfNormal', params: { sigma: 1 } },
    intercept: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
    sigma: { dist: 'HalfNormal', params: { sigma: 1 } },
  },
  function_params: { function: '1 - intercept - (1 - intercept) * exp(-lambda_val * week)' },
  likelihood: { dist: 'Normal', params: { mu: 'mu', sigma: 'sigma' } },
  sample_params: { method, draws: Number(draws), tune: 500, chains: 4 },
});

const memory = () => {
  globalThis.gc?.();
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  return { rss, heapUsed, arrayBuffers };
};
const shown = ({ rss, heapUsed, arrayBuffers }) =>
  `resident ${(rss / 2 ** 20).toFixed(0)} MiB, heap ${(heapUsed / 2 ** 20).toFixed(1)}, buffers ${(arrayBuffers / 2 ** 20).toFixed(1)}`;

for (let i = 0; i < 50; i++) await model.fit({ week }, series[i % 100], { seed: i });
const before = memory();
let [passed, sampling, importance] = [0, 0, 0];
let fastest = Number.POSITIVE_INFINITY;
const begin = performance.now();
const cpu = process.cpuUsage();
let tenth = begin;
for (let i = 0; i < Number(fits); i++) {
  await model.fit({ week }, series[i % 100], { seed: i });
  const rows = summaryRows(model.summary());
  const { status } = model.verdict();
  if (status !== 'bad' && rows.every(({ row }) => row.r_hat < 1.01 && row.ess_bulk > 400)) passed++;
  const { method: used, seconds } = model.report();
  sampling += seconds.planning + seconds.warmup + seconds.sampling;
  if (used === 'importance') importance++;
  if (i % 100 === 99) {
    fastest = Math.min(fastest, performance.now() - tenth);
    tenth = performance.now();
  }
}
const seconds = (performance.now() - begin) / 1000;
const used = process.cpuUsage(cpu);
const cpuSeconds = (used.user + used.system) / 1e6;
console.log(
  `${fits} fits of 52 rows, 4 × ${draws} draws, ${method}: ${(Number(fits) / seconds).toFixed(0)} fits/s (best hundred ${(1e5 / fastest).toFixed(0)}, ` +
    `${(Number(fits) / cpuSeconds).toFixed(0)} a processor second), ` +
    `${((1000 * seconds) / Number(fits)).toFixed(2)} ms a fit of which chains ${((1000 * sampling) / Number(fits)).toFixed(2)}, ` +
    `${((100 * passed) / Number(fits)).toFixed(1)} % pass, ${importance} by importance`,
);
console.log(`memory before: ${shown(before)}\nmemory after:  ${shown(memory())}`);
