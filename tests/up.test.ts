import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { hasPostgres } from '../packages/posterity/src/registry/postgres.fixture.ts';
import { posterity } from './program.ts';

const launcher = fileURLToPath(new URL('../packages/posterity/bin/posterity.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'up-'));
const data = mkdtempSync(join(tmpdir(), 'up-data-'));
cpSync(fileURLToPath(new URL('../examples/adoption', import.meta.url)), folder, { recursive: true });

let running: ChildProcess | undefined;
afterAll(() => {
  if (running?.exitCode === null) running.kill('SIGKILL');
  for (const it of [folder, data]) rmSync(it, { recursive: true, force: true });
});

interface End {
  readonly code: number;
  readonly err: string;
}

/** Starts `posterity up` in a process group of its own, as a terminal does. */
async function start(): Promise<{ base: string; ended: Promise<End>; interrupt: () => Promise<End> }> {
  const child = spawn(
    process.execPath,
    [launcher, 'up', 'releases.suite.yaml', '--data', data, '--port', '0', '--quiet'],
    { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  running = child;
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)));
  const base = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const address = /at (http:[^\s,]+)/.exec(text)?.[1];
      if (address !== undefined) resolve(address);
    });
    ended.then((code) => reject(new Error(`up ended with ${code}: ${err}`)));
  });
  return {
    base,
    ended: ended.then((code) => ({ code, err })),
    async interrupt() {
      process.kill(-child.pid!, 'SIGINT');
      return { code: await ended, err };
    },
  };
}

const lock = join(data, 'data', 'postmaster.pid');

describe.skipIf(!hasPostgres)('posterity up', () => {
  test('refreshes through the service, stops in order, and has everything when started again', async () => {
    const first = await start();
    const asked = await fetch(`${first.base}/v1/suites/releases/refresh`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const job = await asked.json();
    expect(asked.status).toBe(202);
    const events = await (await fetch(`${first.base}/v1/jobs/${job.id}/events`)).text();
    expect(events.match(/^event: unit$/gm)).toHaveLength(5);
    expect(existsSync(lock)).toBe(true);
    const other = await posterity(['up', 'releases.suite.yaml', '--data', data, '--port', '0'], {
      cwd: folder,
    });
    expect(other).toMatchObject({ code: 1, out: '' });
    expect(other.err).toContain('PostgreSQL did not start');
    expect(await first.interrupt()).toEqual({ code: 0, err: 'stopping\n' });
    // A server that was stopped properly leaves no lock.
    expect(existsSync(lock)).toBe(false);

    const second = await start();
    const board = await (await fetch(`${second.base}/v1/suites/releases/board`)).json();
    expect(board.units).toHaveLength(5);
    expect(await second.interrupt()).toMatchObject({ code: 0 });
  }, 60_000);

  test.each(['SIGKILL', 'SIGINT'] as const)(
    'ends with an error, and without being asked, when its server ends by %s',
    async (signal) => {
      const { ended, base } = await start();
      const asked = await fetch(`${base}/v1/suites/releases/refresh`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      expect(asked.status).toBe(202);
      process.kill(Number(readFileSync(lock, 'utf8').split('\n')[0]), signal);
      const { code, err } = await ended;
      expect(code).toBe(1);
      expect(err).toMatch(/PostgreSQL in .* has ended by itself:\n.*\n(.*\n)*stopping\n/);
      // What was kept is there again.
      const next = await start();
      const board = await (await fetch(`${next.base}/v1/suites/releases/board`)).json();
      expect(board.units.length).toBeGreaterThan(0);
      expect(await next.interrupt()).toMatchObject({ code: 0 });
    },
    60_000,
  );
});
