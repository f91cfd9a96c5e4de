import { drawsHash } from './drawsHash.js';
import { Model, readConfigText, workerRunner } from './engine.js';

/** Fits the model, in this worker or in `workers` further ones, and answers with the hash of its draws. */
addEventListener('message', async ({ data: { config, table, workers } }) => {
  try {
    const model = new Model(readConfigText(config, 'yaml'));
    await model.fitTable(table, workers === 0 ? {} : { runner: workerRunner(chainWorker, workers) });
    const prediction = model.predict(table, { alpha: 0.9 });
    postMessage({
      draws: await drawsHash(model.trace),
      upper: Array.from(prediction.upper),
      report: model.report(),
    });
  } catch (error) {
    postMessage({ error: String(error?.stack ?? error) });
  }
});

/** A Web Worker as the engine's port. */
function chainWorker() {
  const worker = new Worker('/worker.js', { type: 'module' });
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (handler) => worker.addEventListener('message', ({ data }) => handler(data)),
    onError: (handler) => worker.addEventListener('error', ({ message }) => handler(new Error(message))),
    terminate: () => worker.terminate(),
  };
}
