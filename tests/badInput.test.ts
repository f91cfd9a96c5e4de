import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { posterity } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'posterity-bad-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, content: string): string {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
  return name;
}
const run = (...args: string[]) => posterity(args, { cwd: folder });

/** Code 1, nothing on standard output, no stack trace, and every one of these lines in the message. */
async function refused(args: readonly string[], ...lines: readonly string[]): Promise<void> {
  const { code, out, err } = await run(...args);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).not.toMatch(/^\s+at |node:internal|\.js:\d+|internal error/m);
  for (const line of lines) expect(err).toContain(line);
  expect(err.trimEnd().split('\n')).toHaveLength(lines.length === 1 ? 1 : lines.length + 1);
}

const line = (extra: Record<string, unknown> = {}, variables: Record<string, unknown> = {}): string =>
  JSON.stringify({
    independent_vars: ['x'],
    dependent_var: 'y',
    variable_params: {
      a: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
      ...variables,
    },
    function_params: { function: 'a * x' },
    sample_params: { draws: 100, tune: 100, chains: 1 },
    ...extra,
  });
const grouped = line(
  { independent_vars: ['x', 'g'], function_params: { function: 'a * x + b' } },
  { b: { dist: 'Normal', params: { mu: 0, sigma: 1 }, by: 'g' } },
);
const plain = put('plain.json', line());

