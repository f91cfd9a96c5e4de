/** The program of a worker that runs chains, and stands still between blocks of draws while its gate is shut. */
import { serveChains } from '@posterity/engine';
import type { ToChainWorker } from './chainPool.ts';

const shut = 1;
let gate: Int32Array | undefined;

const run = serveChains((message) => {
  postMessage(message);
  if (gate !== undefined && message.kind === 'progress') Atomics.wait(gate, 0, shut);
});
addEventListener('message', ({ data }: MessageEvent<ToChainWorker>) => {
  if (data.kind === 'gate') gate = data.gate;
  else run(data);
});
