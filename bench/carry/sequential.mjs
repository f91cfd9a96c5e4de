/**
 * 52 weeks of a release in 13 chunks of 4: the posterior after the last chunk, learned chunk by chunk, against one fit to
 * all rows; for the joint carry, per-parameter priors, and the rule that keeps a mean (and an sd where the family has mu).
 *
 * Usage: node bench/carry/sequential.mjs [simulations] [releases together] [pattern of the ways to try]
 */
import { createRandom, Model } from '../../packages/engine/dist/index.js';
import { curve, drawRelease, fixed, mean, observe, range, rowsBetween } from './releases.mjs';

const simulations = Number(process.argv[2] ?? 100);
/** Releases with one curve, seen together: rows of a week. */
const together = Number(process.argv[3] ?? 1);
const tried = new RegExp(process.argv[4] ?? '');
const weeks = range(0, 52).flatMap((week) => Array(together).fill(week));
const names = ['lambda_val', 'intercept', 'sigma'];
const chunks = range(0, 13).map((k) => [4 * k * together, (4 * k + 4) * together]);

/** Chunk after chunk, each fitted with priors made from the fit before. */
async function byConfig(data, seed, next) {
  let config = curve;
  let model;
  for (const [from, to] of chunks) {
    model = await new Model(config).fitTable(rowsBetween(data, from, to), { seed });
    config = next(model);
  }
  return model;
}

/** Chunk after chunk by `update`, by the way it chooses or by one that is given. */
const byUpdate = (method) => async (data, seed) => {
  const model = await new Model(curve).fitTable(rowsBetween(data, ...chunks[0]), { seed });
  for (const [from, to] of chunks.slice(1)) {
    const options = { seed, force: true, ...(method === undefined ? {} : { method }) };
    const update = await model.update(rowsBetween(data, from, to), undefined, options);
    methods[update.method] = (methods[update.method] ?? 0) + 1;
  }
  return model;
};

const allWays = {
  'joint carry': byUpdate('nuts'),
  'update, by its own choice': byUpdate(),
  prior_from: (data, seed) => byConfig(data, seed, (model) => model.exportJointConfig({ force: true })),
  'prior_from, up to four components': (data, seed) =>
    byConfig(data, seed, (model) => model.exportJointConfig({ force: true, components: 4 })),
  'per-parameter, by moments': (data, seed) => byConfig(data, seed, (model) => model.exportTrainedConfig()),
  'mean (and sd) only': (data, seed) =>
    byConfig(data, seed, (model) => {
      const rule = (name) => {
        const { dist } = curve.variable_params[name];
        const { mean: m, sd } = model.summary()[name];
        return { dist, params: dist === 'Normal' ? { mu: m, sigma: sd } : { sigma: m } };
      };
      return { ...curve, variable_params: { lambda_val: rule('lambda_val'), intercept: rule('intercept') } };
    }),
};
const ways = Object.fromEntries(Object.entries(allWays).filter(([way]) => tried.test(way)));
const methods = {};
const table = Object.fromEntries(
  Object.keys(ways).map((way) => [way, names.map(() => ({ shift: [], ratio: [] }))]),
);
const random = createRandom(20260202, 1);
const begin = performance.now();
for (let release = 0; release < simulations; release++) {
  const data = observe(drawRelease(random), weeks, random);
  const whole = (await new Model(curve).fitTable(data, { seed: release })).summary();
  for (const [way, run] of Object.entries(ways)) {
    const summary = (await run(data, release)).summary();
    names.forEach((name, k) => {
      table[way][k].shift.push(Math.abs(summary[name].mean - whole[name].mean) / whole[name].sd);
      table[way][k].ratio.push(Math.abs(summary[name].sd / whole[name].sd - 1));
    });
  }
  if ((release + 1) % 10 === 0 && release + 1 < simulations) console.error(told());
}
console.log(told());

/** The table of the simulations so far. */
function told() {
  const lines = Object.entries(table).map(([way, cells]) => {
    const texts = cells.map(
      ({ shift, ratio }) => `${fixed(mean(shift))} sd, ${fixed(100 * mean(ratio), 1)} %`,
    );
    const shifts = cells.flatMap(({ shift }) => shift);
    const ratios = cells.flatMap(({ ratio }) => ratio);
    return `| ${way} | ${texts.join(' | ')} | ${fixed(mean(shifts))} sd, ${fixed(100 * mean(ratios), 1)} % |`;
  });
  const seconds = ((performance.now() - begin) / 1000).toFixed(0);
  const done = Object.values(table)[0][0].shift.length;
  return [
    `${done} simulations of ${together} release(s), ${seconds} s; updates by ${JSON.stringify(methods)}`,
    `| carried by | ${names.join(' | ')} | all |\n| --- | --- | --- | --- | --- |\n${lines.join('\n')}`,
  ].join('\n');
}
