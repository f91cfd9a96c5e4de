/**
 * Simulation-based calibration of the sampler on the adoption curve (Talts et al. 2018, arXiv:1804.06788): parameters
 * drawn from their priors, data from the parameters, and the rank of each truth among its posterior draws, which is
 * uniform when compiler, sampler and transforms are right. Writes docs/simulation-based-calibration.md.
 *
 * Usage: npm run build && node bench/sbc.mjs [simulations] [seed]
 */
import { writeFileSync } from 'node:fs';
import {
  binRanks,
  createRandom,
  distributions,
  exp,
  Model,
  simulationRank,
  uniformityPValue,
} from '../packages/engine/dist/index.js';

const simulations = Number(process.argv[2] ?? 1000);
const seed = Number(process.argv[3] ?? 20260101);
const weeks = Array.from({ length: 26 }, (_, week) => week);
const priors = {
  lambda_val: { dist: 'HalfNormal', params: { sigma: 0.2 } },
  intercept: { dist: 'Normal', params: { mu: 0.1, sigma: 0.05 } },
  sigma: { dist: 'HalfNormal', params: { sigma: 0.1 } },
};
/** Every 20th of 2 × 990 draws is kept: 99 nearly independent ones, so that ranks run from 0 to 99. */
const [chains, draws, thin, kept, bins] = [2, 990, 20, 99, 20];

const methods = ['nuts', 'auto'];

/** Ranks of the truths by parameter, and what the fits say of themselves. */
async function simulate(method) {
  const model = new Model({
    independent_vars: ['week'],
    variable_params: priors,
    function_params: { function: '1 - intercept - (1 - intercept) * exp(-lambda_val * week)' },
    likelihood: { dist: 'Normal', params: { mu: 'mu', sigma: 'sigma' } },
    sample_params: { draws, chains, target_accept: 0.9, method },
  });
  const random = createRandom(seed, 1);
  const ranks = Object.fromEntries(Object.keys(priors).map((name) => [name, []]));
  const begin = performance.now();
  let [bad, independent] = [0, 0];
  for (let i = 0; i < simulations; i++) {
    const truth = Object.fromEntries(
      Object.entries(priors).map(([name, { dist, params }]) => [
        name,
        distributions[dist].random(params, random),
      ]),
    );
    const { lambda_val, intercept, sigma } = truth;
    const y = weeks.map(
      (week) => 1 - intercept - (1 - intercept) * exp(-lambda_val * week) + sigma * random.normal(),
    );
    await model.fit({ week: weeks }, y, { seed: i });
    if (model.verdict().status === 'bad') bad++;
    if (model.report().method === 'importance') independent++;
    for (const name of Object.keys(priors)) {
      const { values } = model.trace.posterior[name];
      const thinned = Float64Array.from({ length: kept }, (_, k) => values[k * thin]);
      ranks[name].push(simulationRank(thinned, truth[name]));
    }
  }
  return { method, ranks, bad, independent, seconds: (performance.now() - begin) / 1000 };
}

const blocks = '▁▂▃▄▅▆▇█';
const rows = [];
const runs = [];
for (const method of methods) {
  const run = await simulate(method);
  runs.push(run);
  for (const [name, values] of Object.entries(run.ranks)) {
    const counts = binRanks(values, kept, bins);
    const most = Math.max(...counts);
    const bars = [...counts]
      .map((count) => blocks[Math.min(7, Math.floor((8 * count) / (most + 1)))])
      .join('');
    rows.push({ method, name, p: uniformityPValue(counts), bars });
  }
}
const table = rows
  .map(({ method, name, p, bars }) => `| ${method} | ${name} | ${p.toFixed(3)} | ${bars} |`)
  .join('\n');
const told = runs
  .map(
    (run) =>
      `\`${run.method}\` took ${run.seconds.toFixed(1)} s, ${run.independent} fits by independent draws, ${run.bad} with a bad verdict`,
  )
  .join('; ');
const text = `# Simulation-based calibration

Simulation-based calibration (Talts et al. 2018) of the whole way from config to draws on the adoption curve: ${simulations} times,
parameters from their priors (lambda_val HalfNormal(0.2), intercept Normal(0.1, 0.05), sigma HalfNormal(0.1)), ${weeks.length} weeks of data
from the parameters, a fit of ${chains} chains, and the rank of the truth among ${kept} thinned draws. Uniform ranks mean that intervals
hold what they say. Made by \`node bench/sbc.mjs ${simulations} ${seed}\`, all fits counted: ${told}.

| method | parameter | chi-square p (${bins} bins) | ranks |
|---|---|---|---|
${table}
`;
writeFileSync(new URL('../docs/simulation-based-calibration.md', import.meta.url), text);
console.log(text);
process.exitCode = rows.every(({ p }) => p > 0.01) ? 0 : 2;
