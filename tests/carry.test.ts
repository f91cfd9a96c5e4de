import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { posterity } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'posterity-carry-'));
cpSync(fileURLToPath(new URL('../examples/adoption', import.meta.url)), folder, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => posterity(args, { cwd: folder });
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

beforeAll(async () => {
  await run('fit', 'adoption.yaml', 'adoption.csv', '--out', 'adoption.nc');
});

describe('export --to prior', () => {
  test('writes a config with the joint posterior as its prior, which fits', async () => {
    const args = ['--discount', '0.5', '--robust', '0.1', '--out', 'joint.yaml'];
    const exported = await run('export', 'adoption.nc', '--to', 'prior', ...args);
    expect(exported).toMatchObject({ code: 0, out: '' });
    expect(exported.err).toMatch(
      /^\(lambda_val, intercept, sigma\) ~ carried prior: .*worth 130 rows.*\nsaved joint\.yaml\n$/,
    );
    expect(read('joint.yaml')).toMatch(/prior_from:\n {2}source: .*\n {2}scale:\n {4}lambda_val: log\(x\)\n/);
    const checked = await run('check', 'joint.yaml', 'adoption.csv');
    expect(checked.out).toContain('carried prior');
  });

  test('tells what is wrong', async () => {
    expect(await run('export', 'adoption.nc', '--to', 'prior', '--variables', 'lambda_vla')).toMatchObject({
      code: 1,
      out: '',
      err: 'PosterityError: "lambda_vla" is not a variable of the fit (variables: lambda_val, intercept, sigma); did you mean "lambda_val"?\n',
    });
    const outside = await run('export', 'adoption.nc', '--to', 'prior', '--discount', '1.5');
    expect(outside).toMatchObject({ code: 1, out: '' });
    expect(outside.err).toContain('expected a number from 0 to 1');
  });
});

describe('update and refresh', () => {
  const [header, ...rows] = read('adoption.csv').trimEnd().split('\n');
  const put = (name: string, lines: readonly string[]) =>
    writeFileSync(join(folder, name), `${[header, ...lines].join('\n')}\n`);

  test('update learns from new rows, and refuses rows learned from before', async () => {
    put('further.csv', ['6,3,0.21', '6,4,0.27', '6,5,0.36']);
    const updated = await run('update', 'adoption.nc', 'further.csv', '--out', 'updated.nc', '--json');
    expect(updated).toMatchObject({ code: 0, err: 'saved updated.nc\n' });
    const told = JSON.parse(updated.out);
    expect(told).toMatchObject({ action: 'update', method: 'exact', rows: { added: 3, total: 263 } });
    expect(told.fit.parameters.lambda_val.mean).toBeTypeOf('number');
    put('mixed.csv', ['6,6,0.41', rows[10], rows[20]]);
    const refused = await run('update', 'updated.nc', 'mixed.csv');
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(
      /^DataError: 2 of 3 rows were learned from before \(rows 2, 3; .*--allow-seen\)\n$/,
    );
    const allowed = await run('update', 'updated.nc', 'mixed.csv', '--allow-seen', '--out', 'allowed.nc');
    expect(allowed.code).toBe(0);
    expect(allowed.out).toMatch(/^update \(exact\): the likelihood reduces exactly: 3 rows were added/);
  });

  test('refresh says in one line what it did and why', async () => {
    const same = await run('refresh', 'adoption.nc', 'adoption.csv');
    expect(same).toEqual({ code: 0, out: 'skip: the 260 rows are those of the last fit\n', err: '' });
    put('grown.csv', [...rows, '6,3,0.21']);
    const grown = await run('refresh', 'adoption.nc', 'grown.csv', '--out', 'grown.nc', '--json');
    expect(JSON.parse(grown.out)).toMatchObject({
      action: 'update',
      rows: { known: 260, added: 1, removed: 0 },
    });
    put('altered.csv', [...rows.slice(20), ...rows.slice(0, 20).map((row) => `9${row}`)]);
    const altered = await run('refresh', 'adoption.nc', 'altered.csv', '--out', 'altered.nc');
    expect(altered.out).toMatch(/^warm: 20 rows are new and 20 of 260 are gone or altered\n/);
    writeFileSync(join(folder, 'other.yaml'), read('adoption.yaml').replace('sigma: 1', 'sigma: 2'));
    const other = await run(
      'refresh',
      'adoption.nc',
      'adoption.csv',
      '--config',
      'other.yaml',
      '--out',
      'other.nc',
    );
    expect(other.out).toMatch(/^full: the config changed at variable_params\.lambda_val\.params\n/);
  });
});

test('backtest replays window after window and draws what was learned', async () => {
  const args = ['backtest', 'adoption.yaml', 'adoption.csv', '--time', 'week', '--every', '13'];
  const { code, out } = await run(...args, '--json', '--gif', 'learning.gif');
  expect(code).toBe(0);
  const { steps } = JSON.parse(out);
  expect(steps.map(({ until, learned, scored }: Record<string, number>) => [until, learned, scored])).toEqual(
    [
      [13, 65, 65],
      [26, 130, 65],
      [39, 195, 65],
    ],
  );
  expect(steps[1].carried.method).toBe('exact');
  expect(steps[2].carried.crps).toBeLessThan(0.05);
  expect(readFileSync(join(folder, 'learning.gif')).subarray(0, 6).toString()).toBe('GIF89a');
  const cut = await run('backtest', 'adoption.yaml', 'adoption.csv', '--time', 'week', '--cutoffs', '8,40');
  expect(cut.code).toBe(0);
  expect(cut.out).toMatch(/^week < +lambda_val +intercept +sigma$/m);
  expect(cut.out).toMatch(/^40 +0\.\d+ ± 0\.\d+ +/m);
  const both = await run('backtest', 'adoption.yaml', 'adoption.csv', '--time', 'week');
  expect(both).toMatchObject({ code: 1, err: expect.stringContaining('either') });
  const wrong = await run('backtest', 'adoption.yaml', 'adoption.csv', '--time', 'day', '--every', '4');
  expect(wrong).toMatchObject({
    code: 1,
    err: 'DataError: day: no such column is not a column of numbers that orders the rows\n',
  });
});
