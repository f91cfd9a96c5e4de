/** Workers that help a thread with the rows of a large table. */
import type { ToWorker, WorkerPort } from '../workerProtocol.ts';
import { headOf, headWords, type RowsImage } from './rowsImage.ts';

/** Milliseconds after which help is called for: a worker takes about as long to start. */
const patience = 100;

/** What sets a worker to help, for as long as the present crew is not dismissed. */
export function callToHelp(rows: RowsImage): ToWorker | undefined {
  if (rows.memory === undefined) return undefined;
  return { kind: 'help', rows, crew: Atomics.load(headOf(rows.memory), headWords.crew) };
}

/** Sends the workers that help now back to their messages, at the latest when they look for themselves. */
function dismissCrew({ memory }: RowsImage): void {
  if (memory === undefined) return;
  const head = headOf(memory);
  Atomics.add(head, headWords.crew, 1);
  Atomics.notify(head, headWords.bell);
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
      for (let i = 0; i < count && call !== undefined; i++) {
        const worker = createWorker();
        workers.push(worker);
        worker.post(call);
      }
    };
    const timer = setTimeout(start, patience);
    return () => {
      clearTimeout(timer);
      dismissCrew(rows);
      for (const worker of workers) worker.terminate();
    };
  };
}
