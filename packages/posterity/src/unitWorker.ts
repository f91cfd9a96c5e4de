/** The program of a thread that fits units for `fitPool`. */
import { parentPort } from 'node:worker_threads';
import { serveUnits } from './suite/fitPool.ts';

const port = parentPort;
if (port === null) throw new Error('unitWorker runs in a thread only; please report');
port.on(
  'message',
  serveUnits((answer) => port.postMessage(answer)),
);
