// Kills a refresh at 20 random moments, each time starting it again, and compares the end with an undisturbed run:
// the same versions under the same hashes, every file whole. On a folder and on PostgreSQL. Every fourth kill is timed
// from the start of the process, the others from the first unit it has fitted.
//   node bench/suiteKill.mjs [units = 300]
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openRegistry, startOwnPostgres } from '../packages/posterity/dist/index.js';
import { suiteOnDisk } from './suiteData.mjs';

const units = Number(process.argv[2] ?? 300);
const kills = 20;
const longest = { start: 3000, firstUnit: 600 };
const launcher = fileURLToPath(new URL('../packages/posterity/bin/posterity.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bench-kill-'));
// As root the server runs as another user, who cannot look into the folder above.
const serverFolder = mkdtempSync(join(tmpdir(), 'bench-postgres-'));
const postgres = await startOwnPostgres(serverFolder);
try {
  await suiteOnDisk(folder, units);
  const undisturbed = join(folder, 'undisturbed');
  await refresh(undisturbed);
  const expected = await endState(undisturbed);
  for (const registry of [join(folder, 'killed'), postgres.address]) {
    const done = [];
    for (let kill = 0; kill < kills; kill++) {
      const from = kill % 4 === 0 ? 'start' : 'firstUnit';
      await refresh(registry, { from, after: Math.random() * longest[from] });
      done.push(await unitsDone(registry));
    }
    const last = await refresh(registry);
    const isSame = JSON.stringify(await endState(registry)) === JSON.stringify(expected);
    console.log(
      `${registry.startsWith('postgres') ? 'PostgreSQL' : 'folder'}: ${kills} kills, units done after each: ${done.join(' ')}; ` +
        `last run: ${JSON.stringify(last)}; end state ${isSame ? 'the same' : 'DIFFERENT'}`,
    );
    if (!isSame) process.exitCode = 1;
  }
} finally {
  await postgres.stop();
  for (const it of [folder, serverFolder]) rmSync(it, { recursive: true, force: true });
}

/** Runs a refresh and gives its report; with `kill` it is killed without warning so many milliseconds after a moment. */
function refresh(registry, kill) {
  return new Promise((resolve) => {
    // Fitted units are told only without --json.
    const args = ['suite', 'refresh', 'suite.yaml', ...(kill ? [] : ['--json']), '--registry', registry];
    const child = spawn(process.execPath, [launcher, ...args], { cwd: folder });
    let [out, err] = ['', ''];
    let timer;
    const arm = (moment) => {
      if (kill?.from === moment) timer ??= setTimeout(() => child.kill('SIGKILL'), kill.after);
    };
    arm('start');
    child.stdout.on('data', (text) => {
      out += text;
      arm('firstUnit');
    });
    child.stderr.on('data', (text) => {
      err += text;
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (signal === null && code !== 0) console.error(err);
      resolve(kill ? undefined : JSON.parse(out));
    });
  });
}

async function unitsDone(address) {
  const registry = await openRegistry(address).catch(() => undefined);
  const count = (await registry?.units('bench'))?.length ?? 0;
  await registry?.close();
  return count;
}

/** Every unit with its champion and versions; every file is read and checked against its hash. */
async function endState(address) {
  const registry = await openRegistry(address);
  const state = [];
  for (const { id, champion, candidate, versions } of await registry.units('bench')) {
    for (const { hash } of versions) await registry.get(hash);
    state.push([id, champion ?? null, candidate ?? null, versions.map(({ hash }) => hash)]);
  }
  await registry.close();
  return state;
}
