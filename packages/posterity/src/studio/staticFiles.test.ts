import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveStudio } from './staticFiles.ts';

const parent = mkdtempSync(join(tmpdir(), 'posterity-studio-'));
const folder = join(parent, 'page');
let server: Server;

beforeAll(async () => {
  mkdirSync(join(folder, 'examples'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'examples/a.csv'), 'a\n1\n');
  writeFileSync(join(folder, 'notes.secret'), 'no type, no answer');
  writeFileSync(join(parent, 'outside.html'), 'outside');
  symlinkSync(join(parent, 'outside.html'), join(folder, 'link.html'));
  server = createServer(serveStudio(folder));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(parent, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** The answer to a path that is sent as it stands, which fetch would tidy up. */
function answer(path: string, method = 'GET', headers = {}): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    })
      .on('error', reject)
      .end();
  });
}

describe('the studio over HTTP', () => {
  test('is the folder with its index, under a policy that allows WebAssembly and no code from text', async () => {
    const { status, headers, body } = await answer('/');
    expect([status, body]).toEqual([200, '<!doctype html>']);
    expect(headers['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
    const { body: csv, headers: kind } = await answer('/examples/a.csv?x=1');
    expect([csv, kind['content-type']]).toEqual(['a\n1\n', 'text/csv; charset=utf-8']);
  });

  test('answers HEAD with the headers alone and refuses to change anything', async () => {
    expect(await answer('/', 'HEAD')).toMatchObject({ status: 200, body: '' });
    expect(await answer('/', 'POST')).toMatchObject({ status: 405 });
    expect(await answer('/', 'DELETE')).toMatchObject({ status: 405 });
  });

  test('sends nothing twice to those who have it', async () => {
    const { headers } = await answer('/');
    const again = await answer('/', 'GET', { 'If-None-Match': headers['etag'] });
    expect(again).toMatchObject({ status: 304, body: '' });
    expect(await answer('/', 'GET', { 'If-None-Match': '"other"' })).toMatchObject({ status: 200 });
  });

  test.each([
    '/../outside.html',
    '/%2e%2e/outside.html',
    '/..%2foutside.html',
    '/examples/../../outside.html',
    '/link.html',
    '/notes.secret',
    '/examples',
    '/nothing.js',
    '/%00',
    '/%E0%A4%A',
    '//outside.html',
  ])('has no %s', async (path) => {
    expect(await answer(path)).toMatchObject({ status: 404, body: 'no such file\n' });
  });
});
