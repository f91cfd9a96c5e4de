// Fits in threads. A thread that does not come back in time is ended and another takes its place, so that one
// unit cannot hold up the others.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { PosterityError } from '@posterity/engine';
import { threadPool } from '../threadPool.ts';
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

export type ToUnitWorker = { readonly kind: 'unit'; readonly job: UnitJob };
export type FromUnitWorker =
  | { readonly kind: 'fitted'; readonly fit: UnitFit }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string; readonly isFinal: boolean };

/** The program of a thread that fits units, of a suite or of a fleet; missing where it has not been built. */
const program = new URL('./unitWorker.js', import.meta.url);

/** A pool of threads; where the program is not built, fits run in this thread. */
export function fitPool(threads: number = availableParallelism()): FitPool {
  return existsSync(fileURLToPath(program)) ? inThreads(threads) : inThisThread();
}

function inThreads(threads: number): FitPool {
  const pool = threadPool<ToUnitWorker, FromUnitWorker>(program, threads, { crashed, tooSlow });
  return {
    threads,
    async fit(job, limitSeconds, signal) {
      const answer = await pool.ask({ kind: 'unit', job }, { limitSeconds, signal });
      if (answer.kind === 'failed') throw new FitFailure(answer.code, answer.message, answer.isFinal);
      return answer.fit;
    },
    close: () => pool.close(),
  };
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
export function serveUnits(post: (answer: FromUnitWorker) => void): (question: ToUnitWorker) => void {
  const models: ModelCache = new Map();
  return ({ job }) => {
    fitUnit(job, models).then(
      (fit) => post({ kind: 'fitted', fit }),
      (error: unknown) => {
        const { code, message, isFinal } = failureOf(error);
        post({ kind: 'failed', code, message, isFinal });
      },
    );
  };
}
