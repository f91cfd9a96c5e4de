// Many models of one config: fitted to unit after unit by this thread and others, which are kept for the next call.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setImmediate as turnOfEvents } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { configToJson, PosterityError, rowsOf, tableOf } from '@posterity/engine';
import { threadPool } from '../threadPool.ts';
import { type FleetFit, type FleetWishes, failed, fitFleetUnit, type PreparedUnit } from './fitFleetUnit.ts';
import { FleetModel } from './fleetModel.ts';
import { handout } from './handout.ts';
import type { FromFleetWorker, ToFleetWorker } from './serveFleet.ts';

/** The data of one fit. */
export interface FleetUnit {
  /** Columns by name, rows, or an Arrow table, as `fit` takes them. */
  readonly X: unknown;
  /** The outcome; looked for in X when left out. */
  readonly y?: unknown;
  /** Rows to predict where intervals are asked for; those of X when left out. */
  readonly at?: unknown;
  /** Overrides `sample_params.random_seed`. */
  readonly seed?: number;
}

export interface FleetOptions extends FleetWishes {
  readonly signal?: AbortSignal;
}

export interface Fleet {
  /**
   * Fits unit after unit and answers in their order, without reading far ahead of what is consumed. The draws are those of
   * `Model.fit`, whichever thread made them. A unit whose data are wrong has an `error` in place of a `report`.
   * @throws the signal's reason when aborted; PosterityError when a thread ends.
   */
  fit(
    units: Iterable<FleetUnit> | AsyncIterable<FleetUnit>,
    options?: FleetOptions,
  ): AsyncGenerator<FleetFit, void, undefined>;
  /** Ends the threads. */
  close(): Promise<void>;
}

/** Units a thread is sent at once: what a message costs is little beside as many fits. */
const batchSize = 8;
/** Units for each thread, of those that are left, from which batches are smaller, so that no thread waits for another's last. */
const evenly = 2;
/** Units that are read ahead of the consumer, a thread. */
const ahead = 8 * batchSize;

interface Handed {
  readonly index: number;
  readonly item: FleetUnit;
}
type FitAll = (units: readonly PreparedUnit[]) => Promise<readonly FleetFit[]>;

const program = new URL('./fleetWorker.js', import.meta.url);
const threadFailures = {
  crashed: (how: string) => new PosterityError('crash', `a thread of the fleet ended: ${how}`),
  tooSlow: () => new PosterityError('time_limit', 'a thread of the fleet took too long'),
};

/**
 * Opens a fleet: a config for many units, compiled once a thread.
 * @param options.threads threads in all, this one included; as many as the machine runs at once when left out.
 * @throws ConfigError with every problem of the config.
 * @example
 * const fleet = openFleet(config);
 * for await (const fit of fleet.fit(units, { alpha: 0.9 })) if ('report' in fit) console.log(fit.report.verdict.status);
 * await fleet.close();
 */
export function openFleet(config: unknown, { threads = availableParallelism() } = {}): Fleet {
  const first = new FleetModel(config);
  const parsed = first.config;
  const text = JSON.stringify(configToJson(parsed));
  const others = existsSync(fileURLToPath(program)) ? threads - 1 : 0;
  const pool = threadPool<ToFleetWorker, FromFleetWorker>(program, others, threadFailures);
  const idle = [first];

  const prepared = (index: number, { X, y, at, seed }: FleetUnit): PreparedUnit => ({
    index,
    rows: rowsOf(parsed, X, y),
    ...(at === undefined ? {} : { at: tableOf(parsed, at) }),
    ...(seed === undefined ? {} : { seed }),
  });
  return {
    async *fit(units, { signal, ...wishes } = {}) {
      signal?.throwIfAborted();
      const work = handout<FleetUnit, FleetFit>(units, ahead * threads);
      const abort = (): void => work.end({ cause: signal?.reason });
      signal?.addEventListener('abort', abort, { once: true });
      const model = idle.pop() ?? new FleetModel(JSON.parse(text));
      const compiled = once(() => pool.tell({ kind: 'compiled', config: text, compiled: model.compiled }));
      const prepare = ({ index, item }: Handed): PreparedUnit[] => {
        try {
          return [prepared(index, item)];
        } catch (error) {
          if (!(error instanceof PosterityError)) throw error;
          work.give(index, failed(index, error));
          return [];
        }
      };
      const loop = async (count: () => number, fitAll: FitAll): Promise<void> => {
        for (;;) {
          const handed = await work.take(count());
          if (handed.length === 0) return;
          given += handed.length;
          for (const fit of await fitAll(handed.flatMap(prepare))) work.give(fit.index, fit);
        }
      };
      const here: FitAll = async ([unit]) => {
        const fits = unit === undefined ? [] : [await fitFleetUnit(model, unit, wishes, signal)];
        compiled.resolve();
        await turnOfEvents();
        return fits;
      };
      const there: FitAll = async (batch) => {
        await compiled.done;
        if (batch.length === 0) return [];
        const answer = await pool.ask({ kind: 'batch', config: text, units: batch, wishes }, { signal });
        if (answer.kind === 'defect') throw new Error(answer.message);
        return answer.fits;
      };
      const known = Array.isArray(units) ? units.length : Number.POSITIVE_INFINITY;
      let given = 0;
      const batch = (): number =>
        Math.max(1, Math.min(batchSize, Math.floor((known - given) / (evenly * threads))));
      const one = (): number => 1;
      pool.start();
      const hereLoop = loop(one, here).finally(compiled.resolve);
      const loops = [hereLoop, ...Array.from({ length: others }, () => loop(batch, there))].map((it) =>
        it.catch((cause: unknown) => work.end({ cause })),
      );
      try {
        yield* work.results();
      } finally {
        signal?.removeEventListener('abort', abort);
        work.end();
        await Promise.all(loops);
        idle.push(model);
      }
    },
    close: () => pool.close(),
  };
}

/** Something that is done once, and a promise that it has been. */
function once(work: () => void): { readonly resolve: () => void; readonly done: Promise<void> } {
  let settle: (() => void) | undefined;
  const done = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return {
    done,
    resolve() {
      if (settle === undefined) return;
      work();
      settle();
      settle = undefined;
    },
  };
}
