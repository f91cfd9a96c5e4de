import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, Model } from '@posterity/engine';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFolderRegistry } from '../registry/folderRegistry.ts';
import { hasPostgres, startTestPostgres, type TestPostgres } from '../registry/postgres.fixture.ts';
import { openSource } from '../sources/openSource.ts';
import { sharedSource } from '../sources/sharedSource.ts';
import { fitPool } from './fitPool.ts';
import { planSuite } from './plan.ts';
import { refresh } from './refresh.ts';
import type { UnitEvent } from './refreshUnit.ts';
import { modelYaml } from './suite.fixture.ts';
import { readSuite, type Suite } from './suiteFile.ts';
import { fitRowsOf, type SuiteRows, suiteReduction, suiteRows } from './suiteRows.ts';

const normalYaml = modelYaml
  .replace(
    'sample_params:',
    `likelihood: {dist: Normal, params: {mu: mu, sigma: noise}}
sample_params:`,
  )
  .replace('function_params', '  noise: {dist: HalfNormal, params: {sigma: 1}}\nfunction_params');

const poissonYaml = `independent_vars: [week]
dependent_var: users
variable_params:
  level: {dist: Normal, params: {mu: 0, sigma: 2}}
  growth: {dist: Normal, params: {mu: 0, sigma: 1}}
function_params: {function: exp(level + growth * week / 10)}
likelihood: {dist: Poisson, params: {mu: mu}}
sample_params: {draws: 300, tune: 300, chains: 2, random_seed: 3}
`;

const random = createRandom(11, 0);
const rows = ['a', 'b'].flatMap((product, p) =>
  ['de', "l'us"].flatMap((geo) =>
    Array.from({ length: 300 }, (_, i) => {
      const week = i % 10;
      const share = 1 - 0.9 * (1 - 0.04 * (1 + p)) ** week + 0.05 * (random.uniform() - 0.5);
      return { product, geo, week, adoption: share, users: Math.floor(8 * share * random.uniform() + 1) };
    }),
  ),
);

const folder = mkdtempSync(join(tmpdir(), 'suite-rows-'));
const file = join(folder, 'rows.csv');
const csvOf = (all: readonly (typeof rows)[number][]) =>
  ['product,geo,week,adoption,users', ...all.map((row) => Object.values(row).join())].join('\n');
let postgres: TestPostgres | undefined;
const addresses: Record<string, string> = {
  DuckDB: `duckdb:?sql=select * from read_csv('${file}', nullstr = 'NA')`,
};

