/** Chains in workers: the messages, the body of a worker, and a runner that spreads chains over several. */
import type { ChainResult } from './chainResult.ts';
import { type ChainRunner, type ChainsRequest, runChain, type SamplerProgress } from './chains.ts';
import { callToHelp, helpOf, usefulThreads } from './rows/crew.ts';
import { helpWithRows } from './rows/help.ts';
import type { RowsImage } from './rows/rowsImage.ts';

export type ToWorker =
  | { readonly kind: 'run'; readonly request: ChainsRequest; readonly chain: number }
  /** To help others with the rows of a large table until the worker is ended. */
  | { readonly kind: 'help'; readonly rows: RowsImage };
export type FromWorker =
  | { readonly kind: 'progress'; readonly progress: SamplerProgress }
  | { readonly kind: 'done'; readonly chain: number; readonly result: ChainResult }
  | { readonly kind: 'failed'; readonly chain: number; readonly message: string };

/** The side of a worker that Web Workers and worker_threads have in common, adapted by the caller. */
export interface WorkerPort {
  post(message: ToWorker): void;
  onMessage(handler: (message: FromWorker) => void): void;
  onError(handler: (error: Error) => void): void;
  terminate(): void;
}

/** The inside of a worker: runs each chain it is sent, and helps those of others. */
export function serveChains(post: (message: FromWorker) => void): (message: ToWorker) => void {
  return (message) => {
    if (message.kind === 'help') return helpWithRows(message.rows, () => true);
    const { request, chain } = message;
    const onProgress = (progress: SamplerProgress): void => post({ kind: 'progress', progress });
    runChain(request, chain, { onProgress }).then(
      (result) => post({ kind: 'done', chain, result }),
      (error: unknown) =>
        post({ kind: 'failed', chain, message: error instanceof Error ? error.message : String(error) }),
    );
  };
}

/**
 * A runner over up to `count` workers, made for the run and ended after it. The rows of a large table are shared where
 * the workers can share memory; one without a chain helps the others with them.
 */
export function workerRunner(createWorker: () => WorkerPort, count: number): ChainRunner {
  const run: ChainRunner = (request, { signal, onProgress }) =>
    new Promise((resolve, reject) => {
      const chains = request.settings.chains;
      const results: ChainResult[] = [];
      let [next, finished] = [0, 0];
      const workers: WorkerPort[] = [];
      const end = (settle: () => void): void => {
        signal?.removeEventListener('abort', abort);
        for (const worker of workers) worker.terminate();
        settle();
      };
      const abort = (): void => end(() => reject(signal?.reason));
      signal?.addEventListener('abort', abort);
      const call = callToHelp(request.image.rows);
      const feed = (worker: WorkerPort): void => {
        if (next < chains) worker.post({ kind: 'run', request, chain: next++ });
        else if (call !== undefined) worker.post(call);
      };
      for (let i = 0; i < Math.min(count, usefulThreads(request.image.rows, chains)); i++) {
        const worker = createWorker();
        workers.push(worker);
        worker.onError((error) => end(() => reject(error)));
        worker.onMessage((message) => {
          if (message.kind === 'progress') onProgress?.(message.progress);
          else if (message.kind === 'failed') end(() => reject(new Error(message.message)));
          else {
            results[message.chain] = message.result;
            finished++;
            if (finished === chains) end(() => resolve(results));
            else feed(worker);
          }
        });
        feed(worker);
      }
    });
  return Object.assign(run, { help: helpOf(createWorker, count) });
}
