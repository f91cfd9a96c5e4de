// What goes wrong in production, done on purpose; the end is compared with that of an undisturbed run.
//   workers   two workers on one PostgreSQL, 1,000 units: each fitted once; then the same with one killed half-way
//   broken    5 % of 200 units broken: each named, the others the same as without them
//   database  the server stopped in the middle of a refresh: an error, nothing lost, the resumed run ends the same
//   node bench/suiteFaults.mjs [workers] [broken] [database]
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { openRegistry, startOwnPostgres } from '../packages/posterity/dist/index.js';
import { duckdb, suiteOnDisk } from './suiteData.mjs';

const require = createRequire(new URL('../packages/posterity/package.json', import.meta.url));
const { Client } = (await import(pathToFileURL(require.resolve('pg')).href)).default;
const launcher = fileURLToPath(new URL('../packages/posterity/bin/posterity.js', import.meta.url));
const parts = { workers, broken, database };
const asked = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), 'bench-faults-'));
const serverFolder = mkdtempSync(join(tmpdir(), 'bench-postgres-'));
let server = await startOwnPostgres(serverFolder);
try {
  for (const name of asked.length > 0 ? asked : Object.keys(parts)) {
    const folder = join(work, name);
    mkdirSync(folder);
    await parts[name](folder);
  }
} finally {
  await server.stop();
  for (const it of [work, serverFolder]) rmSync(it, { recursive: true, force: true });
}

async function workers(folder) {
  const units = 1000;
  await suiteOnDisk(folder, units);
  const ends = [];
  for (const isKilled of [false, true]) {
    const address = await newDatabase(isKilled ? 'killed' : 'whole');
    await run(folder, ['refresh', '--queue'], address).ended;
    const begin = performance.now();
    const pair = [0, 1].map(() => run(folder, undefined, address));
    if (isKilled) {
      await lines(pair[0], units / 4);
      pair[0].child.kill('SIGKILL');
    }
    const ended = await Promise.all(pair.map((it) => it.ended));
    const seconds = (performance.now() - begin) / 1000;
    const fitted = ended.map(({ err }) => err.match(/^\S.*: promoted/gm) ?? []);
    const everyone = fitted.flat();
    const state = await endState(address);
    ends.push(JSON.stringify(state));
    say(
      `workers, ${isKilled ? 'one killed' : 'none killed'}: ${units} units in ${seconds.toFixed(1)} s; told as promoted ${fitted.map((it) => it.length).join(' + ')}, ` +
        `told twice ${everyone.length - new Set(everyone).size}; in the registry ${state.length} units, with more than one version ` +
        `${state.filter(([, , versions]) => versions.length !== 1).length}, without a champion ${state.filter(([, champion]) => champion === null).length}`,
      state.length === units && everyone.length === new Set(everyone).size,
    );
  }
  say('workers: both ends are the same', ends[0] === ends[1]);
}

async function broken(folder) {
  const units = 200;
  await suiteOnDisk(folder, units);
  const [clean, spoilt] = ['clean', 'spoilt'].map((name) => join(folder, name));
  await run(folder, ['refresh'], clean).ended;
  const rows = join(folder, 'rows.parquet');
  renameSync(rows, join(folder, 'clean.parquet'));
  const connection = await duckdb();
  // Every twentieth unit, in five ways.
  const way = `case when cast(substr(geo, 2) as int) % 20 = 7 then (cast(substr(geo, 2) as int) // 20 + cast(substr(product, 2) as int)) % 5 end`;
  await connection.run(`copy (
    select product, geo, case when way = 1 then null else week end as week,
      case when way = 0 then null when way = 2 then 'inf'::double when way = 3 then 0.5 else adoption_rate end as adoption_rate
    from (select *, ${way} as way from '${join(folder, 'clean.parquet')}') where way is null or way <> 4 or week = 0
  ) to '${rows}' (format parquet)`);
  const named = await connection.runAndReadAll(
    `select distinct product || ' ' || geo as unit, ${way} as way from '${join(folder, 'clean.parquet')}' where way is not null order by way`,
  );
  const ways = ['no outcome', 'no input', 'infinite outcomes', 'constant outcome', 'one row'];
  const wayOf = new Map(named.getRows().map(([unit, index]) => [unit, ways[index]]));
  connection.closeSync();
  const { out, err, code } = await run(folder, ['refresh', '--json'], spoilt).ended;
  say(`broken: ${wayOf.size} of ${units} units broken: exit code ${code}, ${out.trim()}`, code === 2);
  const [whole, found] = (await Promise.all([clean, spoilt].map((it) => endState(it)))).map(
    (state) => new Map(state.map(([id, ...rest]) => [id, JSON.stringify(rest)])),
  );
  let same = 0;
  for (const { id, unit, last } of await records(spoilt)) {
    const how = wayOf.get(`${unit.product} ${unit.geo}`);
    if (how !== undefined) say(`broken: ${how}: ${last.gate} by ${last.rule}: ${last.message}`, true);
    else if (found.get(id) === whole.get(id)) same++;
  }
  say(
    `broken: ${same} of ${units - wayOf.size} others have the hashes of the run without broken units`,
    same === units - wayOf.size,
  );
  say(`broken: ${err.trim().split('\n').length} lines on stderr`, true);
}

