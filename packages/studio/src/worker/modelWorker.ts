/** The program of the worker that holds data and models: calls in, answers out. */
import { PosterityError } from '@posterity/engine';
import { config as zodConfig } from 'zod';
import { createChainPool } from './chainPool.ts';
import type { CallName, FromModelWorker, Refusal, ToModelWorker } from './protocol.ts';
import { UnreadableFile } from './readTable.ts';
import { type Answers, type CallContext, createWorkbench } from './workbench.ts';

// The page's policy forbids code from text, which zod would try.
zodConfig({ jitless: true });

const mostWorkers = 4;
const pool = createChainPool(
  () => new Worker(new URL('./chainWorker.js', import.meta.url), { type: 'module' }),
  Math.min(mostWorkers, navigator.hardwareConcurrency || 2),
);
const answers = createWorkbench(pool);
const running = new Map<number, AbortController>();

const post = (message: FromModelWorker): void => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<ToModelWorker>) => {
  if (data.kind === 'pause') pool.pause(data.isPaused);
  else if (data.kind === 'abort') {
    pool.pause(false);
    running.get(data.id)?.abort();
  } else void answerCall(data.id, data.name, data.ask);
});

async function answerCall(id: number, name: CallName, ask: unknown): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const context: CallContext = {
      signal: controller.signal,
      onProgress: (progress) => post({ kind: 'progress', id, progress }),
    };
    post({ kind: 'answer', id, answer: await callByName(name, ask, context) });
  } catch (error) {
    post({ kind: 'error', id, error: refusalOf(error) });
  } finally {
    running.delete(id);
  }
}

function callByName(name: CallName, ask: unknown, context: CallContext): unknown {
  // The client's types pair every name with what it asks.
  const answer = answers[name] as (ask: unknown, context: CallContext) => ReturnType<Answers[CallName]>;
  return answer(ask, context);
}

function refusalOf(error: unknown): Refusal {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof DOMException && error.name === 'AbortError')
    return { message: 'stopped', isDefect: false, isAbort: true };
  const isExpected = error instanceof PosterityError || error instanceof UnreadableFile;
  return {
    message: isExpected ? message : `The program failed: ${message}. Please report this with your config.`,
    isDefect: !isExpected,
    isAbort: false,
  };
}
