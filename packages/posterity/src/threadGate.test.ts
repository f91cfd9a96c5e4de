import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { endThread, enterGate, startThread } from './threadGate.ts';

const folder = mkdtempSync(join(tmpdir(), 'gate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const program = (name: string, text: string): URL => {
  writeFileSync(join(folder, name), text);
  return pathToFileURL(join(folder, name));
};

test('a thread is not ended behind its gate, and does not come through it once it is to end', async () => {
  const url = program(
    'inside.mjs',
    `import { parentPort, workerData } from 'node:worker_threads';
     Atomics.store(workerData.gate, 0, 1);
     parentPort.postMessage('inside');
     setTimeout(() => {
       parentPort.postMessage('leaving');
       Atomics.store(workerData.gate, 0, 0);
       setInterval(() => {
         if (Atomics.compareExchange(workerData.gate, 0, 0, 1) === 0) parentPort.postMessage('inside again');
       }, 1000);
     }, 100);`,
  );
  const worker = startThread(url);
  const said: unknown[] = [];
  worker.on('message', (message) => said.push(message));
  await once(worker, 'message');
  await endThread(worker);
  expect(said).toEqual(['inside', 'leaving']);
});

test('a thread that is nowhere near its gate ends at once, one that has ended too; the main thread has no gate', async () => {
  const worker = startThread(program('busy.mjs', 'for (;;) {}'));
  await once(worker, 'online');
  await endThread(worker);
  await endThread(worker);
  expect(enterGate()()).toBeUndefined();
});
