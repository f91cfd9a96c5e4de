// Writes every config as a PyMC script and a Stan program, with data, points and our log densities, into a folder that
// bench/programs.py then runs:
//   node bench/programs.mjs FOLDER [CASES.json…]
// A case is {name, config, data: {column: [...]}, points: [{parameters, log_density}]}; without files, the configs of
// examples/ and of bench/conformance are taken, at draws of a short fit.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Model, readConfig, readData } from '../packages/posterity/dist/index.js';
import { posteriors } from './conformance/models.mjs';

const [folder, ...files] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));

/** A table as columns of plain values. */
function plainColumns(table) {
  return Object.fromEntries(Object.entries(table).map(([name, values]) => [name, [...values]]));
}

const cell = (value) => (/[",]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : value);

/** Ten draws of a short fit, each as a point of constrained values. */
async function drawnPoints(config, data) {
  const model = new Model({ ...config, sample_params: { draws: 50, tune: 300, chains: 2, random_seed: 1 } });
  await model.fitTable(data);
  const total = 100;
  return Array.from({ length: 10 }, (_, k) => {
    const at = k * 9;
    const parameters = {};
    for (const [name, { values, shape }] of Object.entries(model.trace.posterior)) {
      if (Object.hasOwn(config.derived ?? {}, name)) continue;
      const length = values.length / total;
      parameters[name] =
        shape.length === 0 ? values[at] : [...values.subarray(at * length, (at + 1) * length)];
    }
    return { parameters };
  });
}

async function ownCases() {
  const cases = [];
  for (const { name, data, config } of posteriors) {
    const table = plainColumns(await readData(join(root, `bench/conformance/data/${data}.csv`)));
    cases.push({ name, config, data: table, points: await drawnPoints(config, table) });
  }
  for (const example of readdirSync(join(root, 'examples'))) {
    const path = join(root, 'examples', example, `${example}`);
    if (!existsSync(`${path}.yaml`) || !existsSync(`${path}.csv`)) continue;
    const config = await readConfig(`${path}.yaml`);
    const table = plainColumns(await readData(`${path}.csv`));
    cases.push({ name: `example-${example}`, config, data: table, points: await drawnPoints(config, table) });
  }
  return cases;
}

const cases =
  files.length > 0 ? files.flatMap((file) => JSON.parse(readFileSync(file, 'utf8'))) : await ownCases();
mkdirSync(folder, { recursive: true });
for (const { name, config, data, points } of cases) {
  const at = (end) => join(folder, `${name}.${end}`);
  try {
    const model = new Model(config);
    const y = data[config.dependent_var];
    const densities = model.logDensityAt(
      data,
      y,
      points.map(({ parameters }) => parameters),
    );
    const rows = y.map((_, row) =>
      Object.values(data)
        .map((values) => cell(values[row]))
        .join(','),
    );
    writeFileSync(at('csv'), [Object.keys(data).join(','), ...rows, ''].join('\n'));
    writeFileSync(at('py'), model.toPymc(at('csv')));
    writeFileSync(at('stan'), model.toStan());
    writeFileSync(at('data.json'), JSON.stringify(model.stanData(data)));
    const named = points.map(({ parameters }, k) => ({ parameters, log_density: densities[k].log_density }));
    writeFileSync(at('points.json'), JSON.stringify(named));
  } catch (error) {
    console.error(`${name}: ${error.message}`);
    process.exitCode = 1;
  }
}
console.error(`${cases.length} models in ${folder}`);
