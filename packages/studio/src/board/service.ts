// The service that the board is served by: what it answers, and how it is asked.

export interface SuiteName {
  readonly name: string;
  readonly unit: readonly string[];
}

export type Gate = 'promoted' | 'held' | 'rejected' | 'failed';
export type VerdictStatus = 'good' | 'suspect' | 'bad';

/** One line of the board. */
export interface BoardUnit {
  readonly unit: Readonly<Record<string, string | number>>;
  readonly id: string;
  readonly version: string | null;
  readonly verdict: VerdictStatus | null;
  readonly gate: Gate | null;
  readonly rule: string | null;
  readonly message: string | null;
  readonly alias: 'champion' | 'candidate' | null;
  readonly age_days: number | null;
  readonly coverage: number | null;
  readonly nominal: number | null;
  readonly alarm: boolean;
  readonly todo: string;
}

export interface BoardPage {
  /** Units of the suite, and those that match the query. */
  readonly total: number;
  readonly matching: number;
  /** Units by what the gate said. */
  readonly gates: Readonly<Record<string, number>>;
  readonly units: readonly BoardUnit[];
}

export const boardOrders = ['unit', 'verdict', 'gate', 'age', 'coverage', 'todo'] as const;
export type BoardOrder = (typeof boardOrders)[number];

export interface BoardQuery {
  readonly search: string;
  readonly gate: Gate | '';
  readonly sort: BoardOrder;
  readonly isDescending: boolean;
}

export interface UnitVersion {
  readonly hash: string;
  readonly at: string;
  readonly verdict: { readonly status: VerdictStatus; readonly reasons: readonly string[] };
  readonly parameters: Readonly<
    Record<
      string,
      {
        readonly mean: number | null | readonly (number | null)[];
        readonly sd: number | null | readonly (number | null)[];
      }
    >
  >;
  readonly rows: number;
  readonly lineage: { readonly route: string; readonly because: string };
}

export interface UnitHistory {
  readonly board: BoardUnit;
  readonly record: {
    readonly versions: readonly UnitVersion[];
    readonly champion?: string;
    readonly candidate?: string;
    readonly moves: readonly {
      readonly at: string;
      readonly alias: string;
      readonly to?: string;
      readonly because: string;
    }[];
    readonly scores: readonly { readonly at: string; readonly coverage: number; readonly nominal: number }[];
  };
}

export interface Job {
  readonly id: string;
  readonly status: 'running' | 'done' | 'failed' | 'stopped';
  readonly finished: number;
  readonly message?: string;
}

/** Why an answer did not come, in a sentence the user can act on. */
export class ServiceRefusal extends Error {
  /** Whether a key, or another one, would help. */
  readonly needsKey: boolean;
  readonly isAway: boolean;

  constructor(message: string, { needsKey = false, isAway = false } = {}) {
    super(message);
    this.name = 'ServiceRefusal';
    this.needsKey = needsKey;
    this.isAway = isAway;
  }
}

export interface Service {
  suites(): Promise<readonly SuiteName[]>;
  board(suite: string, query: BoardQuery, offset: number, limit: number): Promise<BoardPage>;
  unit(suite: string, id: string): Promise<UnitHistory>;
  promote(suite: string, id: string, version: string): Promise<void>;
  rollback(suite: string, id: string): Promise<void>;
  refresh(suite: string): Promise<Job>;
  /** Calls `onProgress` until the job has ended. */
  follow(job: string, onProgress: (job: Job) => void): Promise<Job>;
}

/** @param base where /v1/ is @param key the API key of the moment, '' for none */
export function createService(base: URL, key: () => string): Service {
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers: Record<string, string> = {
      ...(key() === '' ? {} : { Authorization: `Bearer ${key()}` }),
      ...(init.body === undefined ? {} : { 'Content-Type': 'application/json' }),
    };
    let response: Response;
    try {
      response = await fetch(new URL(path, base), { ...init, headers });
    } catch {
      throw new ServiceRefusal(
        'The service does not answer. What you see is what it said last; it is asked again every few seconds.',
        { isAway: true },
      );
    }
    if (response.ok) return response;
    throw await refusalOf(response);
  };
  const get = async <T>(path: string): Promise<T> => (await ask(path)).json();
  const post = async <T>(path: string, body: object = {}): Promise<T> =>
    (await ask(path, { method: 'POST', body: JSON.stringify(body) })).json();
  const at = (suite: string, ...rest: readonly string[]): string =>
    ['suites', suite, ...rest].map(encodeURIComponent).join('/');
  return {
    suites: async () => (await get<{ suites: readonly SuiteName[] }>('suites')).suites,
    board(suite, { search, gate, sort, isDescending }, offset, limit) {
      const query = new URLSearchParams({
        sort,
        descending: String(isDescending),
        offset: String(offset),
        limit: String(limit),
        ...(search === '' ? {} : { search }),
        ...(gate === '' ? {} : { gate }),
      });
      return get(`${at(suite, 'board')}?${query}`);
    },
    unit: (suite, id) => get(at(suite, 'units', id)),
    promote: async (suite, id, version) => {
      await post(at(suite, 'units', id, 'promote'), { version });
    },
    rollback: async (suite, id) => {
      await post(at(suite, 'units', id, 'rollback'));
    },
    refresh: (suite) => post(at(suite, 'refresh')),
    async follow(id, onProgress) {
      const path = `jobs/${encodeURIComponent(id)}`;
      const response = await ask(`${path}/events`);
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      let finished = 0;
      let told = 0;
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return get<Job>(path);
        finished += value.match(/^event: unit$/gm)?.length ?? 0;
        if (performance.now() - told < 200) continue;
        told = performance.now();
        onProgress({ id, status: 'running', finished });
      }
    },
  };
}

async function refusalOf(response: Response): Promise<ServiceRefusal> {
  const { status } = response;
  let message = `the service answered ${status}`;
  try {
    const body: unknown = await response.json();
    message = messageIn(body) ?? message;
  } catch {
    // A proxy's or a plain file server's page.
    if (status === 404)
      message =
        'There is no service here: the board is served by “posterity serve SUITE.yaml”, at /studio/board.html.';
  }
  return new ServiceRefusal(message, {
    needsKey: status === 401 || status === 403,
    isAway: status >= 502 && status <= 504,
  });
}

function messageIn(body: unknown): string | undefined {
  const error: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'error') : undefined;
  const message: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : undefined;
  return typeof message === 'string' ? message : undefined;
}
