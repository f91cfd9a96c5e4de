/**
 * The ways of warming up and drawing, side by side: seconds, evaluations and effective draws, interleaved in one run.
 *
 * Usage: npm run build && node bench/sampler.mjs [repeats] [workload …]
 */
import { Model, summaryRows } from '../packages/engine/dist/index.js';
import { adoption, eightSchools, logistic, poissonGroups, radon, robust } from './workloads.mjs';

const workloads = {
  'adoption 416': adoption(8, 101),
  'adoption 52': adoption(1, 7),
  'eight schools': eightSchools(),
  'logistic 1000 x 20': logistic(1000, 20, 104),
  'radon-like 919 / 85': radon(919, 85, 107),
  'robust 1000 x 4': robust(1000, 4, 109),
  'poisson 5000 / 50': poissonGroups(5000, 50, 108),
};
const ways = {
  'nuts, windows': { warmup: 'windows' },
  'nuts, auto': {},
  'nuts, auto, diagonal': { metric: 'diagonal' },
  auto: { method: 'auto' },
};

const [repeats = '5', ...chosen] = process.argv.slice(2);
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
for (const [name, { config, table }] of Object.entries(workloads)) {
  if (chosen.length > 0 && !chosen.some((it) => name.includes(it))) continue;
  const models = Object.entries(ways).map(([way, sample]) => {
    const model = new Model({ ...config, sample_params: { draws: 1000, tune: 1000, chains: 4, ...sample } });
    return { way, model, runs: [] };
  });
  for (let repeat = 0; repeat <= Number(repeats); repeat++) {
    for (const { model, runs } of models) {
      await model.fitTable(table, { seed: repeat });
      const { seconds, warmup, divergences } = model.report();
      const rows = summaryRows(model.summary());
      // The first round warms the processor's and V8's caches up.
      if (repeat === 0) continue;
      runs.push({
        seconds: seconds.total,
        sampling: seconds.planning + seconds.warmup + seconds.sampling,
        warm: seconds.planning + seconds.warmup,
        ess: Math.min(...rows.map(({ row }) => row.ess_bulk)),
        rHat: Math.max(...rows.map(({ row }) => row.r_hat)),
        evaluations: warmup.evaluations,
        steps: model.trace.sampleStats.n_steps?.values.reduce((x, y) => x + y, 0) ?? 4000,
        divergences,
        reason: `${warmup.way}: ${warmup.reason}`,
      });
    }
  }
  console.log(`\n${name}`);
  const base = Math.min(...models[0].runs.map((run) => run.sampling));
  const baseRate = median(models[0].runs.map((run) => run.ess / run.sampling));
  for (const { way, runs } of models) {
    const of = (key) => median(runs.map((run) => run[key]));
    const least = Math.min(...runs.map((run) => run.sampling));
    const rate = median(runs.map((run) => run.ess / run.sampling));
    console.log(
      `  ${way.padEnd(22)} ms ${(1000 * least).toFixed(2).padStart(8)} (x${(base / least).toFixed(1)})  warm ${(1000 * of('warm')).toFixed(1)}` +
        `  total ${(1000 * of('seconds')).toFixed(1)}  ESS ${of('ess').toFixed(0)}  ESS/s ${rate.toFixed(0)} (x${(rate / baseRate).toFixed(1)})` +
        `  R-hat ${Math.max(...runs.map((run) => run.rHat)).toFixed(4)}  evals ${of('evaluations')}+${of('steps')}  div ${of('divergences')}  ${runs[0].reason}`,
    );
  }
}
