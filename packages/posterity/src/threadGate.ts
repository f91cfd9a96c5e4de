// Threads that may be ended at any moment. Node ends the whole process when a thread is terminated while it opens a zlib
// stream (node_zlib.cc: "close before init"); so a thread does that behind a gate, and waits there once it is to end.
import { setTimeout } from 'node:timers/promises';
import { Worker, workerData } from 'node:worker_threads';

const [free, inside, closed] = [0, 1, 2];
const gates = new WeakMap<Worker, Int32Array>();

/** Starts a thread with a gate of its own. */
export function startThread(program: URL): Worker {
  const gate = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(program, { workerData: { gate } });
  gates.set(worker, gate);
  // A thread that has ended by itself, perhaps behind its gate, needs nobody to wait for it.
  worker.once('exit', () => gates.delete(worker));
  return worker;
}

/** Ends a thread as soon as it is not behind its gate: a matter of milliseconds. */
export async function endThread(worker: Worker): Promise<void> {
  for (let gate = gates.get(worker); gate !== undefined; gate = gates.get(worker)) {
    if (Atomics.compareExchange(gate, 0, free, closed) !== inside) break;
    await setTimeout(1);
  }
  await worker.terminate();
}

/** Goes through the gate of this thread, if it has one; what is returned leaves it. A thread that is to end stays here. */
export function enterGate(): () => void {
  const data: unknown = workerData;
  const gate = typeof data === 'object' && data !== null && 'gate' in data ? data.gate : undefined;
  if (!(gate instanceof Int32Array)) return () => undefined;
  if (Atomics.compareExchange(gate, 0, free, inside) === closed) Atomics.wait(gate, 0, closed);
  return () => Atomics.store(gate, 0, free);
}