describe('data', () => {
  test.each([
    ['a missing column', 'X,y\n1,2\n', ['x: no such column; the data have X, y; did you mean "X"?']],
    ['text among numbers', 'x,y\n1,2\ntwo,3\n3,4\n', ['x: text "two" in row 2; expected numbers']],
    [
      'NaN',
      'x,y\nNaN,2\n2,3\nnan,4\n',
      ['x: empty or NaN in rows 1 and 3; give a value, or say what to do under missing:'],
    ],
    ['infinity', 'x,y\n1,2\n-inf,3\n', ['x: -Infinity in row 2; expected finite numbers']],
    ['an infinite outcome', 'x,y\n1,2\n2,inf\n', ['y: Infinity in row 2; expected finite numbers']],
    ['an empty cell', 'x,y\n1,2\n,3\n', ['x: empty or NaN in row 2']],
    ['an empty outcome', 'x,y\n1,2\n2,\n', ['y: empty or NaN in row 2']],
    ['no rows', 'x,y\n', ['the data have no rows']],
    [
      'several faults at once',
      'x,y\none,2\n2,inf\n3,\n',
      ['x: text "one" in row 1', 'y: empty or NaN in row 3', 'y: Infinity in row 2'],
    ],
  ])('with %s are refused by column and row', async (what, csv, lines) => {
    await refused(['fit', plain, put(`${what}.csv`, csv)], ...lines);
  });

  test('outside the support of the likelihood are refused with the support', async () => {
    const counts = put('counts.json', line({ likelihood: { dist: 'Poisson', params: { mu: 'exp(mu)' } } }));
    await refused(
      ['fit', counts, put('halves.csv', 'x,y\n1,0\n2,-1\n3,1.5\n4,2\n')],
      'y: -1, 1.5 in rows 2 and 3 is outside the whole numbers from 0 to ∞, the support of Poisson',
    );
  });

  test('with weights below 0, beside other faults, are refused at once', async () => {
    const likelihood = { dist: 'Poisson', params: { mu: 'exp(mu)' }, weights: 'w' };
    await refused(
      ['fit', put('weights.json', line({ likelihood })), put('weights.csv', 'x,y,w\n1,0,1\n2,-1,-2\n')],
      'y: -1 in row 2 is outside the whole numbers',
      'w: -2 in row 2 is outside [0, ∞), the range of weights',
    );
  });

  test('whose columns cross bounds, or give impossible parameters, are refused by row', async () => {
    const normal = (extra: object) => ({ dist: 'Normal', params: { mu: 'mu', sigma: 1 }, ...extra });
    const config = (likelihood: object) =>
      put('bounds.json', line({ independent_vars: ['x', 'lo', 'hi'], likelihood }));
    const data = put('bounds.csv', 'x,lo,hi,y\n1,0,1,0.5\n2,1,0,0.5\n3,0,1,2\n');
    await refused(
      ['fit', config(normal({ censored: { lower: 'lo', upper: 'hi' } })), data],
      'likelihood.censored: the bounds cross in row 2 (lower 1 and upper 0); expected lower below upper in every row',
    );
    await refused(
      ['fit', config(normal({ truncated: { lower: 0, upper: 'hi * 2' } })), data],
      'likelihood.truncated: the bounds cross in row 2 (lower 0 and upper 0)',
    );
    await refused(
      ['fit', config(normal({ truncated: { lower: 'lo', upper: 1.5 } })), data],
      'y: 0.5, 2 in rows 2 and 3 is outside the bounds of likelihood.truncated, in row 2 [1, 1.5]',
    );
    await refused(
      ['fit', config({ dist: 'Normal', params: { mu: 'mu', sigma: 'hi' } }), data],
      'likelihood.params.sigma: is 0 in row 2; expected a number above 0',
    );
    await refused(
      [
        'fit',
        config({ dist: 'Binomial', params: { n: 'x', p: 'invlogit(mu)' } }),
        put('trials.csv', 'x,lo,hi,y\n1,0,1,0\n2,1,0,3\n'),
      ],
      'y: 3 in row 2 is outside the support of Binomial, in row 2 [-∞, 2]',
    );
  });

  test('outside the domain of a transform are refused with the domain', async () => {
    const preprocessing = { x: { transform: 'log' }, y: { transform: 'logit' } };
    await refused(
      ['fit', put('moved.json', line({ preprocessing })), put('moved.csv', 'x,y\n1,0.5\n0,0.5\n2,1\n')],
      'x: 0 in row 2 is outside numbers above 0 (transform: log)',
      'y: 1 in row 3 is outside',
    );
  });

  test('whose columns are all empty cannot be filled', async () => {
    const config = put('mean.json', line({ missing: { x: 'mean' } }));
    await refused(
      ['fit', config, put('hollow.csv', 'x,y\n,1\n,2\n')],
      'x: every cell is empty; there is nothing to fit',
    );
  });

  test('with a lag beyond their rows are refused', async () => {
    const config = put('lag.json', line({ function_params: { function: 'a * lag(x, 5)' } }));
    await refused(
      ['fit', config, put('short.csv', 'x,y\n1,1\n2,2\n')],
      'x: lag(x, 5) reaches beyond the 2 rows of the data',
    );
  });

  test('with a group of one row are no fault', async () => {
    const { code } = await run(
      'fit',
      put('grouped.json', grouped),
      put('single.csv', 'x,g,y\n1,u,1\n2,u,2\n1,v,3\n'),
      '--json',
    );
    expect(code).not.toBe(1);
  });

  test('with text for numbers that are also levels are refused', async () => {
    const config = line(
      { function_params: { function: 'a * x + b' } },
      { b: { dist: 'Normal', params: { mu: 0, sigma: 1 }, by: 'x' } },
    );
    await refused(
      ['fit', put('both.json', config), put('both.csv', 'x,y\n1,1\nb,2\n')],
      'x: text "b" in row 2; expected numbers',
    );
  });

  test('with a level that training has not seen are refused by name, and predicted when told how', async () => {
    put('grouped.json', grouped);
    put('levels.csv', 'x,g,y\n1,u,1\n2,u,2\n1,v,3\n2,v,4\n');
    await run('fit', 'grouped.json', 'levels.csv', '--out', 'grouped.nc');
    put('new.csv', 'x,g\n1,u\n2,w\n3,w\n');
    await refused(
      ['predict', 'grouped.nc', 'new.csv'],
      'g: the level "w" (rows 2 and 3) was not seen in training; set new_levels to population, gaussian or uncertainty to predict for it',
    );
    const { code, out, err } = await run('predict', 'grouped.nc', 'new.csv', '--new-levels', 'population');
    expect({ code, err }).toEqual({
      code: 0,
      err: 'warning: x reaches up to 3 in 1 row, beyond the range of training (1 to 2)\n',
    });
    expect(out.trimEnd().split('\n')).toHaveLength(4);
    const json = await run(
      'predict',
      'grouped.nc',
      'new.csv',
      '--new-levels',
      'gaussian',
      '--alpha',
      '0.8',
      '--json',
    );
    const { lower, upper, extrapolation } = JSON.parse(json.out);
    expect(upper[1] - lower[1]).toBeGreaterThan(upper[0] - lower[0]);
    expect(extrapolation).toEqual([{ column: 'x', low: 1, high: 2, rows: 1, lowest: 1, highest: 3 }]);
  });

  test('with columns of lists, or no table at all, are refused', async () => {
    await refused(
      ['fit', plain, put('lists.json', '[{"x":[1],"y":2}]')],
      'x: a list in row 1; expected a number or a text',
    );
    await refused(['fit', plain, put('ragged.json', '{"x":[1,2],"y":[1]}')], 'y: has 1 rows, but "x" has 2');
    await refused(
      ['fit', plain, put('text.parquet', 'x,y\n')],
      'text.parquet: ends with .parquet but is not Parquet',
    );
  });
});

