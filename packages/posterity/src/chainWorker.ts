/** The program of a thread that runs chains for `threadRunner`. */
import { parentPort } from 'node:worker_threads';
import { serveChains } from '@posterity/engine';

const port = parentPort;
if (port === null) throw new Error('chainWorker runs in a thread only; please report');
port.on(
  'message',
  serveChains((message) => port.postMessage(message)),
);
