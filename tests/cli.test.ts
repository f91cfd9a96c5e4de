import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Outcome, posterity } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'posterity-cli-'));
cpSync(fileURLToPath(new URL('../examples/adoption', import.meta.url)), folder, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => posterity(args, { cwd: folder });
function put(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return name;
}
const adoption = readFileSync(join(folder, 'adoption.yaml'), 'utf8');

/** What every failure has in common. */
function expectRefusal(outcome: Outcome, message: string): void {
  expect(outcome).toEqual({ code: 1, out: '', err: `${message}\n` });
  expect(outcome.err).not.toMatch(/^\s+at |node:internal|\.js:\d+/m);
}

describe('fit', () => {
  let fitted: Outcome;
  beforeAll(async () => {
    fitted = await run('fit', 'adoption.yaml', 'adoption.csv', '--json', '--out', 'adoption.nc');
  });

  test('prints one JSON document with the parameters and the verdict, and saves the model', () => {
    expect(fitted.err).toBe('saved adoption.nc\n');
    expect(fitted.code).toBe(0);
    const report = JSON.parse(fitted.out);
    expect(Object.keys(report)).toEqual([
      'parameters',
      'verdict',
      'parametrization',
      'divergences',
      'method',
      'warmup',
      'rows',
      'distinct_rows',
      'missing',
      'seconds',
    ]);
    expect(Object.keys(report.parameters)).toEqual(['lambda_val', 'intercept', 'sigma']);
    expect(Object.keys(report.parameters.sigma)).toEqual([
      'mean',
      'sd',
      'q05',
      'q50',
      'q95',
      'ess_bulk',
      'ess_tail',
      'r_hat',
      'mcse_mean',
    ]);
    expect(report).toMatchObject({ verdict: { status: 'good', reasons: [] }, divergences: 0, rows: 260 });
    expect(Object.keys(report.seconds)).toEqual([
      'preparation',
      'compile',
      'planning',
      'warmup',
      'sampling',
      'total',
      'diagnostics',
    ]);
    expect(report.parameters.lambda_val.mean).toBeCloseTo(0.08, 1);
  });

  test('the same seed gives the same numbers, another seed gives others', async () => {
    const parameters = ({ out }: Outcome) => JSON.parse(out).parameters;
    const again = await run('fit', 'adoption.yaml', 'adoption.csv', '--json');
    const other = await run('fit', 'adoption.yaml', 'adoption.csv', '--json', '--seed', '99');
    expect(parameters(again)).toEqual(parameters(fitted));
    expect(parameters(other)).not.toEqual(parameters(fitted));
  });

  test('prints a table for people', async () => {
    const { code, out, err } = await run('fit', 'adoption.yaml', 'adoption.csv');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^ +mean +sd +q05 +q50 +q95 +mcse_mean +ess_bulk +ess_tail +r_hat\nlambda_val /);
    expect(out).toContain('verdict: good\n');
  });

  test('says in one line whether fused multiply-add was there for a config that asks for it', async () => {
    const config = put('fused.yaml', adoption.replace('draws: 1000', 'draws: 1000\n  fused: true'));
    const { code, out } = await run('fit', config, 'adoption.csv');
    expect(code).toBe(0);
    expect(out).toMatch(
      /rows, nuts, fused, |\nfused multiply-add was asked for, but WebAssembly has none here/,
    );
  });

  test('ends with 130 and no table when interrupted', async () => {
    put('long.yaml', adoption.replace('draws: 1000', 'draws: 4000000'));
    const outcome = await posterity(['fit', 'long.yaml', 'adoption.csv'], {
      cwd: folder,
      interruptAfter: 1500,
    });
    expect(outcome).toEqual({ code: 130, out: '', err: 'interrupted\n' });
  });

  test('ends with 2 and says why when the chains have not converged', async () => {
    const tooShort = adoption.replace('draws: 1000', 'draws: 4\n  tune: 1');
    const { code, out } = await run('fit', put('short.yaml', tooShort), 'adoption.csv', '--json');
    const { verdict } = JSON.parse(out);
    expect(verdict.status).toBe('bad');
    expect(verdict.reasons.length).toBeGreaterThan(0);
    expect(code).toBe(2);
  });

  describe('then predict, export and fit again', () => {
    test('predict prints the quick prediction, one line a row', async () => {
      const { code, out, err } = await run('predict', 'adoption.nc', 'weeks.csv');
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const [header, ...rows] = out.trimEnd().split('\n');
      expect(header).toBe('prediction');
      expect(rows).toHaveLength(52);
    });

    test('predict --alpha orders lower, median, upper', async () => {
      const { out } = await run('predict', 'adoption.nc', 'weeks.csv', '--alpha', '0.9', '--json');
      const { lower, median, upper } = JSON.parse(out);
      for (const week of median.keys()) {
        expect(lower[week]).toBeLessThan(median[week]);
        expect(median[week]).toBeLessThan(upper[week]);
      }
    });

    test('the interval of the mean is narrower than that of an observation', async () => {
      const width = async (of: string) => {
        const { out } = await run(
          'predict',
          'adoption.nc',
          'weeks.csv',
          '--alpha',
          '0.9',
          '--of',
          of,
          '--json',
        );
        const { lower, upper } = JSON.parse(out);
        return upper[10] - lower[10];
      };
      expect(await width('mean')).toBeLessThan((await width('observation')) / 2);
    });

    test('export gives a config that fits, with the posterior as prior', async () => {
      const exported = await run('export', 'adoption.nc', '--to', 'config', '--out', 'next.yaml');
      expect(exported).toMatchObject({ code: 0, out: '' });
      expect(exported.err).toMatch(/^lost against the joint posterior: .*\nsaved next\.yaml\n$/);
      const { code, out } = await run('fit', 'next.yaml', 'adoption.csv', '--json');
      expect(code).toBe(0);
      const before = JSON.parse(fitted.out).parameters.lambda_val;
      const after = JSON.parse(out).parameters.lambda_val;
      expect(after.sd).toBeLessThan(before.sd);
      expect(Math.abs(after.mean - before.mean)).toBeLessThan(3 * before.sd);
    });

    test('report writes one HTML file with the parameters and pictures', async () => {
      const outcome = await run('report', 'adoption.nc', '-o', 'adoption.html');
      expect(outcome).toEqual({ code: 0, out: '', err: 'saved adoption.html\n' });
      const html = readFileSync(join(folder, 'adoption.html'), 'utf8');
      expect(html).toContain('lambda_val');
      expect(html).toContain('<svg');
      expect(html).not.toContain('<script');
    });

    test('a saved model that is cut short or altered is refused', async () => {
      cpSync(join(folder, 'adoption.nc'), join(folder, 'cut.nc'));
      truncateSync(join(folder, 'cut.nc'), 20_000);
      const cut = await run('predict', 'cut.nc', 'weeks.csv');
      expect(cut).toMatchObject({ code: 1, out: '' });
      expect(cut.err).toMatch(/^FormatError: cut\.nc: /);

      const bytes = readFileSync(join(folder, 'adoption.nc'));
      bytes[Math.floor(bytes.length / 2)] ^= 0x10;
      writeFileSync(join(folder, 'altered.nc'), bytes);
      const altered = await run('predict', 'altered.nc', 'weeks.csv');
      expect(altered).toMatchObject({ code: 1, out: '' });
      expect(altered.err).toMatch(/^FormatError: altered\.nc: /);

      const other = await run('predict', 'adoption.csv', 'weeks.csv');
      expect(other).toMatchObject({ code: 1, out: '' });
      expect(other.err).toMatch(/^FormatError: adoption\.csv: /);
    });
  });
});

