// One fit in this fresh process: node fitOne.mjs WORKLOAD DATA_FOLDER SEED; prints one JSON document.
import { join } from 'node:path';
import { foreignMeter } from './machine.mjs';
import { withSchools, workloads } from './workloads.mjs';

const [name, folder, seed] = process.argv.slice(2);
const meter = foreignMeter();
const importBegin = performance.now();
const { Model, readData } = await import('../../packages/posterity/dist/index.js');
const importSeconds = (performance.now() - importBegin) / 1000;
const { config } = workloads[name];
const readBegin = performance.now();
const read = await readData(join(folder, `${name}.csv`));
const readSeconds = (performance.now() - readBegin) / 1000;
const table = name === 'W6' ? withSchools(read) : read;

const begin = performance.now();
const model = new Model(config);
await model.fitTable(table, { seed: Number(seed) });
const report = model.report();
const totalSeconds = (performance.now() - begin) / 1000;
// Since the process was started, as performance.now() counts.
const processSeconds = performance.now() / 1000;
const foreign = meter();

const fields = Object.entries(report.parameters);
const all = (field) => fields.flatMap(([, summary]) => summary[field]);
const leapfrogs =
  model.trace.sampleStats.n_steps?.values.reduce((sum, value) => sum + value, 0) ?? Number.NaN;
const { seconds } = report;

console.log(
  JSON.stringify({
    workload: name,
    seed: Number(seed),
    rows: report.rows,
    distinct_rows: report.distinct_rows,
    method: report.method,
    import_s: importSeconds,
    read_s: readSeconds,
    process_s: processSeconds,
    total_s: totalSeconds,
    seconds,
    compile_s: seconds.compile,
    // As the peers count it: from a compiled model to all draws.
    sample_s: seconds.planning + seconds.warmup + seconds.sampling,
    diagnostics_s: seconds.diagnostics,
    min_ess_bulk: Math.min(...all('ess_bulk')),
    min_ess_tail: Math.min(...all('ess_tail')),
    max_rhat: Math.max(...all('r_hat')),
    divergences: report.divergences,
    mean_leapfrogs_per_draw: leapfrogs / (model.trace.chains * model.trace.draws),
    verdict: report.verdict.status,
    peak_rss_mb: process.resourceUsage().maxRSS / 1024,
    foreign_cpu_share: foreign,
    posterior: Object.fromEntries(
      fields.flatMap(([key, { mean, sd }]) => {
        const label = name === 'W6' && key === 'centre' ? 'mu' : key;
        if (typeof mean === 'number') return [[label, { mean, sd }]];
        return mean.map((value, k) => [`${label}[${k}]`, { mean: value, sd: sd[k] }]);
      }),
    ),
  }),
);
