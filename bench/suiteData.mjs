// A suite on disk for the measurements: product × geo units of a negative exponential with noise, in one Parquet file.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(new URL('../packages/posterity/package.json', import.meta.url));

export const model = `independent_vars: [week]
dependent_var: adoption_rate
variable_params:
  lambda_val: {dist: HalfNormal, params: {sigma: 1}}
  intercept: {dist: Normal, params: {mu: 0, sigma: 1}}
function_params:
  function: 1 - intercept - (1 - intercept) * exp(-lambda_val * week)
sample_params: {draws: 1000, tune: 1000, chains: 4, random_seed: 1}
`;

/** A DuckDB connection in memory. */
export async function duckdb() {
  const { DuckDBInstance } = await import(pathToFileURL(require.resolve('@duckdb/node-api')).href);
  return (await DuckDBInstance.create(':memory:')).connect();
}

/** Writes suite.yaml, model.yaml and rows.parquet. */
export async function suiteOnDisk(folder, units, rows = 52) {
  const connection = await duckdb();
  await connection.run('select setseed(0.5)');
  // Without threads the random numbers come in one order.
  await connection.run('set threads = 1');
  await connection.run(`copy (
    with unit as (
      select i, 'p' || (i // 100) as product, 'g' || (i % 100) as geo,
        0.04 + 0.08 * random() as rate, 0.05 * random() as start
      from range(${units}) t(i))
    select product, geo, week, 1 - start - (1 - start) * exp(-rate * week) + 0.03 * sqrt(-2 * ln(1 - random())) * cos(6.283185307179586 * random()) as adoption_rate
    from unit, range(${rows}) w(week) order by i, week
  ) to '${join(folder, 'rows.parquet')}' (format parquet)`);
  connection.closeSync();
  writeFileSync(join(folder, 'model.yaml'), model);
  writeFileSync(
    join(folder, 'suite.yaml'),
    'suite: bench\ndata: rows.parquet\nunit: [product, geo]\nmodel: model.yaml\ngate: {r_hat: 1.01, ess_bulk: 400, divergences: 0}\n',
  );
}
