import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { posterity } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'posterity-check-'));
cpSync(fileURLToPath(new URL('../examples/adoption', import.meta.url)), folder, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const adoption = readFileSync(join(folder, 'adoption.yaml'), 'utf8');
function put(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return name;
}
const check = (...args: string[]) => posterity(['check', ...args], { cwd: folder });

test('check prints the model with every default, and what its priors expect', async () => {
  const { code, out, err } = await check('adoption.yaml', 'adoption.csv');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('sigma ~ HalfNormal(sigma = 1)   (implied)\n');
  expect(out).toContain('(default likelihood)\n');
  expect(out).toContain('empty cells: columns: error; outcome: error\n');
  expect(out).toMatch(
    /sampling: 4 chains of 1000 tuning steps and 1000 draws, target_accept 0.8, random_seed 1/,
  );
  expect(out).toMatch(/^the priors expect +q05 +q50 +q95\nlambda_val +0\.0\d+ +0\.6\d+ +1\.9\d+\n/m);
  expect(out).toMatch(
    /^adoption_rate +-?\d.* +\d.* +\d.*\nadoption_rate lies from 0\.01\d* to 0\.95\d* in the data\n/m,
  );
});

test('check prints LaTeX alone, or one JSON document', async () => {
  const latex = await check('adoption.yaml', '--latex');
  expect(latex.code).toBe(0);
  expect(latex.out).toMatch(
    /^\\begin\{aligned\}\n.*\\sim \\mathrm\{HalfNormal\}.*\n[\s\S]*\\end\{aligned\}\n$/,
  );
  const { text, warnings, prior } = JSON.parse((await check('adoption.yaml', 'adoption.csv', '--json')).out);
  expect(text).toContain('lambda_val ~ HalfNormal(sigma = 1)');
  expect(warnings).toEqual([]);
  expect(Object.keys(prior)).toEqual(['variables', 'function', 'outcome', 'data']);
  // HalfNormal(1): 5, 50 and 95 %, from 1000 draws.
  expect(prior.variables.lambda_val.q05).toBeCloseTo(0.0627, 1);
  expect(prior.variables.lambda_val.q50).toBeCloseTo(0.6745, 1);
  expect(prior.variables.lambda_val.q95).toBeCloseTo(1.96, 0);
});

test('check prints the parameters that an interval determines', async () => {
  const known = adoption.replace(
    /dist: HalfNormal\n\s+params:\n\s+sigma: 1/,
    'dist: LogNormal\n    between: [0.02, 0.3]',
  );
  const { code, out } = await check(put('known.yaml', known));
  expect(code).toBe(0);
  expect(out).toContain(
    'lambda_val ~ LogNormal(mu = -2.557997905, sigma = 0.8231888105)   (90 % between 0.02 and 0.3)\n',
  );
});

test('check warns of priors that are absurd beside the data, and of those that expect nothing', async () => {
  const wide = await check(
    put('wide.yaml', adoption.replace(/(mu: 0\n\s+sigma:) 1/, '$1 1e6')),
    'adoption.csv',
  );
  expect(wide.code).toBe(0);
  expect(wide.err).toMatch(
    /^warning: the priors expect outcomes from -\d+ to \d+ \(90 %\), [\d.e+]+ times as wide as the data: the data lie from 0\.01\d* to 0\.95\d*\n$/,
  );
  put('far.csv', 'week,adoption_rate\n0,1000\n1,2000\n');
  const away = await check('adoption.yaml', 'far.csv');
  expect(away.err).toMatch(/^warning: the priors expect outcomes from .*, but the data lie from/);
  const flat = await check(
    put('flat.yaml', adoption.replace(/dist: HalfNormal\n\s+params:\n\s+sigma: 1/, 'dist: HalfFlat')),
    'adoption.csv',
  );
  expect({ code: flat.code, err: flat.err }).toEqual({
    code: 0,
    err: expect.stringMatching(/^warning: what the priors expect is not told: .*HalfFlat is improper/),
  });
});

test('check tells what happens to columns and levels', async () => {
  const config = put(
    'columns.yaml',
    [
      'independent_vars: [week, geo, x]',
      'dependent_var: y',
      'variable_params:',
      '  x: {dist: Normal, params: {mu: 0, sigma: 1}}',
      '  level: {dist: Normal, params: {mu: 0, sigma: 1}, by: geo, like: de}',
      '  slope: {dist: Normal, params: {mu: 0, sigma: 1}, over: geo}',
      'function_params: {function: "level + dot(geo, slope) + week + x"}',
      'preprocessing: {geo: {encode: onehot}, week: {scale: max, offset: 0, factor: 52}, y: {transform: log}}',
      'missing: {x: impute, y: drop}',
      '',
    ].join('\n'),
  );
  put('columns.csv', 'week,geo,x,y\n1,de,0.5,2\n2,fr,,3\n3,fr,1,\n');
  const { code, out } = await check(config, 'columns.csv');
  expect(code).toBe(0);
  for (const line of [
    'x ~ Normal(mu = 0, sigma = 1)   (explains the column, whose empty cells are imputed)',
    'geo is preprocessed: onehot of the levels of training, an unseen level is an error',
    'week is preprocessed: max by offset 0, factor 52',
    'y is preprocessed: log; predictions come back in its own units',
    'empty cells: columns: impute; outcome: drop',
    'levels of level not seen in training: like de; parametrization: auto',
  ])
    expect(out.split('\n')).toContain(line);
});
