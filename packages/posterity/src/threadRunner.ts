// Chains in threads of Node, once a fit turns out to be long enough to pay for starting them.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import {
  type ChainResult,
  type ChainRunner,
  type ChainsRequest,
  callToHelp,
  type FromWorker,
  helpOf,
  helpWithRows,
  type RowsImage,
  runChain,
  type ToWorker,
  usefulThreads,
} from '@posterity/engine';

/** How often a fit is looked at, and how long it must have left, in milliseconds: a thread takes about 20 to start. */
const patience = 40;
const worthwhile = 150;
/** Evaluations of the log density that a transition takes at least, and milliseconds of a run that is long from the start. */
const perTransition = 3;
const longRun = 80;
/** Milliseconds for which this thread helps others at a time. */
const sliceMilliseconds = 20;

const program = new URL('./chainWorker.js', import.meta.url);
const canStart = (): boolean => existsSync(fileURLToPath(program));

/**
 * Runs chains one after the other in this thread; when much is left to do, further threads take the chains
 * that have not begun. Where there are more threads than chains, they share the rows of large tables. The draws do not
 * depend on who did what.
 *
 * @param threads threads in all, this one included; as many as the machine runs at once when left out
 */
export function threadRunner(threads: number = availableParallelism()): ChainRunner {
  const run: ChainRunner = async (request, { signal, onProgress }) => {
    const { chains } = request.settings;
    const { rows } = request.image;
    const call = callToHelp(rows);
    const most = Math.min(threads, usefulThreads(rows, chains));
    const results: ChainResult[] = new Array(chains);
    const failure = new AbortController();
    const stop = signal === undefined ? failure.signal : AbortSignal.any([signal, failure.signal]);
    const workers: Worker[] = [];
    const others: Promise<void>[] = [];
    const begin = performance.now();
    let next = 0;
    let share = 0;
    let timer: NodeJS.Timeout | undefined;

    const progress: typeof onProgress = (told) => {
      share = (told.chain + told.done / told.total) / chains;
      onProgress?.(told);
    };
    const startThreads = (): void => {
      const elapsed = performance.now() - begin;
      if (!isLong(request) && (share === 0 || (elapsed / share) * (1 - share) < worthwhile)) {
        timer = setTimeout(startThreads, patience);
        return;
      }
      if (!canStart()) return;
      for (let thread = 1; thread < most; thread++) others.push(takeChains());
    };
    /** One further thread, which takes chains as long as there are any. */
    const takeChains = (): Promise<void> =>
      new Promise((resolve) => {
        const worker = new Worker(program);
        workers.push(worker);
        let hasChain = false;
        const fail = (error: unknown): void => {
          failure.abort(error);
          resolve();
        };
        const feed = (): void => {
          hasChain = next < chains;
          if (hasChain) worker.postMessage({ kind: 'run', request, chain: next++ } satisfies ToWorker);
          else {
            if (call !== undefined) worker.postMessage(call);
            resolve();
          }
        };
        stop.addEventListener('abort', () => resolve(), { once: true });
        // One that only helps may go: its chains do without it.
        worker.on('error', (error) => {
          if (hasChain) fail(error);
        });
        worker.on('message', (message: FromWorker) => {
          if (message.kind === 'progress') onProgress?.(message.progress);
          else if (message.kind === 'failed') fail(new Error(message.message));
          else {
            results[message.chain] = message.result;
            feed();
          }
        });
        feed();
      });

    if (most > 1) startThreads();
    try {
      while (next < chains) {
        const chain = next++;
        results[chain] = await runChain(request, chain, { signal: stop, onProgress: progress });
      }
      const done = Promise.all(others);
      if (call !== undefined && others.length > 0) await helpUntil(done, rows!);
      await done;
      stop.throwIfAborted();
      return results;
    } finally {
      clearTimeout(timer);
      for (const worker of workers) void worker.terminate();
    }
  };
  return canStart() ? Object.assign(run, { help: helpOf(helper, threads - 1) }) : run;
}

/** Whether a run is known to take long before it begins. */
function isLong({
  settings: { chains, draws },
  plan: { tune, evaluationSeconds = 0 },
}: ChainsRequest): boolean {
  const milliseconds = 1000 * evaluationSeconds * perTransition * chains * (tune + draws);
  return milliseconds > longRun;
}

/** Helps the other threads with rows; between the slices it is told what they have done. */
async function helpUntil(done: Promise<unknown>, rows: RowsImage): Promise<void> {
  let isDone = false;
  void done.then(() => {
    isDone = true;
  });
  for (;;) {
    await setImmediate();
    if (isDone) return;
    const end = performance.now() + sliceMilliseconds;
    helpWithRows(rows, () => performance.now() < end);
  }
}

/** A thread whose end, of whatever kind, is borne by those it helps. */
function helper() {
  const worker = new Worker(program);
  worker.on('error', () => {});
  return {
    post: (message: ToWorker): void => worker.postMessage(message),
    terminate: (): void => void worker.terminate(),
  };
}
