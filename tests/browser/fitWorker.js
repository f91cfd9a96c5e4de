import { drawsHash } from './drawsHash.js';
import { Model, readConfigText } from './engine.js';

/** Fits the model and answers with the hash of its draws. */
addEventListener('message', async ({ data: { config, table } }) => {
  try {
    const model = new Model(readConfigText(config, 'yaml'));
    await model.fitTable(table);
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
