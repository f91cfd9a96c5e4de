// The studio's page over HTTP: the files of one folder, with the headers that the page relies on.
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.yaml': 'text/yaml; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
};

/** Nothing but the page's own files, WebAssembly allowed, code from text not. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Sent with every answer; the two Cross-Origin headers let workers share memory, which pausing takes. */
export const studioHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': policy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
};

/**
 * Answers GET and HEAD for the files under a folder; everything else is refused.
 * @param prefix of the page's addresses, such as `/studio`
 */
export function serveStudio(
  folder: string,
  prefix = '',
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const refuse = (status: number, reason: string): void => {
      response.writeHead(status, { ...studioHeaders, 'Content-Type': 'text/plain; charset=utf-8' });
      response.end(`${reason}\n`);
    };
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      refuse(405, 'only GET and HEAD are answered');
      return;
    }
    const file = await fileOf(folder, (request.url ?? '/').slice(prefix.length));
    const type = file === undefined ? undefined : types[extname(file.path)];
    if (file === undefined || type === undefined) {
      refuse(404, 'no such file');
      return;
    }
    const headers = { ...studioHeaders, ETag: file.tag };
    if (request.headers['if-none-match'] === file.tag) {
      response.writeHead(304, headers).end();
      return;
    }
    response.writeHead(200, { ...headers, 'Content-Type': type, 'Content-Length': file.size });
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    createReadStream(file.path)
      .on('error', () => response.destroy())
      .pipe(response);
  };
}

interface FoundFile {
  readonly path: string;
  readonly size: number;
  /** Changes when the file does. */
  readonly tag: string;
}

/** The file a URL names, when it lies in the folder. */
async function fileOf(folder: string, url: string): Promise<FoundFile | undefined> {
  try {
    const path = decodeURIComponent(new URL(`http://localhost${url}`).pathname);
    if (path.includes('\0')) return undefined;
    const root = await realpath(folder);
    const found = await realpath(join(root, path.endsWith('/') ? `${path}index.html` : path));
    if (!found.startsWith(root + sep)) return undefined;
    const about = await stat(found);
    const tag = `"${about.size.toString(36)}-${Math.floor(about.mtimeMs).toString(36)}"`;
    return about.isFile() ? { path: found, size: about.size, tag } : undefined;
  } catch {
    return undefined;
  }
}
