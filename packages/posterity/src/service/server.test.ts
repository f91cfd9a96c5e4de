import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Model } from '../model.ts';
import { addKey, keyRing, readKeys, removeKey } from './apiKeys.ts';
import { folderShelf } from './folderShelf.ts';
import { modelCache } from './modelCache.ts';
import { createService } from './server.ts';

const folder = mkdtempSync(join(tmpdir(), 'posterity-service-'));
const keyFile = join(folder, 'keys.json');
afterAll(() => rmSync(folder, { recursive: true }));

async function trained(slope: number, path: string): Promise<Model> {
  const model = new Model({
    independent_vars: ['x'],
    dependent_var: 'y',
    variable_params: {
      a: { dist: 'Normal', params: { mu: 0, sigma: 5 }, by: 'shop' },
      b: { dist: 'Normal', params: { mu: 0, sigma: 5 } },
    },
    function_params: { function: 'a + b * x' },
    sample_params: { draws: 200, tune: 200, chains: 2, random_seed: 1 },
  });
  const x = Array.from({ length: 40 }, (_, k) => k / 10);
  const shop = x.map((_, k) => (k % 2 === 0 ? 'north' : 'south'));
  const y = x.map((it, k) => (k % 2 === 0 ? 1 : 3) + slope * it + 0.1 * Math.sin(7 * k));
  await model.fit({ x, shop }, y);
  await model.saveTrace(path);
  return model;
}

let app: Awaited<ReturnType<typeof createService>>;
let model: Model;
const secrets: Record<string, string> = {};
beforeAll(async () => {
  model = await trained(2, join(folder, 'sales.nc'));
  for (const scope of ['predict', 'read', 'write'] as const)
    secrets[scope] = await addKey(keyFile, scope, [scope]);
  const cache = modelCache(2);
  app = await createService({
    models: folderShelf(folder, cache),
    keys: await keyRing(keyFile),
    openModels: cache.size,
    rate: 0,
    bodyBytes: 100_000,
    mostRows: 100,
  });
});
afterAll(() => app.close());

const bearer = (scope: string): { authorization: string } => ({ authorization: `Bearer ${secrets[scope]}` });
const predict = (body: unknown, headers: Record<string, string> = bearer('predict'), name = 'sales') =>
  app.inject({ method: 'POST', url: `/v1/models/${name}/predict`, headers, payload: body as object });

