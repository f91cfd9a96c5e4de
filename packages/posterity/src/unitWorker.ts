/** The program of a thread that fits units of a suite. */
import { parentPort } from 'node:worker_threads';
import { serveUnits, type ToUnitWorker } from './suite/fitPool.ts';

const port = parentPort;
if (port === null) throw new Error('unitWorker runs in a thread only; please report');
const serve = serveUnits((answer) => port.postMessage(answer));
port.on('message', (question: ToUnitWorker) => serve(question));
