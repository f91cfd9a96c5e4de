// Threads of one program, each answering one question at a time, kept from question to question. A thread that does not
// answer in time, or ends, is replaced.
import type { Worker } from 'node:worker_threads';
import { endThread, startThread } from './threadGate.ts';

/** What a question is answered with when its thread cannot. */
export interface ThreadFailures {
  readonly crashed: (how: string) => Error;
  readonly tooSlow: (limitSeconds: number) => Error;
}

export interface AskOptions {
  /** No limit when left out. */
  readonly limitSeconds?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ThreadPool<Question, Answer> {
  /** @throws what `failures` make of a thread that fails; the signal's reason when aborted */
  ask(question: Question, options?: AskOptions): Promise<Answer>;
  /** Starts every thread before there is a question for it. */
  start(): void;
  /** Tells the threads that there are something they do not answer. */
  tell(message: Question): void;
  close(): Promise<void>;
}

/** @param threads most threads; they are started when there is a question for them, if not before. */
export function threadPool<Question, Answer>(
  program: URL,
  threads: number,
  failures: ThreadFailures,
): ThreadPool<Question, Answer> {
  const idle: Worker[] = [];
  const waiting: (() => void)[] = [];
  const all = new Set<Worker>();
  let busy = 0;

  const take = async (): Promise<Worker> => {
    if (busy >= threads) await new Promise<void>((resolve) => waiting.push(resolve));
    busy++;
    return idle.pop() ?? started();
  };
  const started = (): Worker => {
    const worker = startThread(program);
    all.add(worker);
    return worker;
  };
  const giveBack = (worker: Worker, isUsable: boolean): void => {
    busy--;
    if (isUsable) idle.push(worker);
    else {
      all.delete(worker);
      void endThread(worker);
    }
    waiting.shift()?.();
  };
  return {
    async ask(question, options = {}) {
      const worker = await take();
      let isUsable = false;
      try {
        options.signal?.throwIfAborted();
        const answer = await askThread<Question, Answer>(worker, question, failures, options);
        isUsable = true;
        return answer;
      } finally {
        giveBack(worker, isUsable);
      }
    },
    start() {
      while (all.size < threads) idle.push(started());
    },
    tell(message) {
      for (const worker of all) worker.postMessage(message);
    },
    async close() {
      await Promise.all([...all].map(endThread));
    },
  };
}

/** One question to a thread, answered once. */
function askThread<Question, Answer>(
  worker: Worker,
  question: Question,
  failures: ThreadFailures,
  { limitSeconds, signal }: AskOptions,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void): void => {
      clearTimeout(timer);
      worker.off('message', answered).off('error', failed).off('exit', ended);
      signal?.removeEventListener('abort', abort);
      then();
    };
    const stop = (reason: unknown): void => settle(() => reject(reason));
    const abort = (): void => stop(signal?.reason);
    const answered = (answer: Answer): void => settle(() => resolve(answer));
    const failed = (error: Error): void => stop(failures.crashed(error.message));
    const ended = (code: number): void => stop(failures.crashed(`code ${code}`));
    const timer =
      limitSeconds === undefined
        ? undefined
        : setTimeout(() => stop(failures.tooSlow(limitSeconds)), 1000 * limitSeconds);
    signal?.addEventListener('abort', abort, { once: true });
    worker.on('message', answered).on('error', failed).on('exit', ended);
    worker.postMessage(question);
  });
}
