import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from './command.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'posterity-predict-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
const cells = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

beforeAll(async () => {
  writeFileSync(
    at('line.yaml'),
    `independent_vars: [x, g]
dependent_var: y
variable_params:
  a: {dist: Normal, params: {mu: 0, sigma: 2}, by: g}
  b: {dist: Normal, params: {mu: 0, sigma: 2}}
function_params: {function: a + b * x}
sample_params: {draws: 100, tune: 200, chains: 2, random_seed: 1}
`,
  );
  const rows = Array.from(
    { length: 40 },
    (_, i) => `${i / 10},${i % 2 ? 'u' : 'v'},${1 + i / 20 + ((i * 37) % 11) / 20}`,
  );
  writeFileSync(at('data.csv'), `x,g,y\n${rows.join('\n')}\n`);
  await runCommand('fit', at('line.yaml'), at('data.csv'), '--out', at('line.nc'));
});

test('every kind of prediction is a column, and several kinds stand side by side', async () => {
  const { out } = await runCommand(
    'predict',
    at('line.nc'),
    at('data.csv'),
    '--alpha',
    '0.5',
    '--quantiles',
    '0.1,0.9',
    '--draws',
    '3',
    '--contributions',
    '--log-density',
  );
  const [names, first] = cells(out);
  expect(names).toEqual([
    'lower',
    'median',
    'upper',
    'q0.1',
    'q0.9',
    'draw_1',
    'draw_2',
    'draw_3',
    'a',
    'b * x',
    'log_density',
  ]);
  const [lower, median, upper, q10, q90] = first.map(Number);
  expect([q10, lower, median, upper, q90]).toEqual([q10, lower, median, upper, q90].sort((p, q) => p - q));
  const quick = cells((await runCommand('predict', at('line.nc'), at('data.csv'))).out);
  // The means of the terms add up to the mean of the function.
  expect(Number(first[8]) + Number(first[9])).toBeCloseTo(Number(quick[1][0]), 9);
});

test('a file predicted in many parts gives the same lines as its rows one by one', async () => {
  const many = 60_000;
  const row = (i: number) => `${(i % 977) / 100},${i % 3 ? 'u' : 'v'}`;
  writeFileSync(at('many.csv'), `x,g\n${Array.from({ length: many }, (_, i) => row(i)).join('\n')}\n`);
  const { out } = await runCommand('predict', at('line.nc'), at('many.csv'), '--alpha', '0.9');
  const lines = out.trimEnd().split('\n');
  expect(lines).toHaveLength(many + 1);
  for (const i of [0, 49_999, 50_000, 59_999]) {
    writeFileSync(at('one.csv'), `x,g\n${row(i)}\n`);
    const alone = await runCommand('predict', at('line.nc'), at('one.csv'), '--alpha', '0.9');
    expect(alone.out.split('\n')[1]).toBe(lines[i + 1]);
  }
});

test('a fault far into the file leaves the old result and no other file', async () => {
  writeFileSync(at('late.csv'), `x,g\n${'1,u\n'.repeat(300_000)}nothing,v\n`);
  writeFileSync(at('result.csv'), 'old');
  const before = readdirSync(folder);
  await expect(
    runCommand('predict', at('line.nc'), at('late.csv'), '--out', at('result.csv')),
  ).rejects.toThrow(/text "nothing" in row \d+.* \(rows counted from row \d+ of the file\)/);
  expect(readFileSync(at('result.csv'), 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(before);
  await expect(
    runCommand('predict', at('line.nc'), at('data.csv'), '--out', at('data.csv/x.csv')),
  ).rejects.toThrow(/a part of the path is not a folder/);
  expect(existsSync(at('data.csv/x.csv'))).toBe(false);
});

test('a table without rows, and senseless intervals and quantiles are refused', async () => {
  writeFileSync(at('none.csv'), 'x,g\n');
  await expect(runCommand('predict', at('line.nc'), at('none.csv'))).rejects.toThrow(/the data have no rows/);
  for (const alpha of ['0', '1', '-1', 'x'])
    await expect(runCommand('predict', at('line.nc'), at('data.csv'), '--alpha', alpha)).rejects.toThrow(
      /between 0 and 1/,
    );
  await expect(runCommand('predict', at('line.nc'), at('data.csv'), '--quantiles', '0.5,2')).rejects.toThrow(
    /between 0 and 1/,
  );
  await expect(runCommand('predict', at('line.nc'), at('data.csv'), '--draws', '0')).rejects.toThrow(
    /from 1 on/,
  );
});

test('effects vary one column and hold the others', async () => {
  const numbers = await runCommand('effects', at('line.nc'), at('data.csv'), '--vary', 'x', '--points', '3');
  expect(numbers.err).toBe('held: g = u\n');
  expect(cells(numbers.out).map(([x]) => x)).toEqual(['x', '0', '1.95', '3.9']);
  const levels = await runCommand('effects', at('line.nc'), at('data.csv'), '--vary', 'g', '--json');
  expect(JSON.parse(levels.out)).toMatchObject({ column: 'g', values: ['u', 'v'], at: { x: 1.95 } });
  await expect(runCommand('effects', at('line.nc'), at('data.csv'), '--vary', 'xx')).rejects.toThrow(
    /xx: no such column; there are x, g/,
  );
});
