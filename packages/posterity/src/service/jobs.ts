/** Refreshes asked for over HTTP: one a suite at a time, their events kept for those who come later. */
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { RefreshReport } from '../suite/refresh.ts';
import type { UnitEvent } from '../suite/refreshUnit.ts';
import { HttpError } from './httpError.ts';

export interface Job {
  readonly id: string;
  readonly suite: string;
  readonly only: Readonly<Record<string, string>>;
  readonly begun: string;
  readonly status: 'running' | 'done' | 'failed' | 'stopped';
  /** Units finished so far. */
  readonly finished: number;
  readonly report?: RefreshReport;
  /** Why it failed. */
  readonly message?: string;
}

/** Does the work of a refresh. @throws when it cannot go on */
export type RunRefresh = (
  suite: string,
  only: Readonly<Record<string, string>>,
  signal: AbortSignal,
  onUnit: (event: UnitEvent) => void,
) => Promise<RefreshReport>;

export type JobEvent =
  | { readonly kind: 'unit'; readonly data: UnitEvent }
  | { readonly kind: 'end'; readonly data: Job };

/** Events kept of a job, and jobs kept in all; older ones are forgotten. */
const mostEvents = 1000;
const mostJobs = 200;

interface Entry {
  job: Job;
  readonly events: JobEvent[];
  readonly emitter: EventEmitter;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

export class Jobs {
  readonly #run: RunRefresh;
  readonly #entries = new Map<string, Entry>();

  constructor(run: RunRefresh) {
    this.#run = run;
  }

  list(): Job[] {
    return [...this.#entries.values()].map(({ job }) => job).reverse();
  }

  /** @throws HttpError when there is no such job */
  get(id: string): Job {
    return this.#entry(id).job;
  }

  /** Starts a refresh. @throws HttpError while one of the same suite runs */
  start(suite: string, only: Readonly<Record<string, string>>): Job {
    const running = this.list().find((it) => it.suite === suite && it.status === 'running');
    if (running !== undefined)
      throw new HttpError(409, 'already_running', `job ${running.id} refreshes ${suite} already`);
    const id = randomUUID();
    const begun = new Date().toISOString();
    const stop = new AbortController();
    const entry: Entry = {
      job: { id, suite, only, begun, status: 'running', finished: 0 },
      events: [],
      emitter: new EventEmitter().setMaxListeners(0),
      stop,
      ended: Promise.resolve().then(() => this.#work(entry)),
    };
    this.#entries.set(id, entry);
    for (const [old, { job }] of this.#entries) {
      if (this.#entries.size <= mostJobs) break;
      if (job.status !== 'running') this.#entries.delete(old);
    }
    return entry.job;
  }

  async #work(entry: Entry): Promise<void> {
    const tell = (event: JobEvent): void => {
      entry.events.push(event);
      if (entry.events.length > mostEvents) entry.events.shift();
      entry.emitter.emit('event', event);
    };
    try {
      const { suite, only } = entry.job;
      const report = await this.#run(suite, only, entry.stop.signal, (data) => {
        entry.job = { ...entry.job, finished: entry.job.finished + 1 };
        tell({ kind: 'unit', data });
      });
      entry.job = { ...entry.job, status: 'done', report };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      entry.job = { ...entry.job, status: entry.stop.signal.aborted ? 'stopped' : 'failed', message };
    }
    tell({ kind: 'end', data: entry.job });
  }

  /** Every event of a job so far and to come, until it ends or `signal` is aborted. @throws HttpError */
  follow(id: string, signal: AbortSignal, onEvent: (event: JobEvent) => void): Promise<void> {
    const { events, emitter, ended } = this.#entry(id);
    for (const event of events) onEvent(event);
    emitter.on('event', onEvent);
    const left = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    return Promise.race([ended, left]).finally(() => emitter.off('event', onEvent));
  }

  /** Stops a job; what it has finished is kept. @throws HttpError */
  stop(id: string): Job {
    const entry = this.#entry(id);
    entry.stop.abort();
    return entry.job;
  }

  /** Stops every job and waits for them. */
  async close(): Promise<void> {
    for (const { stop } of this.#entries.values()) stop.abort();
    await Promise.all([...this.#entries.values()].map(({ ended }) => ended));
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new HttpError(404, 'no_job', `there is no job ${id}`);
    return entry;
  }
}
