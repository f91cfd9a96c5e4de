/**
 * Scores a CSV of ten million rows with intervals in bounded memory, by the command line as a user would. Writes
 * docs/measurements/predict-large.md.
 *
 * Usage: npm run build && node bench/predict-large.mjs [rows]
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const rows = Number(process.argv[2] ?? 10_000_000);
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'posterity-large-'));
const at = (name) => join(folder, name);

/** Tells the largest resident size when the process ends. */
writeFileSync(
  at('peak.mjs'),
  `import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)));`,
);

function posterity(...args) {
  const begin = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', at('peak.mjs'), join(root, 'packages/posterity/bin/posterity.js'), ...args],
    { encoding: 'utf8', env: { ...process.env, PEAK_FILE: at('peak') } },
  );
  if (status !== 0) throw new Error(stderr);
  const kilobytes = Number(readFileSync(at('peak'), 'utf8'));
  return { seconds: (performance.now() - begin) / 1000, megabytes: kilobytes / 1024 };
}

async function writeWeeks(name, weekOf) {
  const file = createWriteStream(at(name));
  file.write('week\n');
  for (let from = 0; from < rows; from += 100_000) {
    const lines = Array.from({ length: Math.min(100_000, rows - from) }, (_, k) => `${weekOf(from + k)}\n`);
    if (!file.write(lines.join(''))) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
  return statSync(at(name)).size / 2 ** 20;
}

const examples = join(root, 'examples/adoption');
posterity('fit', join(examples, 'adoption.yaml'), join(examples, 'adoption.csv'), '--out', at('adoption.nc'));
const cases = [
  ['52 weeks, repeated', (i) => i % 52],
  ['every row another time', (i) => Number(((52 * i) / rows).toFixed(6))],
];
const lines = [];
for (const [name, weekOf] of cases) {
  const size = await writeWeeks('weeks.csv', weekOf);
  const { seconds, megabytes } = posterity(
    'predict',
    at('adoption.nc'),
    at('weeks.csv'),
    '--alpha',
    '0.9',
    '--out',
    at('forecast.csv'),
  );
  const output = statSync(at('forecast.csv')).size / 2 ** 20;
  lines.push(
    `| ${name} | ${rows.toLocaleString('en')} | ${size.toFixed(0)} | ${output.toFixed(0)} | ${seconds.toFixed(0)} | ${Math.round(rows / seconds).toLocaleString('en')} | ${megabytes.toFixed(0)} |`,
  );
  console.log(lines.at(-1));
}
rmSync(folder, { recursive: true, force: true });
mkdirSync(join(root, 'docs/measurements'), { recursive: true });
writeFileSync(
  join(root, 'docs/measurements/predict-large.md'),
  `# Predicting a file larger than memory

\`posterity predict adoption.nc weeks.csv --alpha 0.9 --out forecast.csv\`: intervals from 4,000 draws, one thread, Node
${process.version}, ${availableParallelism()} cores shared with other work. Made by \`node bench/predict-large.mjs\`.

| weeks | rows | MB in | MB out | seconds | rows a second | peak resident MB |
|---|---|---|---|---|---|---|
${lines.join('\n')}
`,
);
