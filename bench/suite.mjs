// Refreshes a suite of N units × 52 rows from one Parquet file into a folder registry: units a second, peak memory.
//   node bench/suite.mjs [units = 10000] [--registry postgres]
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suiteOnDisk } from './suiteData.mjs';

const units = Number(process.argv[2] ?? 10_000);
const launcher = fileURLToPath(new URL('../packages/posterity/bin/posterity.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bench-suite-'));
try {
  await suiteOnDisk(folder, units);
  for (const name of ['first refresh', 'nothing changed']) {
    const { report, seconds, peakMegabytes, code, err } = await refresh();
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

function refresh() {
  return new Promise((resolve) => {
    const begin = performance.now();
    const child = spawn(process.execPath, [launcher, 'suite', 'refresh', 'suite.yaml', '--json'], {
      cwd: folder,
    });
    let [out, err, peak] = ['', '', 0];
    child.stdout.on('data', (text) => {
      out += text;
    });
    child.stderr.on('data', (text) => {
      err += text;
    });
    const timer = setInterval(() => {
      peak = Math.max(peak, residentMegabytes(child.pid));
    }, 200);
    child.on('close', (code) => {
      clearInterval(timer);
      const seconds = (performance.now() - begin) / 1000;
      resolve({ report: out === '' ? undefined : JSON.parse(out), err, seconds, peakMegabytes: peak, code });
    });
  });
}

/** The high-water mark of a process's memory, from Linux's /proc; 0 elsewhere. */
function residentMegabytes(pid) {
  const path = `/proc/${pid}/status`;
  if (!existsSync(path)) return 0;
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(path, 'utf8'))?.[1];
  return Math.round(Number(kilobytes ?? 0) / 1024);
}
