// Workers for chains, started before they are needed, so that a fit does not wait for them.
import {
  type ChainRunner,
  type FromWorker,
  type ToWorker,
  type WorkerPort,
  workerRunner,
} from '@posterity/engine';

/** What a chain's worker is sent besides the engine's messages. */
export type ToChainWorker = ToWorker | { readonly kind: 'gate'; readonly gate: Int32Array };

export interface ChainPool {
  /** Spreads chains over the workers; absent where a worker cannot start others, so that chains run in this one. */
  readonly runner?: ChainRunner;
  /** Whether chains can stand still and go on: it takes memory that workers share. */
  readonly canPause: boolean;
  pause(isPaused: boolean): void;
}

/** @param createWorker starts a worker whose program is chainWorker.ts */
export function createChainPool(createWorker: () => Worker, size: number): ChainPool {
  const gate =
    typeof SharedArrayBuffer === 'undefined' ? undefined : new Int32Array(new SharedArrayBuffer(4));
  const idle: Worker[] = [];
  const start = (): Worker => {
    const worker = createWorker();
    if (gate !== undefined) worker.postMessage({ kind: 'gate', gate } satisfies ToChainWorker);
    return worker;
  };
  const refill = (): void => {
    while (idle.length < size) idle.push(start());
  };
  const port = (): WorkerPort => {
    const worker = idle.pop() ?? start();
    return {
      post: (message) => worker.postMessage(message satisfies ToWorker),
      onMessage: (handler) =>
        worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => handler(data)),
      onError: (handler) =>
        worker.addEventListener('error', ({ message }) => handler(new Error(message || 'a worker failed'))),
      terminate: () => worker.terminate(),
    };
  };
  const pause = (isPaused: boolean): void => {
    if (gate === undefined) return;
    Atomics.store(gate, 0, isPaused ? 1 : 0);
    if (!isPaused) Atomics.notify(gate, 0);
  };
  const canStart = typeof Worker !== 'undefined';
  const runner: ChainRunner = async (request, options) => {
    pause(false);
    try {
      return await workerRunner(port, size)(request, options);
    } finally {
      refill();
    }
  };
  if (canStart) refill();
  return { ...(canStart ? { runner } : {}), canPause: canStart && gate !== undefined, pause };
}