describe('logp', () => {
  test('gives density and gradient of each point', async () => {
    const points = [
      { lambda_val: 0.08, intercept: 0.05, sigma: 0.1 },
      { lambda_val: 0.09, intercept: 0.01, sigma: 0.2 },
    ];
    put('points.json', JSON.stringify(points));
    const { code, out } = await run('logp', 'adoption.yaml', 'adoption.csv', '--at', 'points.json', '--json');
    expect(code).toBe(0);
    const results = JSON.parse(out);
    expect(results).toHaveLength(2);
    expect(Object.keys(results[0].gradient)).toEqual(['lambda_val', 'intercept', 'sigma']);
    expect(results[0].log_density).toBeTypeOf('number');
  });
});

describe('check', () => {
  test('describes the model, and accepts data that fit it', async () => {
    const { code, out } = await run('check', 'adoption.yaml', 'adoption.csv');
    expect(code).toBe(0);
    expect(out).toContain('lambda_val');
  });
});

describe('wrong input', () => {
  test('all problems of a config are told at once, with place and nearest name', async () => {
    const broken = adoption.replace('HalfNormal', 'HalfNorml').replace('draws:', 'drawz:');
    expectRefusal(
      await run('fit', put('broken.yaml', broken), 'adoption.csv'),
      [
        'ConfigError:',
        '  sample_params.drawz (broken.yaml:17:3): is not a known key; did you mean "draws"?',
        '  variable_params.lambda_val.dist (broken.yaml:6:5): "HalfNorml" is not a distribution; did you mean "HalfNormal"?',
      ].join('\n'),
    );
  });

  test('text that is not YAML is refused with its place', async () => {
    const { code, err } = await run('check', put('bad.yaml', 'a: 1\na: 2\n'));
    expect(code).toBe(1);
    expect(err).toBe('ConfigError: bad.yaml: line 2, column 1: Map keys must be unique\n');
  });

  test.each([
    ['missing files', ['fit', 'none.yaml', 'adoption.csv'], 'FileError: none.yaml: no such file'],
    ['missing data', ['fit', 'adoption.yaml', 'none.csv'], 'FileError: none.csv: no such file'],
    ['a folder', ['predict', '.', 'weeks.csv'], 'FileError: .: is a folder, not a file'],
    [
      'a seed that is no number',
      ['fit', 'adoption.yaml', 'adoption.csv', '--seed', 'x'],
      "error: option '--seed <n>' argument 'x' is invalid. expected a whole number from 0 on.\nAdd --help for the options and examples.",
    ],
    [
      'an unknown option',
      ['fit', 'adoption.yaml', 'adoption.csv', '--sead', '1'],
      "error: unknown option '--sead'\n(Did you mean --seed?)\nAdd --help for the options and examples.",
    ],
    [
      'an unknown command',
      ['fitt'],
      "error: unknown command 'fitt'\n(Did you mean fit?)\nAdd --help for the options and examples.",
    ],
  ])('%s are refused by name', async (_what, args, message) => {
    expectRefusal(await run(...args), message);
  });

  test('a function outside the grammar is shown with a caret under the place', async () => {
    const outside = adoption.replace(/function: .*/, 'function: fetch(week) + lambda_val * intercept');
    const { code, out, err } = await run('check', put('outside.yaml', outside));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('fetch(week) + lambda_val * intercept\n');
    expect(err).toMatch(/\n\s+\^/);
    expect(err).not.toMatch(/^\s+at /m);
  });

  test.each([
    ['a missing column', 'weekk,adoption_rate\n0,0.1\n', /week/],
    ['a text cell', 'week,adoption_rate\n0,0.1\nx,0.2\n', /week.*"x"/],
    ['a NaN', 'week,adoption_rate\n0,NaN\n1,0.2\n', /adoption_rate/],
    ['an infinity', 'week,adoption_rate\n0,0.1\ninf,0.2\n', /week/],
    ['an empty cell', 'week,adoption_rate\n0,0.1\n,0.2\n', /week/],
    ['no rows', 'week,adoption_rate\n', /rows/],
  ])('data with %s are refused by column', async (what, csv, message) => {
    const { code, out, err } = await run('fit', 'adoption.yaml', put(`${what}.csv`, csv));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^DataError: /);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/^\s+at /m);
  });
});

test('help shows the commands, and each command shows examples', async () => {
  const { code, out } = await run('--help');
  expect(code).toBe(0);
  for (const command of ['fit', 'predict', 'export', 'check', 'logp', 'report', 'demo', 'studio']) {
    expect(out).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    const help = await run(command, '--help');
    expect(help.out).toContain('Examples:\n  posterity');
  }
});