async function database(folder) {
  const units = 300;
  await suiteOnDisk(folder, units);
  const undisturbed = join(folder, 'undisturbed');
  await run(folder, ['refresh'], undisturbed).ended;
  await newDatabase('stopped');
  const refresh = run(folder, ['refresh'], addressOf('stopped'));
  await lines(refresh, units / 3);
  await server.stop();
  const { err, code, signal } = await refresh.ended;
  say(
    `database: stopped after ${units / 3} units: exit code ${code ?? signal}, stderr: ${err.trim().split('\n').join(' | ')}`,
    code === 1,
  );
  server = await startOwnPostgres(serverFolder);
  const kept = await endState(addressOf('stopped'));
  const last = await run(folder, ['refresh', '--json'], addressOf('stopped')).ended;
  const isSame =
    JSON.stringify(await endState(addressOf('stopped'))) === JSON.stringify(await endState(undisturbed));
  say(
    `database: ${kept.length} units were kept whole; resumed: ${last.out.trim()}; end state ${isSame ? 'the same' : 'DIFFERENT'}`,
    isSame,
  );
}

/** Runs `posterity suite COMMAND`, or a worker until nothing is left. */
function run(cwd, command, registry) {
  const args =
    command === undefined
      ? ['worker', 'suite.yaml', '--until-empty', '--threads', '1']
      : ['suite', command[0], 'suite.yaml', ...command.slice(1)];
  const child = spawn(process.execPath, [launcher, ...args, '--registry', registry], { cwd });
  const said = { out: '', err: '' };
  const listeners = new Set();
  for (const [name, stream] of [
    ['out', child.stdout],
    ['err', child.stderr],
  ]) {
    stream.on('data', (text) => {
      said[name] += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise((resolve) => {
    child.on('close', (code, signal) => {
      for (const listener of listeners) listener('closed');
      resolve({ ...said, code, signal });
    });
  });
  return { child, ended, said, listeners };
}

/** Waits until so many units were told as promoted. */
function lines({ said, listeners }, count) {
  return new Promise((resolve) => {
    const look = (closed) => {
      if (!closed && `${said.out}${said.err}`.split(': promoted').length <= count) return;
      listeners.delete(look);
      resolve();
    };
    listeners.add(look);
    look();
  });
}

async function newDatabase(name) {
  const client = new Client({ connectionString: server.address });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return addressOf(name);
}

function addressOf(name) {
  return server.address.replace(/\/[^/]*$/, `/${name}`);
}

async function records(address) {
  const registry = await openRegistry(address);
  const units = await registry.units('bench');
  await registry.close();
  return units;
}

/** Units with champion and versions; every file is read and checked against its hash. */
async function endState(address) {
  const registry = await openRegistry(address);
  const state = [];
  for (const { id, champion, versions } of await registry.units('bench')) {
    for (const { hash } of versions) await registry.get(hash);
    state.push([id, champion ?? null, versions.map(({ hash }) => hash)]);
  }
  await registry.close();
  return state;
}

function say(text, isRight) {
  console.log(`${isRight ? '' : 'WRONG: '}${text}`);
  if (!isRight) process.exitCode = 1;
}
