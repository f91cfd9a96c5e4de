// The command line as a user meets it: `posterity fit CONFIG DATA`, from spawn to exit, files cold in no cache but the system's.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { workloads } from './workloads.mjs';

const program = fileURLToPath(new URL('../../packages/posterity/bin/posterity.js', import.meta.url));
const probe = new URL('./peakMemory.mjs', import.meta.url).href;

/** Seconds of each of `repeats` processes, and of a Node that does nothing, and the peak memory of one. */
export function measureCommand(dataFolder, repeats) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-command-'));
  try {
    const config = join(folder, 'adoption.json');
    writeFileSync(config, JSON.stringify(workloads.W1.config));
    const memoryFile = join(folder, 'memory');
    const fit = [program, 'fit', config, join(dataFolder, 'W1.csv'), '--seed', '1'];
    const time = (args) => {
      const begin = performance.now();
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
      return (performance.now() - begin) / 1000;
    };
    time(fit);
    const [fits, bare] = [[], []];
    for (let k = 0; k < repeats; k++) {
      fits.push(time(fit));
      bare.push(time(['-e', '0']));
    }
    spawnSync(process.execPath, ['--import', probe, ...fit], {
      env: { ...process.env, PEAK_MEMORY_FILE: memoryFile },
    });
    return { process_s: fits, bare_node_s: bare, peak_rss_mb: Number(readFileSync(memoryFile, 'utf8')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
