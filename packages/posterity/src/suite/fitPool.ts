// Fits in threads. A thread that does not come back in time is ended and another takes its place, so that one
// unit cannot hold up the others.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { PosterityError } from '@posterity/engine';
import { fitUnit, type ModelCache, type UnitFit, type UnitJob } from './fitUnit.ts';

/** A fit that did not come to an end. `isFinal` says that another attempt cannot help: the data are wrong. */
export class FitFailure extends PosterityError {
  readonly isFinal: boolean;

  constructor(code: string, message: string, isFinal: boolean, options?: ErrorOptions) {
    super(code, message, options);
    this.name = 'FitFailure';
    this.isFinal = isFinal;
  }
}

export interface FitPool {
  /** Fits that run at once. */
  readonly threads: number;
  /** @throws FitFailure; the signal's reason when aborted */
  fit(job: UnitJob, limitSeconds: number, signal?: AbortSignal): Promise<UnitFit>;
  close(): Promise<void>;
}

export type ToUnitWorker = UnitJob;
export type FromUnitWorker =
  | { readonly kind: 'fitted'; readonly fit: UnitFit }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string; readonly isFinal: boolean };

const program = new URL('./unitWorker.js', import.meta.url);

/** A pool of threads; where the program is not built, fits run in this thread. */
export function fitPool(threads: number = availableParallelism()): FitPool {
  return existsSync(fileURLToPath(program)) ? threadPool(threads) : inThisThread();
}

function threadPool(threads: number): FitPool {
  const idle: Worker[] = [];
  const waiting: (() => void)[] = [];
  const all = new Set<Worker>();
  let busy = 0;

  const take = async (): Promise<Worker> => {
    if (busy >= threads) await new Promise<void>((resolve) => waiting.push(resolve));
    busy++;
    const worker = idle.pop() ?? new Worker(program);
    all.add(worker);
    return worker;
  };
  const giveBack = (worker: Worker, isUsable: boolean): void => {
    busy--;
    if (isUsable) idle.push(worker);
    else {
      all.delete(worker);
      void worker.terminate();
    }
    waiting.shift()?.();
  };
  return {
    threads,
    async fit(job, limitSeconds, signal) {
      const worker = await take();
      let isUsable = false;
      try {
        signal?.throwIfAborted();
        const answer = await ask(worker, job, limitSeconds, signal);
        isUsable = true;
        if (answer.kind === 'failed') throw new FitFailure(answer.code, answer.message, answer.isFinal);
        return answer.fit;
      } finally {
        giveBack(worker, isUsable);
      }
    },
    async close() {
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

/** One question to a thread, answered once. */
function ask(
  worker: Worker,
  job: UnitJob,
  limitSeconds: number,
  signal: AbortSignal | undefined,
): Promise<FromUnitWorker> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void): void => {
      clearTimeout(timer);
      worker.off('message', answered).off('error', failed).off('exit', ended);
      signal?.removeEventListener('abort', abort);
      then();
    };
    const stop = (reason: unknown): void => settle(() => reject(reason));
    const abort = (): void => stop(signal?.reason);
    const answered = (answer: FromUnitWorker): void => settle(() => resolve(answer));
    const failed = (error: Error): void => stop(crashed(error.message));
    const ended = (code: number): void => stop(crashed(`code ${code}`));
    const timer = setTimeout(() => stop(tooSlow(limitSeconds)), 1000 * limitSeconds);
    signal?.addEventListener('abort', abort, { once: true });
    worker.on('message', answered).on('error', failed).on('exit', ended);
    worker.postMessage(job satisfies ToUnitWorker);
  });
}

function crashed(how: string): FitFailure {
  return new FitFailure('crash', `the thread of the fit ended: ${how}`, false);
}

function tooSlow(limitSeconds: number): FitFailure {
  return new FitFailure('time_limit', `not done after ${limitSeconds} s (limits.seconds)`, false);
}

function inThisThread(): FitPool {
  const models: ModelCache = new Map();
  let last: Promise<unknown> = Promise.resolve();
  const one = async (
    job: UnitJob,
    limitSeconds: number,
    signal: AbortSignal | undefined,
  ): Promise<UnitFit> => {
    const limit = AbortSignal.timeout(1000 * limitSeconds);
    try {
      return await fitUnit(job, models, {
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw limit.aborted ? tooSlow(limitSeconds) : failureOf(error);
    }
  };
  return {
    threads: 1,
    fit(job, limitSeconds, signal) {
      // A model is refitted for unit after unit, so they cannot overlap.
      const fit = last.then(() => one(job, limitSeconds, signal));
      last = fit.catch(() => undefined);
      return fit;
    },
    async close() {},
  };
}

/** What went wrong, as the pool tells it. */
export function failureOf(error: unknown): FitFailure {
  if (error instanceof PosterityError)
    return new FitFailure(error.code, error.message, true, { cause: error });
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new FitFailure('defect', message, false, { cause: error });
}

/** The inside of a thread: answers each job it is sent. */
export function serveUnits(post: (answer: FromUnitWorker) => void): (job: ToUnitWorker) => void {
  const models: ModelCache = new Map();
  return (job) => {
    fitUnit(job, models).then(
      (fit) => post({ kind: 'fitted', fit }),
      (error: unknown) => {
        const { code, message, isFinal } = failureOf(error);
        post({ kind: 'failed', code, message, isFinal });
      },
    );
  };
}
