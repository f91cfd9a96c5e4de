// `posterity suite refresh` in a process of its own, with its time and its memory.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../packages/posterity/bin/posterity.js', import.meta.url));

export function refreshMeasured(folder, suite) {
  return new Promise((resolve) => {
    const begin = performance.now();
    const child = spawn(process.execPath, [launcher, 'suite', 'refresh', suite, '--json'], {
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
