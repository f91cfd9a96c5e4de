/**
 * How long one row takes in a program that has a fitted model at hand. Writes docs/measurements/predict-row.md.
 *
 * Usage: npm run build && node bench/predict-row.mjs
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { Model, readConfig, readData } from '../packages/posterity/dist/index.js';

const here = (path) => new URL(path, import.meta.url);
const data = await readData(here('../examples/adoption/adoption.csv').pathname);
const model = new Model(await readConfig(here('../examples/adoption/adoption.yaml').pathname));
await model.fitTable(data);

const questions = {
  'predict(X)': (week) => model.predict({ week: [week] }),
  'predict(X, { alpha: 0.9 })': (week) => model.predict({ week: [week] }, { alpha: 0.9 }),
  "predict(X, { alpha: 0.9, of: 'mean' })": (week) =>
    model.predict({ week: [week] }, { alpha: 0.9, of: 'mean' }),
  'logDensityOf(X, y)': (week) => model.logDensityOf({ week: [week] }, [0.5]),
};
const calls = 2000;
const lines = Object.entries(questions).map(([name, ask]) => {
  for (let i = 0; i < 300; i++) ask(i / 7);
  const times = Float64Array.from({ length: calls }, (_, i) => {
    const begin = performance.now();
    ask(i / 40);
    return performance.now() - begin;
  }).sort();
  const at = (share) => times[Math.floor(share * (calls - 1))].toFixed(4);
  return `| \`${name}\` | ${at(0)} | ${at(0.5)} | ${at(0.99)} |`;
});
mkdirSync(here('../docs/measurements'), { recursive: true });
const text = `# Predicting one row

Milliseconds of a call in a warm process, for the adoption curve with 4,000 draws; each of ${calls} calls asks for another week. Node
${process.version}, on a machine shared with other work. Made by \`node bench/predict-row.mjs\`.

| call | least | median | 99 % |
|---|---|---|---|
${lines.join('\n')}
`;
writeFileSync(here('../docs/measurements/predict-row.md'), text);
console.log(text);
