// A stand-in for the service with 10,000 units, which can be told to go away; routes and JSON are the service's.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { serveStudio } from '../../packages/posterity/src/studio/staticFiles.ts';

const folder = fileURLToPath(new URL('../../packages/studio/dist/', import.meta.url));
const gates = ['promoted', 'promoted', 'promoted', 'held', 'rejected'] as const;
export const writeKey = 'pk_write';

export interface BoardService {
  readonly url: string;
  /** Requests that changed something, as `METHOD path body`. */
  readonly writes: string[];
  /** Answers nothing while true. */
  isAway: boolean;
  close(): Promise<void>;
}

export async function serveBoard(count: number): Promise<BoardService> {
  const page = serveStudio(folder, '/studio');
  const writes: string[] = [];
  const units = Array.from({ length: count }, (_, i) => boardUnit(i));
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname.startsWith('/studio/')) return void page(request, response);
    if (state.isAway) return void request.socket.destroy();
    const send = (body: unknown, status = 200): void => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    };
    const refuse = (status: number, code: string, message: string): void =>
      send({ error: { code, message } }, status);
    if (request.method !== 'GET') return void write(request, response, { pathname, send, refuse });
    if (pathname === '/v1/suites') return send({ suites: [{ name: 'adoption', unit: ['product', 'geo'] }] });
    if (pathname === '/v1/suites/adoption/board') return send(boardPage(units, searchParams));
    if (pathname.startsWith('/v1/suites/adoption/units/'))
      return send(history(units[Number(pathname.split('/').at(-1))]!));
    if (pathname === '/v1/jobs/1') return send({ id: '1', status: 'done', finished: 3 });
    if (pathname === '/v1/jobs/1/events') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      return void response.end(`${'event: unit\ndata: {}\n\n'.repeat(3)}event: end\ndata: {}\n\n`);
    }
    return refuse(404, 'no_route', 'no such route');
  });
  async function write(
    request: IncomingMessage,
    _response: ServerResponse,
    to: {
      readonly pathname: string;
      readonly send: (body: unknown, status?: number) => void;
      readonly refuse: (status: number, code: string, message: string) => void;
    },
  ): Promise<void> {
    if (request.headers.authorization !== `Bearer ${writeKey}`)
      return to.refuse(401, 'no_key', 'send an API key: Authorization: Bearer pk_…');
    let body = '';
    for await (const chunk of request) body += chunk;
    writes.push(`${request.method} ${to.pathname} ${body}`);
    to.send(to.pathname.endsWith('/refresh') ? { id: '1', status: 'running', finished: 0 } : {}, 200);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const state: BoardService = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    writes,
    isAway: false,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return state;
}

function boardUnit(i: number) {
  const gate = gates[i % gates.length]!;
  return {
    unit: { product: `p${i}`, geo: i % 2 === 0 ? 'de' : 'fr' },
    id: String(i),
    version: 'ab'.repeat(32),
    verdict: i % 7 === 0 ? 'suspect' : 'good',
    gate,
    rule: gate === 'promoted' ? 'all' : 'coverage',
    message: gate === 'promoted' ? 'every rule is kept' : 'coverage 0.6 is below 0.8',
    parameters: {},
    alias: gate === 'promoted' ? 'champion' : 'candidate',
    fitted: '2026-11-01T00:00:00.000Z',
    age_days: i / 10,
    coverage: 0.5 + (i % 50) / 100,
    nominal: 0.9,
    alarm: i % 11 === 0,
    todo: gate === 'held' ? 'look at the candidate, then promote or leave it' : '',
  };
}

type Unit = ReturnType<typeof boardUnit>;

function boardPage(units: readonly Unit[], query: URLSearchParams) {
  const search = query.get('search') ?? '';
  const gate = query.get('gate');
  const matching = units.filter(
    (it) =>
      (gate === null || it.gate === gate) && Object.values(it.unit).some((text) => text.includes(search)),
  );
  const sign = query.get('descending') === 'true' ? -1 : 1;
  const sorted =
    query.get('sort') === 'coverage'
      ? matching.toSorted((a, b) => sign * (a.coverage - b.coverage))
      : matching;
  const offset = Number(query.get('offset'));
  const counts: Record<string, number> = {};
  for (const it of units) counts[it.gate] = (counts[it.gate] ?? 0) + 1;
  return {
    total: units.length,
    matching: matching.length,
    gates: counts,
    units: sorted.slice(offset, offset + Number(query.get('limit'))),
  };
}

function history(unit: Unit) {
  const versions = [0.08, 0.07, 0.09].map((mean, i) => ({
    hash: `${i}a`.repeat(32),
    at: `2026-11-0${i + 1}T00:00:00.000Z`,
    bytes: 1,
    verdict: { status: 'good', reasons: [] },
    parameters: { lambda_val: { mean, sd: 0.01 }, by_geo: { mean: [1, 2], sd: [1, 1] } },
    rows: 52,
    lineage: { data: '', config: '', route: 'full', because: 'first fit', seed: 1, program: '0' },
    seconds: 1,
  }));
  const [, former, candidate] = versions;
  const moves = versions
    .slice(0, 2)
    .map(({ hash, at }) => ({ at, alias: 'champion', to: hash, because: 'promoted by the gate' }));
  return {
    board: unit,
    record: {
      versions,
      champion: former!.hash,
      candidate: candidate!.hash,
      moves,
      scores: [{ at: '', coverage: 0.85, nominal: 0.9 }],
    },
  };
}
