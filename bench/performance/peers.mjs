// The peers: their Python environment from a pinned list, the same CSVs, one process a measurement, a time cap on each.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../peers', import.meta.url));
const short = ['--tune', '200', '--draws', '200'];
const oneThread = { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' };
const everyone = ['pymc', 'nutpie', 'numpyro-par', 'numpyro-vec', 'stan'];

/**
 * What is measured, in order of worth. On the large tables all peers run 200 + 200 (their threads of matrix products only
 * quarrel there, so they get one each); figures from such runs are speeds, not posteriors to publish.
 */
export const plan = [
  ...['W1', 'W6', 'W4', 'W7', 'W9'].flatMap((workload) => everyone.map((peer) => ({ workload, peer }))),
  ...['pymc', 'nutpie', 'numpyro-par', 'stan'].map((peer) => ({ workload: 'W8', peer })),
  ...['pymc', 'nutpie', 'numpyro-par'].map((peer) => ({ workload: 'W8c', peer })),
  ...['nutpie', 'pymc', 'numpyro-par'].map((peer) => ({ workload: 'W2', peer })),
  ...['nutpie', 'numpyro-par', 'pymc'].map((peer) => ({ workload: 'W5', peer, args: short, env: oneThread })),
  { workload: 'W3b', peer: 'nutpie', args: short },
  { workload: 'W3', peer: 'nutpie', args: short },
  ...['nutpie-reuse', 'numpyro-reuse', 'nutpie-joint', 'numpyro-joint'].map((peer) => ({
    workload: 'F',
    peer,
  })),
  { workload: 'F', peer: 'pymc-reuse', args: ['--fits', '10'] },
  ...['pymc', 'numpyro'].map((peer) => ({ workload: 'PRED', peer })),
];

/** A Python with what the file of requirements asks for, made where there is none. */
export function environment(cache, requirements) {
  const python = join(cache, 'venv/bin/python');
  const stamp = join(cache, 'venv/requirements.sha256');
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return python;
  const system = ['python3.13', 'python3.12', 'python3.11', 'python3'].find(
    (name) => spawnSync(name, ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))']).status === 0,
  );
  if (system === undefined) throw new Error('the measurements need Python 3.11 or newer, and none was found');
  must(system, ['-m', 'venv', join(cache, 'venv')]);
  must(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]);
  writeFileSync(stamp, digest);
  return python;
}

function must(command, args) {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`);
}

/** Writes the CSVs that are missing and checks every one against SHA256SUMS. */
export function makeData(python, data) {
  const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(/\s+/));
  const missing = sums.map(([, file]) => file).filter((file) => !existsSync(join(data, file)));
  mkdirSync(data, { recursive: true });
  if (missing.length > 0)
    must(python(), [join(folder, 'data.py'), data, ...missing.map((file) => file.replace('.csv', ''))]);
  for (const [sum, file] of sums) {
    const found = createHash('sha256')
      .update(readFileSync(join(data, file)))
      .digest('hex');
    if (found !== sum)
      throw new Error(`${file} is not the data set that SHA256SUMS names; remove it to make it again`);
  }
}

const fileOf = ({ workload, peer }, results) => join(results, `${workload}-${peer}.json`);

/** What an earlier run left of an entry, undefined where it left nothing or a failure. */
export function knownResult(entry, results) {
  const file = fileOf(entry, results);
  if (!existsSync(file)) return undefined;
  const known = JSON.parse(readFileSync(file, 'utf8'));
  return known.error === undefined ? known : undefined;
}

/** Measures one entry of the plan and leaves the result in `results`. A failure is a result too: `{ error }`. */
export async function measurePeer(entry, { python, data, results, capSeconds }) {
  const { workload, peer, args = [], env = {} } = entry;
  const file = fileOf(entry, results);
  rmSync(file, { force: true });
  const error = await runCapped(
    python,
    [join(folder, 'measure_one.py'), '--workload', workload, '--peer', peer, '--out', file, ...args],
    { ...process.env, ...env, BENCH_DATA: data, PYTHONDONTWRITEBYTECODE: '1' },
    capSeconds,
  );
  if (error === undefined) return JSON.parse(readFileSync(file, 'utf8'));
  const failed = { workload, peer, error };
  writeFileSync(file, JSON.stringify(failed));
  return failed;
}

/** Undefined when the program ended well; its group is killed at the cap, as samplers fork. */
function runCapped(command, args, env, capSeconds) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: folder,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    let tail = '';
    child.stderr.on('data', (chunk) => {
      tail = (tail + chunk).slice(-600);
    });
    let capped = false;
    const timer = setTimeout(() => {
      capped = true;
      process.kill(-child.pid, 'SIGKILL');
    }, 1000 * capSeconds);
    child.on('error', (error) => resolve(error.message));
    child.on('close', (status) => {
      clearTimeout(timer);
      if (capped) resolve(`not done in ${capSeconds} s`);
      else resolve(status === 0 ? undefined : tail.trim().split('\n').at(-1) || `ended with ${status}`);
    });
  });
}

/** Whether Stan's models can be compiled here. */
export const hasCompiler = () => spawnSync('g++', ['--version']).status === 0;
