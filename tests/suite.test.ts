import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { posterity } from './program.ts';

const example = fileURLToPath(new URL('../examples/adoption', import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'suite-cli-'));
  cpSync(example, folder, { recursive: true });
  writeFileSync(
    join(folder, 'releases.suite.yaml'),
    `suite: releases
data: adoption.csv
unit: release
model: adoption.yaml
gate: {verdict: suspect, coverage: 0.3..1}
limits: {seconds: 60}
`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const suite = (command: string, ...rest: string[]) =>
  posterity(['suite', command, 'releases.suite.yaml', ...rest], { cwd: folder });
const json = async (command: string, ...rest: string[]) => {
  const { out, err, code } = await suite(command, ...rest, '--json');
  return { code, err, value: JSON.parse(out) };
};

describe('posterity suite', () => {
  test('checks, plans, refreshes in threads, and shows the board', async () => {
    expect(await suite('check')).toMatchObject({ code: 0, out: '5 units, 260 rows: nothing wrong\n' });
    expect((await suite('plan')).out).toContain('release=4    52  full    first fit');
    const { value, code } = await json('refresh');
    expect(value).toEqual({
      units: 5,
      promoted: 5,
      held: 0,
      rejected: 0,
      skipped: 0,
      failed: 0,
      seconds: expect.any(Number),
    });
    expect(code).toBe(0);
    expect((await json('refresh', '--only', 'release=2')).value).toMatchObject({ units: 1, skipped: 1 });
    expect(await suite('refresh', '--only', 'release=99')).toMatchObject({
      code: 1,
      err: 'no unit of the data has release=99 (--only)\n',
    });
    const status = (await json('status')).value;
    expect(status.units).toHaveLength(5);
    expect(status.units[0]).toMatchObject({
      unit: { release: 0 },
      version: expect.stringMatching(/^[0-9a-f]{64}$/),
      verdict: expect.stringMatching(/good|suspect/),
      gate: 'promoted',
      rule: 'passed',
      parameters: { lambda_val: { mean: expect.any(Number), sd: expect.any(Number) } },
    });
    expect((await suite('status')).out).toMatch(/^release {2}version/);
  });

  test('moves aliases by hand and keeps the history', async () => {
    const none = await suite('rollback', 'release=1');
    expect(none).toMatchObject({ code: 1, err: expect.stringContaining('no earlier champion') });
    const promoted = await suite('promote', 'release=1', '--version', 'v1', '--because', 'seen');
    expect(promoted.code).toBe(0);
    expect((await suite('history', 'release=1')).out).toMatch(/v1 .* full {3}first fit {2}champion/);
    expect((await suite('history', 'release=9')).err).toContain('names no unit of releases');
    expect((await json('diff', 'release=1', '--from', 'v1', '--to', 'v1')).value.parameters[0]).toMatchObject(
      { shift: 0 },
    );
  });

  test('names a unit that cannot be fitted and ends with exit code 2', async () => {
    writeFileSync(
      join(folder, 'broken.csv'),
      'release,week,adoption_rate\n1,1,0.5\n1,2,none\n2,1,0.5\n2,2,0.6\n',
    );
    writeFileSync(
      join(folder, 'broken.suite.yaml'),
      'suite: broken\ndata: broken.csv\nunit: release\nmodel: adoption.yaml\ngate: {verdict: suspect}\n',
    );
    const outcome = await posterity(['suite', 'refresh', 'broken.suite.yaml', '--json'], { cwd: folder });
    expect(outcome.code).toBe(2);
    expect(outcome.err).toMatch(/^release=1: failed by data: adoption_rate: .*none/);
    expect(JSON.parse(outcome.out)).toMatchObject({ units: 2, failed: 1 });
  });

  test('tells every problem of a suite file', async () => {
    writeFileSync(
      join(folder, 'wrong.suite.yaml'),
      'suite: x\ndata: adoption.csv\nunit: relaese\nmodle: a.yaml\n',
    );
    const { code, err } = await posterity(['suite', 'check', 'wrong.suite.yaml'], { cwd: folder });
    expect(code).toBe(1);
    expect(err).toMatch(/modle \(.*\): is not a known key; did you mean "model"\?/);
  });
});