describe('a config', () => {
  const adoption = [
    'independent_vars: [week]',
    'dependent_var: y',
    'variable_params:',
    '  a: {dist: Normal, params: {mu: 0, sigma: 1}}',
    'function_params:',
    '  function: a * week',
    '',
  ].join('\n');
  put('base/adoption.yaml', adoption);
  const of = (...changes: [string, string][]): string =>
    changes.reduce((text, [from, to]) => text.replace(from, to), adoption);

  test('that extends another one is laid over it, each value told with its file, line and column', async () => {
    const top =
      'extends: base/adoption.yaml\nvariable_params:\n  a:\n    params: {sgma: 2}\n  b: {dist: Beta, params: {alpha: 1}}\n';
    await refused(
      ['check', put('top.yaml', top)],
      'variable_params.a.params.sgma (top.yaml:4:14): Normal has no parameter "sgma"',
      'variable_params.b.params (top.yaml:5:19): Beta lacks beta',
    );
    put('base/wrong.yaml', of(['Normal', 'Norml']));
    await refused(
      ['check', put('over.yaml', 'extends: base/wrong.yaml\nderived: {twice: 2 * a}\n')],
      'variable_params.a.dist (base/wrong.yaml:4:7): "Norml" is not a distribution; did you mean "Normal"?',
    );
    const good = await run(
      'check',
      put('good.yaml', 'extends: base/adoption.yaml\nderived: {twice: 2 * a}\n'),
    );
    expect(good).toMatchObject({ code: 0, err: '' });
    expect(good.out).toContain('twice = 2 * a');
  });

  test('that extends nothing that can be read, or itself, is refused', async () => {
    await refused(
      ['check', put('lost.yaml', 'extends: base/none.yaml\n')],
      'FileError: lost.yaml: extends a config that cannot be read: base/none.yaml: no such file',
    );
    put('base/ring.yaml', 'extends: ../ring.yaml\n');
    await refused(
      ['check', put('ring.yaml', 'extends: base/ring.yaml\n')],
      'extends: configs extend each other in a ring: ring.yaml → base/ring.yaml → ring.yaml',
    );
  });

  test.each<[string, string, string[]]>([
    [
      'an unknown key',
      of(['\ndependent_var', '\ndependant_var']),
      ['dependant_var (bad.yaml:2:1): is not a known key; did you mean "dependent_var"?'],
    ],
    [
      'a name of no meaning',
      of(['a * week', 'a * weak']),
      ['function_params.function (bad.yaml:6:3): "weak" is neither'],
    ],
    [
      'a variable that nothing uses',
      of(['function_params', '  b: {dist: Normal, params: {mu: 0, sigma: 1}}\nfunction_params']),
      ['variable_params.b (bad.yaml:5:3): b is used by nothing'],
    ],
    [
      'a cycle of priors',
      of([
        '  a: {dist: Normal, params: {mu: 0',
        '  b: {dist: Normal, params: {mu: a, sigma: 1}}\n  a: {dist: Normal, params: {mu: b',
      ]),
      ['(bad.yaml:4:3): the priors form a cycle: b → a → b'],
    ],
    [
      'a setting of the wrong kind',
      `${adoption}sample_params: {draws: many}\n`,
      ['sample_params.draws (bad.yaml:7:17): "many" is not a whole number'],
    ],
    [
      'bounds that cross',
      `${adoption}likelihood: {dist: Normal, params: {mu: mu, sigma: 1}, censored: {lower: 2, upper: 1}}\n`,
      ['likelihood.censored (bad.yaml:7:56): lower 2 and upper 1 is not an interval'],
    ],
    [
      'preprocessing of a stranger',
      `${adoption}preprocessing: {wek: {scale: max}}\n`,
      ['preprocessing.wek (bad.yaml:7:17): "wek" is not a column of the model; did you mean "week"?'],
    ],
    [
      'an encoding beside a scale',
      `${adoption}preprocessing: {week: {scale: max, encode: onehot}}\n`,
      ['preprocessing.week.encode (bad.yaml:7:36): encode turns text into numbers'],
    ],
    [
      'an imputed column without a distribution',
      `${adoption}missing: {week: impute}\n`,
      ['missing.week (bad.yaml:7:11): imputing "week" needs a distribution in variable_params.week'],
    ],
    [
      'a rule that does not exist',
      `${adoption}new_levels: gausian\n`,
      [
        'new_levels (bad.yaml:7:1): "gausian" is not one of error, population, gaussian, uncertainty; did you mean "gaussian"?',
      ],
    ],
    [
      'numbers outside the ranges of parameters',
      `${of(
        ['sigma: 1', 'sigma: -1'],
        ['function_params', '  b: {dist: Uniform, params: {lower: 2, upper: 1}}\nfunction_params'],
        ['a * week', 'a * week + b'],
      )}likelihood: {dist: OrderedLogistic, params: {eta: mu, cutpoints: [1, 0, 2]}}\n`,
      [
        'variable_params.a.params.sigma (bad.yaml:4:37): -1 is not a number above 0',
        'variable_params.b.params (bad.yaml:5:22): Uniform lies between 2 and 1',
        'likelihood.params.cutpoints (bad.yaml:8:55): [1, 0, 2] is not a list in increasing order',
      ],
    ],
    [
      'a single value for a list',
      `${adoption}likelihood: {dist: Categorical, params: {p: mu}}\n`,
      ['likelihood.params.p (bad.yaml:7:42): a single value is not a list, such as [-1, 0.5, 2]'],
    ],
    [
      'many faults',
      of(
        ['\ndependent_var', '\ndependant_var'],
        ['Normal', 'Norml'],
        ['function: a * week', 'functoin: a * week'],
      ),
      [
        'dependant_var (bad.yaml:2:1): is not a known key',
        'function_params.functoin (bad.yaml:6:3): is not a known key; did you mean "function"?',
        'function_params.function (bad.yaml:5:1): is missing; expected',
        'variable_params.a.dist (bad.yaml:4:7): "Norml" is not a distribution',
      ],
    ],
  ])('with %s is refused with its line and column', async (_what, text, lines) => {
    await refused(['check', put('bad.yaml', text)], ...lines);
  });

  test('whose fit needs an outcome it does not name is refused', async () => {
    put('data.csv', 'week,y\n1,2\n');
    await refused(['fit', put('nameless.yaml', of(['dependent_var: y\n', ''])), 'data.csv'], 'dependent_var');
  });
});
