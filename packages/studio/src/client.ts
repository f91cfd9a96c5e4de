// The page's side of the worker: a call is a promise, with progress and a way to stop it.
import type {
  CallName,
  Calls,
  FromModelWorker,
  Progress,
  Refusal,
  ToModelWorker,
} from './worker/protocol.ts';

/** A call that was not done, in words for the user. */
export class CallRefused extends Error {
  readonly isAbort: boolean;

  constructor({ message, isAbort }: Refusal) {
    super(message);
    this.name = 'CallRefused';
    this.isAbort = isAbort;
  }
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Client {
  call<K extends CallName>(name: K, ask: Calls[K]['ask'], options?: CallOptions): Promise<Calls[K]['answer']>;
  pause(isPaused: boolean): void;
}

interface Pending {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: CallRefused) => void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** Starts a worker whose program is modelWorker.ts. */
export function createClient(worker: Worker): Client {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  const post = (message: ToModelWorker, transfer: Transferable[] = []): void =>
    worker.postMessage(message, transfer);
  worker.addEventListener('message', ({ data }: MessageEvent<FromModelWorker>) => {
    const call = pending.get(data.id);
    if (call === undefined) return;
    if (data.kind === 'progress') {
      call.onProgress?.(data.progress);
      return;
    }
    pending.delete(data.id);
    if (data.kind === 'answer') call.resolve(data.answer as never);
    else call.reject(new CallRefused(data.error));
  });
  worker.addEventListener('error', ({ message }) => {
    const words = `The part of this page that computes has stopped (${message || 'it ran out of memory'}). What you typed is kept: reload the page.`;
    for (const call of pending.values())
      call.reject(new CallRefused({ message: words, isDefect: true, isAbort: false }));
    pending.clear();
  });
  return {
    call(name, ask, { signal, onProgress } = {}) {
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject, onProgress });
        signal?.addEventListener('abort', () => post({ kind: 'abort', id }), { once: true });
        post({ kind: 'call', id, name, ask });
      });
    },
    pause: (isPaused) => post({ kind: 'pause', isPaused }),
  };
}
