// Refreshes a suite of N units × 52 rows from one Parquet file into a folder registry: units a second, peak memory.
//   node bench/suite.mjs [units = 10000] [--registry postgres]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suiteOnDisk } from './suiteData.mjs';
import { refreshMeasured } from './suiteRefresh.mjs';

const units = Number(process.argv[2] ?? 10_000);
const folder = mkdtempSync(join(tmpdir(), 'bench-suite-'));
try {
  await suiteOnDisk(folder, units);
  for (const name of ['first refresh', 'nothing changed']) {
    const { report, seconds, peakMegabytes, code, err } = await refreshMeasured(folder, 'suite.yaml');
    if (report === undefined) throw new Error(err);
    const { promoted, held, rejected, skipped, failed } = report;
    console.log(
      `${name}: ${units} units in ${seconds.toFixed(1)} s, ${(units / seconds).toFixed(1)} units/s, peak ${peakMegabytes} MB, ` +
        `${promoted} promoted, ${held} held, ${rejected} rejected, ${skipped} skipped, ${failed} failed, exit code ${code}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
