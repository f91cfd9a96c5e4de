import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCommand } from './command.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'suite-demo-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the demo of a suite makes, fits, judges, reports, serves and asks, and can be run again', async () => {
  for (const seed of ['1', '2']) {
    const { out, err, code } = await runCommand(
      'demo',
      '--suite',
      '--units',
      '4',
      '--out',
      folder,
      '--seed',
      seed,
    );
    expect(code).toBe(0);
    expect(err).toContain('4 of 4 units\n');
    expect(out).toMatch(/^p01 +at .* good +promoted/m);
    // The last unit loses users in its last weeks: no curve that only grows holds them.
    expect(out).toMatch(/^p01 +es .* held: coverage/m);
    expect(out).toContain('3 promoted, 1 held, 0 rejected, 0 failed');
    const answer = out.split('\n').find((line) => line.startsWith('{"model":'));
    const { lower, median, upper } = JSON.parse(answer ?? '');
    expect(lower[0]).toBeLessThan(median[0]);
    expect(median[0]).toBeLessThan(upper[0]);
    expect(upper[0]).toBeLessThan(1.2);
    expect(out).toMatch(/^serve, ask, stop +\d+ ms +1 row over HTTP$/m);
  }
  expect(readFileSync(join(folder, 'unit.html'), 'utf8')).toContain('p01');
  expect(existsSync(join(folder, 'products.suite.yaml'))).toBe(true);
});
