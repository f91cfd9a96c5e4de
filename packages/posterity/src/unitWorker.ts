/** The program of a thread that fits units: for `fitPool` those of a suite, for `openFleet` those of a fleet. */
import { parentPort } from 'node:worker_threads';
import { type FromFleetWorker, serveFleet, type ToFleetWorker } from './fleet/fleetWorker.ts';
import { type FromUnitWorker, serveUnits, type ToUnitWorker } from './suite/fitPool.ts';

const port = parentPort;
if (port === null) throw new Error('unitWorker runs in a thread only; please report');
const post = (answer: FromUnitWorker | FromFleetWorker): void => port.postMessage(answer);
const [ofSuite, ofFleet] = [serveUnits(post), serveFleet(post)];
port.on('message', (question: ToUnitWorker | ToFleetWorker) => {
  if (question.kind === 'unit') ofSuite(question);
  else ofFleet(question);
});
