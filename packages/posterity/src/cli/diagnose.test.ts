import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand as run } from './command.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'posterity-diagnose-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);

const line = (fn: string) => `independent_vars: [x]
dependent_var: y
variable_params:
  a: {dist: Normal, params: {mu: 0, sigma: 2}}
  b: {dist: Normal, params: {mu: 0, sigma: 2}}
function_params: {function: ${fn}}
sample_params: {draws: 1000, tune: 500, chains: 2, random_seed: 1}
`;
const noise = (i: number) => (((i * 7919) % 97) / 97 - 0.5) * 1.5;

beforeAll(async () => {
  const rows = Array.from({ length: 40 }, (_, i) => `${i / 10},${1 + i / 20 + noise(i)}`);
  writeFileSync(at('data.csv'), `x,y\n${rows.join('\n')}\n`);
  writeFileSync(at('outlier.csv'), `x,y\n${rows.map((row, i) => (i === 3 ? '0.3,40' : row)).join('\n')}\n`);
  writeFileSync(at('line.yaml'), line('a + b * x'));
  writeFileSync(at('square.yaml'), line('a + b * x ** 4'));
  for (const name of ['line', 'square'])
    await run('fit', at(`${name}.yaml`), at('data.csv'), '--out', at(`${name}.nc`));
});

test('diagnose shows every rule, and with the data every check', async () => {
  const alone = await run('diagnose', at('line.nc'));
  expect(alone).toMatchObject({ code: 0, err: '' });
  expect(alone.out).toMatch(/^rule +value +threshold +where +status\nchain_failed +0 +0 +good\n/);
  expect(alone.out).toMatch(/\n(\d\d) rules: \1 good, 0 suspect, 0 bad\n$/);
  const withData = await run('diagnose', at('line.nc'), at('data.csv'), '--json');
  expect(withData.err).toBe('');
  const found = JSON.parse(withData.out);
  expect(Object.keys(found)).toEqual(['verdict', 'rules', 'loo', 'waic', 'posterior_predictive', 'psens']);
  expect(found.loo.loo_i).toHaveLength(40);
  expect(found.posterior_predictive.looPit.values).toHaveLength(40);
  for (const rule of found.rules)
    expect(Object.keys(rule)).toEqual(
      expect.arrayContaining(['rule', 'value', 'threshold', 'meaning', 'advice']),
    );
});

test('diagnose exits 2 and says why when data of the model do not look like the rows', async () => {
  await run('fit', at('line.yaml'), at('outlier.csv'), '--out', at('outlier.nc'));
  const { code, out } = await run('diagnose', at('outlier.nc'), at('outlier.csv'));
  expect(code).toBe(2);
  expect(out).toMatch(/replicated_max .* bad\n/);
  expect(out).toContain('The likelihood cannot make data like these');
});

test('compare puts the better model first, and warns of other rows', async () => {
  const { code, out, err } = await run(
    'compare',
    at('square.nc'),
    at('line.nc'),
    '--data',
    at('data.csv'),
    '--json',
  );
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const [first, second] = JSON.parse(out);
  expect([first.name, second.name]).toEqual([at('line.nc'), at('square.nc')]);
  expect(first).toMatchObject({ rank: 0, elpd_diff: 0, dse: 0, warning: false });
  expect(first.weight + second.weight).toBeCloseTo(1, 9);
  const other = await run('compare', at('square.nc'), at('line.nc'), '--data', at('outlier.csv'));
  expect(other.err).toMatch(/line.nc was fitted to other rows than those of/);
  await expect(run('compare', at('line.nc'), at('line.nc'), '--data', at('data.csv'))).rejects.toThrow(
    /given twice/,
  );
});

test('prior tells what outcomes it expects, and exits 2 when the real ones are elsewhere', async () => {
  const fine = await run('prior', at('line.yaml'), at('data.csv'));
  expect(fine).toMatchObject({ code: 0, err: '' });
  expect(fine.out).toMatch(/of the outcomes lie in their 99 % prior interval\n/);
  writeFileSync(at('far.csv'), 'x,y\n1,1000\n2,1001\n');
  const far = await run('prior', at('line.yaml'), at('far.csv'), '--json');
  expect(far.code).toBe(2);
  expect(JSON.parse(far.out).coverage).toContainEqual({ nominal: 0.99, coverage: 0 });
  writeFileSync(at('open.csv'), 'x\n1\n2\n');
  expect(
    JSON.parse((await run('prior', at('line.yaml'), at('open.csv'), '--json')).out).coverage,
  ).toBeUndefined();
});

test('calibrate ranks every parameter', async () => {
  const { code, out } = await run(
    'calibrate',
    at('line.yaml'),
    at('data.csv'),
    '--simulations',
    '10',
    '--json',
  );
  expect(code).toBe(0);
  const found = JSON.parse(out);
  expect(found).toMatchObject({ simulations: 10, highestRank: 99, isCalibrated: true });
  const text = await run('calibrate', at('line.yaml'), '--simulations', '10');
  expect(text.out).toMatch(/calibrated: nothing speaks against uniform ranks/);
});

test('crossval scores every part and all of them', async () => {
  const { code, out, err } = await run('crossval', at('line.yaml'), at('data.csv'), '--folds', '4', '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const found = JSON.parse(out);
  expect(found.splits.map((split: { rows: number }) => split.rows)).toEqual([10, 10, 10, 10]);
  expect(found.pointwise).toHaveLength(40);
  for (const name of ['elpd', 'se', 'LogLoss', 'CRPS', 'PinballLoss', 'EmpiricalCoverage', 'IntervalWidth'])
    expect(Number.isFinite(found[name]), name).toBe(true);
  const along = await run('crossval', at('line.yaml'), at('data.csv'), '--time', 'x', '--horizon', '10');
  expect(along.out).toMatch(/^ +rows +elpd .*\nx from 2 +10 .* good\nx from 3 +10 .* good\nall +20 /);
  await expect(
    run('crossval', at('line.yaml'), at('data.csv'), '--folds', '2', '--time', 'x'),
  ).rejects.toThrow(/not both/);
  await expect(run('crossval', at('line.yaml'), at('data.csv'), '--horizon', '2')).rejects.toThrow(
    /need --time/,
  );
});
