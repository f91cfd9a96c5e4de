import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { posterity } from './program.ts';

const launcher = fileURLToPath(new URL('../packages/posterity/bin/posterity.js', import.meta.url));

test('posterity studio serves the page until Ctrl-C', async () => {
  const child = spawn(process.execPath, [launcher, 'studio', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const line = await new Promise<string>((resolve) =>
    child.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text)),
  );
  const [url] = /http:\/\/127\.0\.0\.1:\d+\//.exec(line) ?? [''];
  const page = await fetch(url);
  expect(page.headers.get('content-security-policy')).toContain("'wasm-unsafe-eval'");
  expect(await page.text()).toContain('<title>posterity studio</title>');
  const scripts = [
    'studio.js',
    'modelWorker.js',
    'chainWorker.js',
    'serviceWorker.js',
    'examples/adoption/adoption.csv',
  ];
  const answers = await Promise.all(scripts.map((path) => fetch(url + path)));
  expect(answers.map(({ status }) => status)).toEqual(scripts.map(() => 200));
  await Promise.all(answers.map((answer) => answer.body?.cancel()));
  child.kill('SIGINT');
  expect(await closed).toBe(0);
});

test('a port that is taken is told with the way out', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  try {
    const { code, err } = await posterity(['studio', '--port', String(port)]);
    expect([code, err]).toEqual([
      1,
      `FileError: 127.0.0.1:${port}: the port is taken; give another with --port, or --port 0\n`,
    ]);
  } finally {
    taken.close();
  }
});

test('a port that cannot be is refused', async () => {
  const { code, err } = await posterity(['studio', '--port', '99999']);
  expect(code).toBe(1);
  expect(err).toMatch(/port/);
});
