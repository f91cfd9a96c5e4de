// The 90 % interval of 10,000 rows and of one row from W1's posterior of 4 × 1000 draws, in a warm process.
// node prediction.mjs DATA_FOLDER; prints one JSON document.
import { join } from 'node:path';
import { Model, readData } from '../../packages/posterity/dist/index.js';
import { foreignMeter } from './machine.mjs';
import { workloads } from './workloads.mjs';

const [folder] = process.argv.slice(2);
const model = new Model(workloads.W1.config);
await model.fitTable(await readData(join(folder, 'W1.csv')), { seed: 1 });
const rows = { week: Float64Array.from({ length: 10_000 }, (_, k) => (104 * k) / 9999) };

function clock(run, repeats) {
  return Array.from({ length: repeats }, () => {
    const begin = performance.now();
    run();
    return (performance.now() - begin) / 1000;
  });
}

const meter = foreignMeter();
console.log(
  JSON.stringify({
    predict_s: clock(() => model.predict(rows, { alpha: 0.9 }), 3),
    predict_mean_s: clock(() => model.predict(rows, { alpha: 0.9, of: 'mean' }), 3),
    predict_one_s: clock(() => model.predict({ week: [26] }, { alpha: 0.9 }), 200),
    plug_in_one_s: clock(() => model.predict({ week: [26] }), 200),
    peak_rss_mb: process.resourceUsage().maxRSS / 1024,
    foreign_cpu_share: meter(),
  }),
);
