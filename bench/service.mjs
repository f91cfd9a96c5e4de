// The service under load on loopback: one-row predictions with all draws, at 1, 16 and 256 connections, then again while
// refreshes run; latencies, errors and memory. Writes docs/service-load.md.
//   node bench/service.mjs [--seconds 10]
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' } } });
const seconds = Number(values.seconds);
const launcher = fileURLToPath(new URL('../packages/posterity/bin/posterity.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'service-load-'));
const units = 100;

function dataOf(seed) {
  const lines = ['unit,week,adoption'];
  for (let unit = 0; unit < units; unit++) {
    const rate = 0.03 + (0.05 * ((unit * 37 + seed * 11) % units)) / units;
    for (let week = 0; week < 52; week++) {
      const noise = 0.02 * Math.sin(13 * week + unit + seed);
      lines.push(`u${unit},${week},${(1 - 0.95 * Math.exp(-rate * week) + noise).toFixed(5)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
writeFileSync(
  join(folder, 'model.yaml'),
  `independent_vars: [week]
dependent_var: adoption
variable_params:
  rate: {dist: HalfNormal, params: {sigma: 1}}
  start: {dist: Normal, params: {mu: 0, sigma: 1}}
function_params: {function: 1 - start - (1 - start) * exp(-rate * week)}
sample_params: {draws: 1000, tune: 1000, chains: 4}
`,
);
writeFileSync(
  join(folder, 'load.suite.yaml'),
  'suite: load\ndata: data.csv\nunit: [unit]\nmodel: model.yaml\n',
);
writeFileSync(join(folder, 'data.csv'), dataOf(0));

const service = spawn(process.execPath, [launcher, 'serve', 'load.suite.yaml', '--port', '0', '--quiet'], {
  cwd: folder,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const base = await new Promise((resolve) =>
  service.stdout.setEncoding('utf8').on('data', (text) => {
    const address = /at (http:\S+)/.exec(text)?.[1];
    if (address) resolve(address);
  }),
);
const megabytes = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${service.pid}/status`, 'utf8'))[1]) / 1024;
const post = async (path, body = {}) =>
  (
    await fetch(`${base}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  ).json();
async function refreshed() {
  const job = await post('/v1/suites/load/refresh');
  await (await fetch(`${base}/v1/jobs/${job.id}/events`)).text();
  return (await (await fetch(`${base}/v1/jobs/${job.id}`)).json()).report;
}

const rows = [];
async function load(connections, what, duration) {
  const before = megabytes();
  const result = await autocannon({
    url: `${base}/v1/suites/load/predict`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ unit: { unit: 'u7' }, rows: [{ week: 20 }], alpha: 0.9 }),
    connections,
    duration,
  });
  const { latency, requests, errors, non2xx, timeouts } = result;
  const row = {
    what,
    connections,
    rate: requests.average,
    p50: latency.p50,
    p99: latency.p99,
    wrong: errors + non2xx + timeouts,
    before,
    after: megabytes(),
  };
  rows.push(row);
  console.error(row);
}

try {
  console.error('first refresh', await refreshed());
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await load(16, 'warm-up', 3);
  rows.length = 0;
  for (const connections of [1, 16, 256]) await load(connections, 'alone', seconds);
  let isLoading = true;
  let refreshes = 0;
  const background = (async () => {
    for (let seed = 1; isLoading; seed++) {
      writeFileSync(join(folder, 'data.csv'), dataOf(seed));
      await refreshed();
      refreshes++;
    }
  })();
  await load(16, 'while 100 units are refitted again and again', Math.max(30, seconds));
  isLoading = false;
  await background;
  const table = rows.map(
    (it) =>
      `| ${it.what} | ${it.connections} | ${it.rate.toFixed(0)} | ${it.p50} | ${it.p99} | ${it.wrong} | ${it.before.toFixed(0)} → ${it.after.toFixed(0)} |`,
  );
  const text = `# The service under load

One-row interval predictions (4 × 1000 draws) of one unit of a suite, asked by autocannon over loopback from the same machine
(${cpus().length} cores, ${cpus()[0].model}, Node ${process.version}); ${refreshes} refreshes of ${units} units ran during the last line.
Made by \`node bench/service.mjs --seconds ${seconds}\`.

| load | connections | requests a second | p50 ms | p99 ms | errors | resident MB |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
${table.join('\n')}
`;
  writeFileSync(new URL('../docs/service-load.md', import.meta.url), text);
} finally {
  service.kill('SIGINT');
  rmSync(folder, { recursive: true });
}
