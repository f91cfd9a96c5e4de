/**
 * A new release after eight established ones: CRPS of each of its first weeks ahead of its data, by the priors it starts
 * from, and what conflict p-values say; once for releases of the population, once for one that differs.
 *
 * Usage: node bench/carry/newRelease.mjs [releases]
 */
import { createRandom, crps, exp, Model } from '../../packages/engine/dist/index.js';
import { curve, drawRelease, fixed, mean, observe, range, rowsBetween } from './releases.mjs';

const releases = Number(process.argv[2] ?? 100);
const random = createRandom(20260404, 1);
const established = range(0, 8).map((k) => ({ k, data: observe(drawRelease(random), range(0, 52), random) }));
const donor = await new Model({
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
}).fitTable(
  {
    week: established.flatMap(({ data }) => data.week),
    release: established.flatMap(({ k, data }) => data.week.map(() => `r${k}`)),
    adoption_rate: established.flatMap(({ data }) => data.adoption_rate),
  },
  { seed: 1 },
);
console.log(`donor: verdict ${donor.verdict().status}`);
const carried = donor.exportJointConfig({ population: ['lambda_val'] });
console.log(`effective rows: ${JSON.stringify(carried.prior_from.effective_rows)}`);
const { prior_from: block } = carried;
const starts = {
  'vague priors': curve,
  'carried prior': { ...carried, sample_params: curve.sample_params },
  'carried, robust 0.2': {
    ...carried,
    prior_from: { ...block, robust: 0.2 },
    sample_params: curve.sample_params,
  },
};

/** Mean CRPS of weeks 1 to 4, each predicted from the weeks before it; the conflict's p-value after 12 weeks. */
async function score(config, data, seed) {
  const model = new Model(config);
  const scores = [];
  for (let week = 1; week <= 4; week++) {
    await model.fitTable(rowsBetween(data, 0, week), { seed });
    const { values } = model.predictDraws({ week: [week], release: ['new'] });
    scores.push(crps(values, data.adoption_rate[week]));
  }
  return mean(scores);
}

/** A release drawn from the carried prior itself. */
function fromPrior() {
  let left = random.uniform();
  const component =
    block.components.find(({ weight = 1 }) => {
      left -= weight;
      return left <= 0;
    }) ?? block.components[0];
  const names = Object.keys(block.scale);
  const z = [];
  const lower = [];
  const values = names.map((name, i) => {
    const row = [];
    for (let j = 0; j < i; j++) {
      const known = row.reduce((total, value, k) => total + value * lower[j][k], 0);
      row.push((component.correlation[name][names[j]] - known) / lower[j][j]);
    }
    row.push(Math.sqrt(1 - row.reduce((total, value) => total + value * value, 0)));
    lower.push(row);
    z.push(random.normal());
    return (
      component.mean[name] + component.sd[name] * row.reduce((total, value, k) => total + value * z[k], 0)
    );
  });
  const of = (name) => {
    const value = values[names.indexOf(name)];
    return block.scale[name] === 'log(x)' ? exp(value) : value;
  };
  return { lambda_val: of('lambda_val'), intercept: of('intercept'), sigma: of('sigma') };
}
for (const [what, draw] of [
  ['of the population', () => drawRelease(random)],
  [
    'that conflict (a third of the rate, twice the intercept)',
    () => ({ ...drawRelease(random), lambda_val: 0.02, intercept: 0.1 }),
  ],
]) {
  const table = Object.fromEntries(Object.keys(starts).map((name) => [name, []]));
  for (let release = 0; release < releases; release++) {
    const data = observe(draw(), range(0, 12), random);
    for (const [name, config] of Object.entries(starts)) table[name].push(await score(config, data, release));
  }
  console.log(
    `\n${releases} releases ${what}\n| starts from | CRPS of weeks 1 to 4, each a week ahead: mean | median | better than vague |\n| --- | --- | --- | --- |`,
  );
  for (const [name, scores] of Object.entries(table)) {
    const wins = scores.filter((value, k) => value < table['vague priors'][k]).length;
    console.log(
      `| ${name} | ${mean(scores).toPrecision(3)} | ${median(scores).toPrecision(3)} | ${wins} of ${releases} |`,
    );
  }
}

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

const p = [];
for (let release = 0; release < 2 * releases; release++) {
  const data = observe(fromPrior(), range(0, 12), random);
  const model = await new Model(starts['carried prior']).fitTable(data, { seed: release });
  p.push(model.saved.carried.conflict?.p ?? 1);
}
p.sort((a, b) => a - b);
const distance = Math.max(...p.map((value, i) => Math.max((i + 1) / p.length - value, value - i / p.length)));
console.log(
  `\nconflict p-values of ${p.length} releases drawn from the carried prior, 12 weeks each: Kolmogorov–Smirnov distance ${fixed(distance)} (1 % limit ${fixed(1.63 / Math.sqrt(p.length))}); below 0.05: ${fixed((100 * p.filter((value) => value < 0.05).length) / p.length, 1)} %, below 0.5: ${fixed((100 * p.filter((value) => value < 0.5).length) / p.length, 1)} %`,
);
