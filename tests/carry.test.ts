import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
