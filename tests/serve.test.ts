import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { posterity } from './program.ts';

const launcher = fileURLToPath(new URL('../packages/posterity/bin/posterity.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'posterity-serve-'));

/** Units that grow by week, one of them with a gap nobody can fit. */
function rows(slope: number): string {
  const lines = ['shop,week,sales'];
  for (const [shop, start] of [
    ['north', 1],
    ['south', 3],
  ] as const)
    for (let week = 0; week < 20; week++)
      lines.push(`${shop},${week},${start + slope * week + 0.1 * Math.sin(5 * week)}`);
  return `${lines.join('\n')}\n`;
}

writeFileSync(
  join(folder, 'model.yaml'),
  `independent_vars: [week]
dependent_var: sales
variable_params:
  a: {dist: Normal, params: {mu: 0, sigma: 5}}
  b: {dist: Normal, params: {mu: 0, sigma: 5}}
function_params: {function: a + b * week}
sample_params: {draws: 400, tune: 400, chains: 4, random_seed: 1}
`,
);
writeFileSync(
  join(folder, 'shops.suite.yaml'),
  'suite: shops\ndata: shops.csv\nunit: [shop]\nmodel: model.yaml\ngate: {verdict: suspect}\n',
);
writeFileSync(join(folder, 'shops.csv'), rows(0.5));

let service: ChildProcess;
let base = '';
let key = '';
beforeAll(async () => {
  const made = await posterity(['keys', 'add', 'test', '--scope', 'predict,read,write'], { cwd: folder });
  key = made.out.trim();
  service = spawn(
    process.execPath,
    [launcher, 'serve', 'shops.suite.yaml', '--port', '0', '--keys', 'keys.json', '--quiet'],
    { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  base = await new Promise<string>((resolve, reject) => {
    service.stdout!.setEncoding('utf8').on('data', (text: string) => {
      const address = /at (http:\S+)/.exec(text)?.[1];
      if (address !== undefined) resolve(address);
    });
    service.on('exit', (code) => reject(new Error(`the service ended with ${code}`)));
  });
});
afterAll(() => {
  service.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

async function call(path: string, method = 'GET', body?: unknown) {
  const response = await fetch(`${base}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, json: await response.json() };
}

/** Starts a refresh and follows it to its end. */
async function refreshed(): Promise<{ events: string[]; report: Record<string, number> }> {
  const { status, json: job } = await call('/v1/suites/shops/refresh', 'POST', {});
  expect(status).toBe(202);
  const response = await fetch(`${base}/v1/jobs/${job.id}/events`, {
    headers: { authorization: `Bearer ${key}` },
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const text = await response.text();
  const events = [...text.matchAll(/^event: (\w+)$/gm)].map((match) => match[1]!);
  return { events, report: (await call(`/v1/jobs/${job.id}`)).json.report };
}

const predicted = async (): Promise<{ hash: string; median: number }> => {
  const { json } = await call('/v1/suites/shops/predict', 'POST', {
    unit: { shop: 'north' },
    rows: [{ week: 10 }],
  });
  return { hash: json.model.hash, median: json.median[0] };
};

test('a suite is refreshed, watched and asked over HTTP, and follows its aliases', async () => {
  expect(
    (await call('/v1/suites/shops/predict', 'POST', { unit: { shop: 'north' }, rows: [{ week: 10 }] }))
      .status,
  ).toBe(404);

  const first = await refreshed();
  expect(first.events).toEqual(['unit', 'unit', 'end']);
  expect(first.report).toMatchObject({ units: 2, promoted: 2, failed: 0 });
  await new Promise((resolve) => setTimeout(resolve, 600));
  const before = await predicted();
  expect(before.median).toBeCloseTo(6, 0);

  const { json: board } = await call('/v1/suites/shops/board?sort=unit&descending=true&limit=1');
  expect(board).toMatchObject({ total: 2, matching: 2, gates: { promoted: 2 } });
  expect(board.units.map((it: { unit: { shop: string } }) => it.unit.shop)).toEqual(['south']);

  writeFileSync(join(folder, 'shops.csv'), rows(2));
  expect((await refreshed()).report).toMatchObject({ units: 2, skipped: 0 });
  await new Promise((resolve) => setTimeout(resolve, 600));
  const after = await predicted();
  expect(after.hash).not.toBe(before.hash);
  expect(after.median).toBeCloseTo(21, 0);

  const { json: found } = await call('/v1/suites/shops/board?search=north');
  const { id } = found.units[0];
  expect((await call(`/v1/suites/shops/units/${id}/rollback`, 'POST')).json.version).toBe(before.hash);
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(await predicted()).toEqual(before);
  expect((await call(`/v1/suites/shops/units/${id}/promote`, 'POST', { version: 'v2' })).json.version).toBe(
    after.hash,
  );
  const { json: unit } = await call(`/v1/suites/shops/units/${id}`);
  expect(unit.record.moves.map((move: { because: string }) => move.because)).toContain(
    'rolled back over HTTP',
  );

  expect((await refreshed()).report).toMatchObject({ units: 2, skipped: 2 });
  expect((await fetch(`${base}/v1/suites/shops/board`)).status).toBe(401);
  expect((await call('/v1/jobs/none')).status).toBe(404);
});

test('Ctrl-C ends the service in order', async () => {
  const ended = new Promise((resolve) => service.once('exit', resolve));
  service.kill('SIGINT');
  expect(await ended).toBe(0);
});

test('an address that others reach wants keys, and a taken port is told', async () => {
  const open = await posterity(['serve', 'shops.suite.yaml', '--host', '0.0.0.0'], { cwd: folder });
  expect(open.code).toBe(1);
  expect(open.err).toContain('can be reached by others; give --keys FILE');
  expect(readFileSync(join(folder, 'keys.json'), 'utf8')).not.toContain(key);
});
