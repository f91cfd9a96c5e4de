/** The program of a Web Worker that runs chains for `workerRunner`. */
import { serveChains, type ToWorker } from './sampler/workerProtocol.ts';

const run = serveChains((message) => postMessage(message));
addEventListener('message', ({ data }: MessageEvent<ToWorker>) => run(data));
