import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Model } from '../model.ts';
import { commandLine } from './program.ts';
import type { Terminal } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'posterity-report-'));
const model = join(folder, 'a.nc');
const page = join(folder, 'a.html');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<string> {
  let err = '';
  const terminal: Terminal = {
    out: () => undefined,
    err: (text) => {
      err += text;
    },
    isInteractive: false,
    signal: new AbortController().signal,
    ended: () => Promise.resolve(),
    exitCode: 0,
  };
  await commandLine(terminal).parseAsync(args, { from: 'user' });
  return err;
}

beforeAll(async () => {
  const fitted = new Model({
    independent_vars: ['x'],
    dependent_var: 'y',
    variable_params: { slope: { dist: 'Normal', params: { mu: 0, sigma: 1 } } },
    function_params: { function: 'slope * x' },
    sample_params: { draws: 60, tune: 60, chains: 2, random_seed: 3 },
  });
  await fitted.fit({ x: [0, 1, 2, 3, 4, 5] }, [0.1, 0.9, 2.2, 2.8, 4.1, 5]);
  await fitted.saveTrace(model);
});

test('a saved model becomes one page with its verdict, model, parameters, pictures and config', async () => {
  expect(await run('report', model, '-o', page, '--title', 'Slope <b> & "more"')).toBe(`saved ${page}\n`);
  const html = readFileSync(page, 'utf8');
  expect(html).toContain('<h1>Slope &lt;b&gt; &amp; &quot;more&quot;</h1>');
  for (const heading of [
    'Verdict',
    'Model',
    'Parameters',
    'Pictures',
    'Data',
    'Sampler',
    'Versions',
    'Config',
  ]) {
    expect(html).toContain(`<h2>${heading}</h2>`);
  }
  expect(html).toContain('slope * x');
  expect(html).toContain('download="a.yaml"');
  expect(html).not.toMatch(/<script|(?:src|href)="https?:/);
  expect(html.length).toBeLessThan(1_500_000);
});

test('a page in a place that cannot be written, or without a page’s name, leaves nothing behind', async () => {
  await expect(run('report', model, '-o', join(model, 'b.html'))).rejects.toThrow('a part of the path');
  await expect(run('report', model, '-o', join(folder, 'b.nc'))).rejects.toThrow(
    'expected it to end in .html',
  );
  expect(readdirSync(folder).sort()).toEqual(['a.html', 'a.nc']);
});

test('a file that is no saved model is refused by name', async () => {
  await expect(run('report', page, '-o', join(folder, 'c.html'))).rejects.toThrow('a.html');
});
