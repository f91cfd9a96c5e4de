/** Workers that help a thread with the rows of a large table. */
import type { ToWorker, WorkerPort } from '../workerProtocol.ts';
import type { RowsImage } from './rowsImage.ts';

/** Milliseconds after which help is called for: a worker takes about as long to start. */
const patience = 100;

/** Blocks a thread should have to itself, or waking it costs more than it saves. */
const blocksEach = 4;

/** Threads in all that are of use where so many of them sum over the rows. */
export function usefulThreads(rows: RowsImage | undefined, summing: number): number {
  if (rows?.memory === undefined) return summing;
  return summing * Math.max(1, Math.floor(rows.blocks.count / blocksEach));
}

/** What sets a worker to help with rows for the rest of its life; undefined where they are not shared. */
export function callToHelp(rows: RowsImage | undefined): ToWorker | undefined {
  return rows?.memory === undefined ? undefined : { kind: 'help', rows };
}

/**
 * Help of up to `count` workers, which are started once the work turns out to be long and ended with it.
 * @returns what begins it, and in turn returns what ends it.
 */
export function helpOf(
  createWorker: () => Pick<WorkerPort, 'post' | 'terminate'>,
  count: number,
): (rows: RowsImage) => () => void {
  return (rows) => {
    const workers: Pick<WorkerPort, 'terminate'>[] = [];
    const call = callToHelp(rows);
    const start = (): void => {
      const most = Math.min(count, usefulThreads(rows, 1) - 1);
      for (let i = 0; i < most && call !== undefined; i++) {
        const worker = createWorker();
        workers.push(worker);
        worker.post(call);
      }
    };
    const timer = setTimeout(start, patience);
    return () => {
      clearTimeout(timer);
      for (const worker of workers) worker.terminate();
    };
  };
}