describe('predictions', () => {
  test('are those of the model, as rows or as columns', async () => {
    const X = { x: [1, 2], shop: ['north', 'south'] };
    const expected = model.predict(X, { alpha: 0.8 });
    const columns = await predict({ columns: X, alpha: 0.8 });
    const rows = await predict({
      rows: [
        { x: 1, shop: 'north' },
        { x: 2, shop: 'south' },
      ],
      alpha: 0.8,
    });
    expect(columns.statusCode).toBe(200);
    expect(columns.json().median).toEqual([...expected.median]);
    expect(rows.json()).toEqual(columns.json());
    expect(columns.json().model.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('come as quantiles or as every draw too', async () => {
    const X = { x: [1], shop: ['north'] };
    const answer = (await predict({ columns: X, quantiles: [0.1, 0.9], draws: true, of: 'mean' })).json();
    const [low, high] = model.predictQuantiles(X, [0.1, 0.9], 'mean');
    expect(answer.quantiles).toEqual({ '0.1': [...low!], '0.9': [...high!] });
    expect(answer.draws[0]).toHaveLength(400);
    expect(answer).not.toHaveProperty('median');
  });

  test('a refused request tells what is wrong with which column', async () => {
    const unseen = await predict({ columns: { x: [1], shop: ['east'] } });
    expect(unseen.statusCode).toBe(422);
    expect(unseen.json().error.message).toContain('"east"');
    const missing = await predict({ columns: { shop: ['north'] } });
    expect([missing.statusCode, missing.json().error.problems[0].path]).toEqual([422, 'x']);
    expect((await predict({ rows: [{ x: 'one', shop: 'north' }] })).statusCode).toBe(422);
    expect((await predict({ alpha: 0.9 })).json().error.code).toBe('rows_or_columns');
    expect((await predict({ columns: { x: [], shop: [] } })).json().error.code).toBe('no_rows');
    const many = { x: Array(101).fill(1), shop: Array(101).fill('north') };
    expect((await predict({ columns: many })).statusCode).toBe(413);
    expect((await predict({ columns: { x: [1], shop: ['north'] }, alpha: 1 })).statusCode).toBe(400);
    expect((await predict({ columns: { x: [1], shop: ['north'] }, alhpa: 0.9 })).statusCode).toBe(400);
    expect((await predict({ columns: {} }, bearer('predict'), 'none')).statusCode).toBe(404);
    expect((await predict({ columns: { x: 'a'.repeat(100_001) } })).statusCode).toBe(413);
  });

  test('a replaced file is served by the next request', async () => {
    await trained(2, join(folder, 'other.nc'));
    const before = (
      await predict({ columns: { x: [2], shop: ['north'] } }, bearer('predict'), 'other')
    ).json();
    await trained(-3, join(folder, 'new.tmp'));
    copyFileSync(join(folder, 'new.tmp'), join(folder, 'other.nc'));
    const after = (
      await predict({ columns: { x: [2], shop: ['north'] } }, bearer('predict'), 'other')
    ).json();
    expect(after.model.hash).not.toBe(before.model.hash);
    expect(before.median[0]).toBeCloseTo(5, 0);
    expect(after.median[0]).toBeCloseTo(-5, 0);
  });
});

describe('keys', () => {
  test('nothing but health, readiness and the documentation is told without one', async () => {
    const routes = ['/v1/models', '/v1/models/sales', '/metrics'];
    for (const url of routes) expect((await app.inject({ url })).statusCode, url).toBe(401);
    for (const url of ['/health', '/ready', '/docs', '/openapi.json'])
      expect((await app.inject({ url })).statusCode, url).toBe(200);
    expect(
      (await app.inject({ url: '/v1/models', headers: { authorization: 'Bearer pk_no' } })).statusCode,
    ).toBe(401);
  });

  test('a key opens what its scopes say', async () => {
    expect((await app.inject({ url: '/v1/models', headers: bearer('predict') })).json().models).toContain(
      'sales',
    );
    expect((await app.inject({ url: '/metrics', headers: bearer('predict') })).statusCode).toBe(403);
    const text = (await app.inject({ url: '/metrics', headers: bearer('read') })).body;
    expect(text).toContain('posterity_open_models');
    expect(text).toContain('posterity_http_request_seconds_count');
  });

  test('only hashes are kept, a name is taken once, and a removed key is gone', async () => {
    const secret = await addKey(keyFile, 'short-lived', ['predict']);
    expect(JSON.stringify(await readKeys(keyFile))).not.toContain(secret);
    await expect(addKey(keyFile, 'short-lived', ['read'])).rejects.toThrow('already');
    await removeKey(keyFile, 'short-lived');
    await expect(removeKey(keyFile, 'short-lived')).rejects.toThrow('there are: predict, read, write');
  });
});

test('the OpenAPI document describes the routes, and the page shows them', async () => {
  const document = (await app.inject({ url: '/openapi.json' })).json();
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining(['/v1/models/{name}/predict', '/health']),
  );
  expect((await app.inject({ url: '/docs' })).body).toContain('POST /v1/models/{name}/predict');
});

test('a model card tells inputs, levels, verdict and the model', async () => {
  const card = (await app.inject({ url: '/v1/models/sales', headers: bearer('predict') })).json();
  expect(card.inputs.find((it: { name: string }) => it.name === 'shop').levels).toEqual(['north', 'south']);
  expect(card.outcome).toBe('y');
  expect(card.verdict.status).toMatch(/good|suspect|bad/);
});

test('whatever is sent, the answer is never a failure of the service, and never data without a key', async () => {
  const names = fc.oneof(
    fc.constantFrom('sales', '..', '../sales', '%2e%2e%2fsales', 'sales.nc', 'keys', '\0', ''),
    fc.string({ maxLength: 30 }),
  );
  const urls = fc.oneof(
    names.map((name) => `/v1/models/${encodeURIComponent(name)}/predict`),
    names.map((name) => `/v1/models/${name}`),
    fc.constantFrom(
      '/v1/models',
      '/v1/suites',
      '/v1/jobs',
      '/metrics',
      '/../../etc/passwd',
      '/v1/models/sales/predict?a=1',
    ),
    fc.webPath().map((path) => `/${path}`),
  );
  const cells = fc.oneof(
    fc.double(),
    fc.string(),
    fc.constant(null),
    fc.boolean(),
    fc.object({ maxDepth: 1 }),
  );
  const bodies = fc.oneof(
    fc.record(
      {
        rows: fc.oneof(fc.array(fc.dictionary(fc.constantFrom('x', 'shop', '__proto__'), cells)), cells),
        columns: fc.dictionary(fc.constantFrom('x', 'shop', 'z'), fc.oneof(fc.array(cells), cells)),
        alpha: fc.oneof(fc.double(), cells),
        quantiles: fc.array(fc.double()),
        of: fc.constantFrom('mean', 'observation', 'all'),
      },
      { requiredKeys: [] },
    ),
    fc.jsonValue(),
  );
  const requests = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'),
    url: urls,
    payload: fc.oneof(
      bodies.map((body) => JSON.stringify(body) ?? 'null'),
      fc.string(),
    ),
    key: fc.constantFrom('predict', 'read', 'none', 'wrong'),
    type: fc.constantFrom('application/json', 'text/plain', 'application/xml', ''),
  });
  await fc.assert(
    fc.asyncProperty(requests, async ({ method, url, payload, key, type }) => {
      const authorization = key === 'none' ? {} : { authorization: `Bearer ${secrets[key] ?? 'pk_wrong'}` };
      const answer = await app.inject({
        method: method as 'GET',
        url: url.replace(/[^\x21-\x7e]/g, '_'),
        headers: { ...authorization, ...(type === '' ? {} : { 'content-type': type }) },
        ...(method === 'GET' ? {} : { payload }),
      });
      expect(answer.statusCode, `${method} ${url} ${payload}`).toBeLessThan(500);
      if (key === 'none' || key === 'wrong')
        expect(answer.body).not.toMatch(/"median"|"models"|"parameters"/);
    }),
    { numRuns: 400, seed: 11 },
  );
});
