// Refreshes a suite of 1,000 units from one CSV of 5 million rows, then again with nothing changed.
//   node bench/suiteCsv.mjs [rows = 5000000] [units = 1000]

import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { model } from './suiteData.mjs';
import { refreshMeasured } from './suiteRefresh.mjs';

const [rows, units] = [5_000_000, 1000].map((otherwise, at) => Number(process.argv[2 + at] ?? otherwise));
const folder = mkdtempSync(join(tmpdir(), 'bench-csv-'));
try {
  await writeRows(join(folder, 'rows.csv'));
  const megabytes = Math.round(statSync(join(folder, 'rows.csv')).size / 2 ** 20);
  writeFileSync(join(folder, 'model.yaml'), model);
  writeFileSync(
    join(folder, 'suite.yaml'),
    'suite: csv\ndata: rows.csv\nunit: [product, geo]\nmodel: model.yaml\ngate: {verdict: suspect}\n',
  );
  for (const what of ['first refresh', 'nothing changed']) {
    const { report, seconds, peakMegabytes, err } = await refreshMeasured(folder, 'suite.yaml');
    if (report === undefined) throw new Error(err);
    const { promoted, held, rejected, skipped, failed } = report;
    console.log(
      `${rows} rows, ${units} units, ${megabytes} MB of CSV, ${what}: ${seconds.toFixed(1)} s, peak ${peakMegabytes} MB, ` +
        `${promoted} promoted, ${held} held, ${rejected} rejected, ${skipped} skipped, ${failed} failed`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Rows of all units in turn, with a column that no model reads. */
async function writeRows(path) {
  const out = createWriteStream(path);
  out.write('product,geo,week,adoption_rate,users\n');
  let state = 12345;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  for (let i = 0; i < rows / units; i++) {
    const week = i % 52;
    const lines = Array.from({ length: units }, (_, unit) => {
      const rate = 0.04 + (0.08 * unit) / units;
      const adoption = 1 - Math.exp(-rate * week) + 0.1 * (uniform() - 0.5);
      return `p${unit >> 3},g${unit & 7},${week},${adoption.toFixed(6)},${Math.floor(1000 * uniform())}\n`;
    });
    if (!out.write(lines.join(''))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}
