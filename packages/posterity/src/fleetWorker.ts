/** The program of a thread that fits units of a fleet; it holds no more of the engine than that takes. */
import { parentPort } from 'node:worker_threads';
import { serveFleet } from './fleet/serveFleet.ts';

const port = parentPort;
if (port === null) throw new Error('fleetWorker runs in a thread only; please report');
port.on(
  'message',
  serveFleet((answer) => port.postMessage(answer)),
);
