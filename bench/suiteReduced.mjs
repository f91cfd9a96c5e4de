// Refreshes a suite of 1,000 units from one Parquet file of 10 million rows, reduced by DuckDB where they are; then again
// with nothing changed, and some of its units row by row for comparison.
//   node bench/suiteReduced.mjs [rows = 10000000] [units = 1000] [units row by row = 20]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRegistry } from '../packages/posterity/dist/index.js';
import { duckdb } from './suiteData.mjs';
import { refreshMeasured } from './suiteRefresh.mjs';

const [rows, units, compared] = [10_000_000, 1000, 20].map((otherwise, at) =>
  Number(process.argv[2 + at] ?? otherwise),
);
const model = `independent_vars: [week]
dependent_var: adoption_rate
variable_params:
  lambda_val: {dist: HalfNormal, params: {sigma: 1}}
  intercept: {dist: Normal, params: {mu: 0, sigma: 1}}
  noise: {dist: HalfNormal, params: {sigma: 1}}
function_params:
  function: 1 - intercept - (1 - intercept) * exp(-lambda_val * week)
likelihood: {dist: Normal, params: {mu: mu, sigma: noise}}
sample_params: {draws: 1000, tune: 1000, chains: 4, random_seed: 1}
`;
const folder = mkdtempSync(join(tmpdir(), 'bench-reduced-'));
try {
  await writeRows();
  writeFileSync(join(folder, 'model.yaml'), model);
  suiteFile('reduced', 'rows.parquet', true);
  suiteFile(
    'whole',
    `duckdb:?sql=select * from read_parquet('${join(folder, 'rows.parquet')}') where unit < ${compared}`,
    false,
  );
  await told('reduced', `${rows} rows, ${units} units, first refresh`);
  await told('reduced', 'nothing changed');
  await told('whole', `${compared} of the units row by row`);
  console.log(await farthest());
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function writeRows() {
  const connection = await duckdb();
  await connection.run('select setseed(0.5)');
  // Without threads the random numbers come in one order.
  await connection.run('set threads = 1');
  await connection.run(`copy (
    with observed as (
      select i % ${units} as unit, (i // ${units}) % 52 as week,
        sqrt(-2 * ln(1 - random())) * cos(6.283185307179586 * random()) as z
      from range(${rows}) t(i))
    select unit, week, 1 - exp(-(0.04 + 0.08 * unit / ${units}) * week) + 0.03 * z as adoption_rate from observed
  ) to '${join(folder, 'rows.parquet')}' (format parquet)`);
  connection.closeSync();
}

function suiteFile(name, data, reduce) {
  const gate = '{r_hat: 1.01, ess_bulk: 400, divergences: 0}';
  writeFileSync(
    join(folder, `${name}.yaml`),
    `suite: ${name}\ndata: "${data}"\nunit: unit\nmodel: model.yaml\nreduce: ${reduce}\ngate: ${gate}\n`,
  );
}

async function told(name, what) {
  const { report, seconds, peakMegabytes, code, err } = await refreshMeasured(folder, `${name}.yaml`);
  if (report === undefined) throw new Error(err);
  const { promoted, held, rejected, skipped, failed } = report;
  console.log(
    `${what}: ${seconds.toFixed(1)} s, peak ${peakMegabytes} MB, ${promoted} promoted, ${held} held, ` +
      `${rejected} rejected, ${skipped} skipped, ${failed} failed, exit code ${code}`,
  );
}

/** How far means of the reduced fits lie from those of the row-wise ones, in posterior standard deviations. */
async function farthest() {
  const recordsOf = async (name) => (await openRegistry(join(folder, `${name}.registry`))).units(name);
  const [reduced, whole] = [await recordsOf('reduced'), await recordsOf('whole')];
  const last = ({ versions }) => versions.at(-1).parameters;
  const distances = whole.flatMap((record) => {
    const there = last(reduced.find(({ id }) => id === record.id));
    return Object.entries(last(record)).map(([name, { mean, sd }]) => Math.abs(there[name].mean - mean) / sd);
  });
  return `largest distance of ${distances.length} posterior means: ${Math.max(...distances).toPrecision(3)} sd`;
}
