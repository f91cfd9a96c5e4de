// How the cost grows: microseconds a leapfrog step against rows (adoption curve) and against columns (logistic, 1000 rows).
// node scaling.mjs rows|columns SIZE; prints one JSON document.
import { createRandom, exp, Model } from '../../packages/engine/dist/index.js';
import { adoption, logistic } from './workloads.mjs';

const [axis, size] = [process.argv[2], Number(process.argv[3])];
const random = createRandom(7, 1);

function adoptionTable(rows) {
  const week = Float64Array.from({ length: rows }, () => 104 * random.uniform());
  return { week, y: week.map((t) => 1 - 0.1 - 0.9 * exp(-0.08 * t) + 0.05 * random.normal()) };
}

function logisticTable(rows, columns) {
  const slopes = Array.from({ length: columns }, () => (0.5 * random.normal()) / Math.sqrt(columns / 20));
  const x = slopes.map(() => Float64Array.from({ length: rows }, () => random.normal()));
  const y = Float64Array.from({ length: rows }, (_, row) => {
    const eta = slopes.reduce((sum, slope, k) => sum + slope * x[k][row], 0.3);
    return random.uniform() < 1 / (1 + exp(-eta)) ? 1 : 0;
  });
  return { y, ...Object.fromEntries(x.map((column, k) => [`x${k + 1}`, column])) };
}

const rows = axis === 'rows' ? size : 1000;
const table = axis === 'rows' ? adoptionTable(rows) : logisticTable(rows, size);
const draws =
  axis === 'rows' ? Math.min(1000, Math.max(20, Math.round(3e6 / size))) : Math.min(1000, 20_000 / size);
const config = axis === 'rows' ? adoption : logistic(size);
const model = new Model({ ...config, sample_params: { draws: Math.round(draws), tune: 200, chains: 1 } });
const times = [];
for (let repeat = 0; repeat < 3; repeat++) {
  await model.fitTable(table, { seed: 1 });
  const leapfrogs = model.trace.sampleStats.n_steps.values.reduce((sum, value) => sum + value, 0);
  times.push((1e6 * model.report().seconds.sampling) / leapfrogs);
}
console.log(JSON.stringify({ axis, size, microseconds: Math.min(...times) }));
