// Many models: a fleet fitted to series after series of 52 rows with every diagnostic and a predictive interval each.
// node fleet.mjs FITS THREADS CONFIG_CHANGES_JSON; prints one JSON document. `total_s` is the time of everything after the
// import, the config read and compiled and threads started; `again_fits_per_s`
// is the speed of the first of them once more by the warm fleet.
import { availableParallelism } from 'node:os';
import { createRandom, exp, openFleet } from '../../packages/posterity/dist/index.js';
import { foreignMeter } from './machine.mjs';
import { adoption } from './workloads.mjs';

const [fits, threads, changes] = process.argv.slice(2);
const count = Number(fits);
/** Fits that are made once more. */
const mostAgain = 1000;
const weeks = Array.from({ length: 52 }, (_, week) => week);

function series(number) {
  const random = createRandom(110, number + 1);
  const [a, b] = [0.02 + 0.18 * random.uniform(), 0.04 + 0.1 * random.uniform()];
  return { a, b, y: weeks.map((week) => 1 - a - (1 - a) * exp(-b * week) + 0.05 * random.normal()) };
}

const all = Array.from({ length: count }, (_, number) => series(number));
// What V8 still compiles of making the data is over before the clock starts.
await new Promise((resolve) => setTimeout(resolve, 200));
const meter = foreignMeter();
const used = Number(threads) || availableParallelism();
const cpu = process.cpuUsage();
const begin = performance.now();
const fleet = openFleet({ ...adoption, sample_params: JSON.parse(changes) }, { threads: used });
const units = all.map(({ y }, number) => ({ X: { week: weeks }, y, seed: number + 1 }));
const results = [];
for await (const { index, report, interval } of fleet.fit(units, { alpha: 0.9 })) {
  const { parameters, divergences, method } = report;
  const { a, b, y } = all[index];
  const rows = Object.values(parameters);
  results.push({
    method,
    divergences,
    ess: Math.min(...rows.map((row) => row.ess_bulk)),
    rhat: Math.max(...rows.map((row) => row.r_hat)),
    covered: y.filter((value, week) => interval.lower[week] <= value && value <= interval.upper[week]).length,
    errorA: parameters.a.mean - a,
    errorB: parameters.b.mean - b,
  });
}
const seconds = (performance.now() - begin) / 1000;
const warmBegin = performance.now();
let again = 0;
const some = units.slice(0, mostAgain);
for await (const { report } of fleet.fit(some, { alpha: 0.9 })) if (report !== undefined) again++;
const againSeconds = (performance.now() - warmBegin) / 1000;
const { user, system } = process.cpuUsage(cpu);
await fleet.close();
const rms = (values) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
console.log(
  JSON.stringify({
    fits: count,
    threads: used,
    total_s: seconds,
    fits_per_s: count / seconds,
    again_fits_per_s: again / againSeconds,
    fits_per_cpu_s: (1e6 * (count + again)) / (user + system),
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