beforeAll(async () => {
  writeFileSync(file, csvOf(rows));
  if (!hasPostgres) return;
  postgres = await startTestPostgres();
  const address = await postgres.newDatabase();
  const client = new Client({ connectionString: address });
  await client.connect();
  await client.query(
    'create table sales (product text, geo text, week int, adoption double precision, users bigint)',
  );
  await client.query(
    'insert into sales select * from json_to_recordset($1) as t(product text, geo text, week int, adoption double precision, users bigint)',
    [JSON.stringify(rows)],
  );
  await client.end();
  addresses['PostgreSQL'] = `${address}?sql=select * from sales`;
});
afterAll(async () => {
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function suiteOf(data: string, model: string, rest = 'reduce: true'): Promise<Suite> {
  writeFileSync(join(folder, 'model.yaml'), model);
  writeFileSync(
    join(folder, 'suite.yaml'),
    `suite: sales\ndata: ${JSON.stringify(data)}\nunit: [product, geo]\nmodel: model.yaml\n${rest}\n`,
  );
  return readSuite(join(folder, 'suite.yaml'));
}

async function unitsOf(suite: Suite, open = openSource): Promise<SuiteRows[]> {
  const source = await open(suite.data);
  const found: SuiteRows[] = [];
  for await (const unit of suiteRows(suite, source, {})) found.push(unit);
  await source.close();
  return found;
}

async function refreshed(suite: Suite, name: string) {
  const registry = await openFolderRegistry(join(folder, name), { create: true });
  const source = await openSource(suite.data);
  const pool = fitPool(1);
  const events: UnitEvent[] = [];
  try {
    const report = await refresh(suite, registry, source, pool, { onUnit: (event) => events.push(event) });
    const planned = await planSuite(suite, registry, source);
    return { report, events, planned, units: await registry.units(suite.name) };
  } finally {
    await pool.close();
    await source.close();
  }
}

/** The statistics that a fit keeps, which its likelihood is made of. */
function statisticsOf(model: Model): Record<string, readonly number[]> {
  const { statistics } = model.saved;
  if (statistics === undefined) throw new Error('the fit kept no statistics');
  const columns = Object.entries(statistics.columns).map(([name, values]) => {
    if (typeof values === 'string') {
      const bytes = Uint8Array.from(Buffer.from(values, 'base64'));
      return [name, [...new Float64Array(bytes.buffer)]] as const;
    }
    return [name, [...values]] as const;
  });
  return Object.fromEntries(columns);
}

describe.each(['DuckDB', 'PostgreSQL'])('rows reduced by %s', (database) => {
  const skip = database === 'PostgreSQL' && !hasPostgres;

  test.skipIf(skip).each([
    ['Normal', normalYaml, ':squares 0'],
    ['Poisson', poissonYaml, ':count'],
  ])('have the statistics that the engine finds in the rows: %s', async (_, yaml, statistic) => {
    const [there, here] = [
      await suiteOf(addresses[database], yaml),
      await suiteOf(addresses[database], yaml, ''),
    ];
    const [reduced, whole] = [await unitsOf(there), await unitsOf(here)];
    expect(reduced.map(({ unit, rows: count }) => [unit, count])).toEqual(
      whole.map(({ unit, rows: count }) => [unit, count]),
    );
    const value = there.model[0].value;
    const rowWise = new Model(value);
    await rowWise.fitTable(fitRowsOf(here, rowWise.config, whole[1]).table);
    const own = new Model(value);
    const { reduced: given } = fitRowsOf(there, own.config, reduced[1]);
    if (given === undefined) throw new Error('the rows are not reduced');
    await own.fitReduced(given);
    const [found, expected] = [statisticsOf(own), statisticsOf(rowWise)];
    expect(Object.keys(found)).toEqual(expect.arrayContaining(['week', ':mean 0', statistic]));
    expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
    for (const [name, values] of Object.entries(expected)) {
      values.forEach((number, row) => {
        expect(Math.abs(found[name][row] - number)).toBeLessThanOrEqual(
          1e-13 * Math.max(1, Math.abs(number)),
        );
      });
    }
  });

  test.skipIf(skip)('end in the suite that the rows themselves end in', async () => {
    const suite = await suiteOf(addresses[database], normalYaml);
    const there = await refreshed(suite, `reduced-${database}`);
    const here = await refreshed(await suiteOf(addresses[database], normalYaml, ''), `rows-${database}`);
    expect(there.report).toMatchObject({ units: 4, failed: 0 });
    for (const [at, { unit, versions }] of there.units.entries()) {
      const other = here.units[at];
      expect([unit, versions[0].rows]).toEqual([other.unit, other.versions[0].rows]);
      for (const [name, { mean, sd }] of Object.entries(versions[0].parameters)) {
        const expected = other.versions[0].parameters[name];
        // A fifth of a posterior standard deviation is four Monte Carlo errors of both runs together at worst.
        expect(Math.abs(Number(mean) - Number(expected.mean))).toBeLessThan(0.2 * Number(sd));
      }
    }
    expect(there.planned.every(({ action }) => action === 'skip')).toBe(true);
  });
});

test('reduced rows are known again in another order, and known as changed when one outcome is', async () => {
  const suite = await suiteOf(addresses['DuckDB'], normalYaml);
  const dataOf = async () => {
    const model = new Model(suite.model[0].value);
    return (await unitsOf(suite)).map((unit) => fitRowsOf(suite, model.config, unit).data);
  };
  const before = await dataOf();
  writeFileSync(file, csvOf(rows.toReversed()));
  expect(await dataOf()).toEqual(before);
  writeFileSync(
    file,
    csvOf(rows.map((row, at) => (at === 17 ? { ...row, adoption: row.adoption + 1e-9 } : row))),
  );
  const after = await dataOf();
  expect(after.map((data, at) => data === before[at])).toEqual([false, true, true, true]);
  writeFileSync(file, csvOf(rows));
});

test('a unit with an empty cell is looked at row by row, and its problem told as ever', async () => {
  const csv = csvOf(rows).replace(/^(a,de,3),[^,]*/m, '$1,NA');
  writeFileSync(file, csv);
  const suite = await suiteOf(addresses['DuckDB'], normalYaml);
  const [there, here] = [
    await refreshed(suite, 'odd-reduced'),
    await refreshed(await suiteOf(addresses['DuckDB'], normalYaml, ''), 'odd-rows'),
  ];
  const failed = ({ events }: typeof there) =>
    events.filter(({ result }) => result === 'failed').map(({ id, message }) => [id, message]);
  expect(failed(there)).toHaveLength(1);
  expect(failed(there)).toEqual(failed(here));
  writeFileSync(file, csvOf(rows));
});

test('an outcome outside the support is told as for the rows', async () => {
  writeFileSync(file, csvOf(rows.map((row, at) => (at === 40 ? { ...row, users: -2 } : row))));
  const there = await refreshed(await suiteOf(addresses['DuckDB'], poissonYaml), 'outside-reduced');
  const here = await refreshed(await suiteOf(addresses['DuckDB'], poissonYaml, ''), 'outside-rows');
  const failed = ({ events }: typeof there) =>
    events.filter(({ result }) => result === 'failed').map(({ id, message }) => [id, message]);
  expect(failed(there)).toHaveLength(1);
  expect(failed(there)).toEqual(failed(here));
  writeFileSync(file, csvOf(rows));
});

test('many who share a source get the same reduced rows', async () => {
  const suite = await suiteOf(addresses['DuckDB'], normalYaml);
  const shared = await unitsOf(suite, async (address) => sharedSource(address));
  expect(shared).toHaveLength(4);
  expect(shared.every(({ reduction }) => reduction !== undefined)).toBe(true);
  const model = new Model(suite.model[0].value);
  const dataOf = (units: readonly SuiteRows[]) =>
    units.map((unit) => fitRowsOf(suite, model.config, unit).data);
  expect(dataOf(shared)).toEqual(dataOf(await unitsOf(suite)));
});

test('rows stream where something needs each of them', async () => {
  const address = addresses['DuckDB'];
  expect(suiteReduction(await suiteOf(address, normalYaml))).toMatchObject({ columns: ['week'] });
  const heavy = normalYaml.replace(
    'dist: Normal, params: {mu: mu,',
    'dist: StudentT, params: {nu: 4, mu: mu,',
  );
  expect(suiteReduction(await suiteOf(address, heavy))).toBeUndefined();
  for (const rest of ['reduce: false', 'reduce: true\ngate: {coverage: 0.8..1}', 'reduce: true\ncarry: {}'])
    expect(suiteReduction(await suiteOf(address, normalYaml, rest))).toBeUndefined();
  const units = await unitsOf(await suiteOf(address, heavy));
  expect(units.map(({ table }) => table.rows)).toEqual([300, 300, 300, 300]);
});
