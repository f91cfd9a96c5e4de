/**
 * Warm starts against cold ones after a tenth of the rows was added: density evaluations of the warm-up, and effective draws.
 *
 * Usage: node bench/carry/warm.mjs
 */
import { createRandom, exp, Model, refresh } from '../../packages/engine/dist/index.js';
import { curve, drawRelease, fixed, observe, range } from './releases.mjs';

const random = createRandom(20260505, 1);
const join = (parts) =>
  Object.fromEntries(Object.keys(parts[0]).map((key) => [key, parts.flatMap((part) => part[key])]));
const truth = drawRelease(random);
const at = (weeks) => observe(truth, weeks, random);
const rates = range(0, 12).map(() => exp(-2.5 + 0.25 * random.normal()));
const group = (from, to) =>
  join(
    rates.map((lambda_val, k) => ({
      ...observe({ lambda_val, intercept: 0.05, sigma: 0.03 }, range(from, to), random),
      release: range(from, to).map(() => `r${k}`),
    })),
  );
const grouped = {
  ...curve,
  independent_vars: ['week', 'release'],
  variable_params: {
    ...curve.variable_params,
    mu_l: { dist: 'Normal', params: { mu: -2.5, sigma: 1 } },
    tau_l: { dist: 'HalfNormal', params: { sigma: 0.5 } },
    lambda_val: {
      dist: 'LogNormal',
      params: { mu: 'mu_l', sigma: 'tau_l' },
      by: 'release',
      parametrization: 'centered',
    },
  },
};
const logistic = {
  independent_vars: [{ X: range(0, 8).map((k) => `x${k}`) }],
  dependent_var: 'adoption_rate',
  variable_params: {
    a: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
    b: { dist: 'Normal', params: { mu: 0, sigma: 1 }, over: 'X' },
  },
  function_params: { function: 'a + dot(X, b)' },
  likelihood: { dist: 'Bernoulli', params: { logit_p: 'mu' } },
};
const logisticRows = (count) => {
  const columns = Object.fromEntries(
    range(0, 8).map((k) => [`x${k}`, range(0, count).map(() => random.normal())]),
  );
  const rate = (i) => 1 / (1 + exp(-(0.3 + columns.x0[i] - 0.5 * columns.x1[i] + 0.5 * columns.x2[i])));
  return { ...columns, adoption_rate: range(0, count).map((i) => Number(random.uniform() < rate(i))) };
};
const cases = {
  'the curve, 52 rows': [curve, at(range(0, 52)), at(range(52, 57))],
  'the curve by 12 releases, 312 rows': [grouped, group(0, 26), group(26, 29)],
  'logistic, 9 parameters, 1000 rows': [logistic, logisticRows(1000), logisticRows(100)],
};
const leastEss = (model) =>
  Math.min(...Object.values(model.summary()).flatMap(({ ess_bulk }) => [ess_bulk].flat()));
console.log(
  '| model | start | warm-up | evaluations of the warm-up | least bulk ESS |\n| --- | --- | --- | --- | --- |',
);
for (const [name, [config, first, further]] of Object.entries(cases)) {
  const model = await new Model(config).fitTable(first, { seed: 1 });
  const all = join([first, further]);
  const runs = {
    'cold, windows of 1000': await new Model({
      ...config,
      sample_params: { ...config.sample_params, warmup: 'windows', tune: 1000 },
    }).fitTable(all, { seed: 2 }),
    'cold, as planned': await new Model(config).fitTable(all, { seed: 2 }),
    warm: await new Model(config).fitTable(all, { seed: 2, startFrom: model.saved }),
  };
  for (const [start, run] of Object.entries(runs)) {
    const { way, tune, evaluations } = run.saved.warmup;
    console.log(
      `| ${name} | ${start} | ${way}, ${tune} transitions | ${evaluations} | ${fixed(leastEss(run), 0)} |`,
    );
  }
  const { action, reason } = await refresh(model, config, all, undefined, { seed: 2 });
  console.log(`| ${name} | refresh: ${action} | | | ${reason} |`);
}
