import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@posterity/engine';
import { afterAll, expect, test } from 'vitest';
import { memorySource } from '../sources/memorySource.ts';
import { checkSuite } from './check.ts';
import { rowsOf, suiteFolder, suiteYaml } from './suite.fixture.ts';
import { addressIn, readSuite } from './suiteFile.ts';

const folders: string[] = [];
const folderWith = (suite: string, files = {}) => {
  const folder = suiteFolder([], { 'suite.yaml': suite, ...files });
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function messageOf(suite: string): Promise<string> {
  try {
    await readSuite(join(folderWith(suite), 'suite.yaml'));
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  return 'no error';
}

test('reads a suite and makes its paths absolute', async () => {
  const folder = folderWith(`${suiteYaml}carry: {discount: 0.5}\n`);
  const suite = await readSuite(join(folder, 'suite.yaml'));
  expect(suite).toMatchObject({
    name: 'adoption',
    unit: ['product', 'geo'],
    data: join(folder, 'adoption.csv'),
    actuals: join(folder, 'adoption.csv'),
    gate: { verdict: 'suspect' },
    carry: { discount: 0.5, robust: 0 },
    limitSeconds: 300,
    defaultRegistry: join(folder, 'suite.registry'),
  });
});

test('tells every problem at once, each with its line and the nearest right name', async () => {
  const message = await messageOf(
    'suite: a b\ndate: x.csv\nunit: [p, p]\nmodel: model.yaml\ngate: {rhat: 1.01}\n',
  );
  expect(message).toMatch(/suite \(.*suite.yaml:1:1\): .*letters, digits/);
  expect(message).toMatch(/date \(.*:2:1\): .*did you mean "data"/);
  expect(message).toMatch(/gate.rhat \(.*:5:\d+\): .*did you mean "r_hat"/);
  expect(message).toMatch(/data .*is missing/);
});

test('an override is for columns of the unit, and a coverage is a range', async () => {
  const message = await messageOf(
    suiteYaml
      .replace('when: {geo: de}', 'when: {country: de}')
      .replace('verdict: suspect', 'coverage: 0.9..0.5'),
  );
  expect(message).toMatch(/overrides\[0\].when.country .*is not a column of the unit \(product, geo\)/);
  expect(message).toMatch(/gate.coverage .*low below high/);
});

test('addresses of databases and absolute paths stay as they are', () => {
  expect(addressIn('/a', 'x.csv')).toBe('/a/x.csv');
  expect(addressIn('/a', '/b/x.csv')).toBe('/b/x.csv');
  expect(addressIn('/a', 'postgres://h/d?sql=select 1')).toBe('postgres://h/d?sql=select 1');
  expect(addressIn('/a', 'duckdb:x.db?sql=select 1')).toBe('duckdb:/a/x.db?sql=select 1');
  expect(addressIn('/a', 'duckdb:?sql=select 1')).toBe('duckdb:?sql=select 1');
});

test('check finds the wrong config of some units and the wrong rows of others', async () => {
  const overrides = `overrides:
  - when: {geo: de}
    variable_params: {start: {dist: Normall}}
  - when: {geo: xx}
    sample_params: {draws: 10}
`;
  const folder = folderWith(suiteYaml.replace(/overrides:[\s\S]*?(?=gate)/, overrides));
  const suite = await readSuite(join(folder, 'suite.yaml'));
  const rows = [
    ...rowsOf(['a', 'b', 'c', 'd', 'e'], ['de', 'us'], 5),
    { product: 'f', geo: 'us', week: 1, adoption: 'none' },
  ];
  const found = await checkSuite(suite, memorySource('rows', rows));
  expect(found).toMatchObject({ units: 11, rows: 51 });
  expect(found.configProblems).toHaveLength(1);
  expect(found.configProblems[0]).toMatchObject({
    path: 'variable_params.start.dist',
    message: expect.stringMatching(/did you mean "Normal".*product=a geo=de.*and more/),
    origin: expect.stringMatching(/suite.yaml:7:\d+/),
  });
  expect(found.unitProblems.map(({ unit }) => unit)).toEqual(
    // One text makes the whole column text, and yet troubles no other unit.
    [{ product: 'f', geo: 'us' }],
  );
  expect(found.warnings).toEqual(['overrides[1] is for no unit of the data']);
});
