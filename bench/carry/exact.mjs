/**
 * Exact updates against fits to all rows: the largest difference of a posterior mean in Monte Carlo standard errors, the
 * largest ratio of standard deviations, and the bytes of the statistics kept for a million weekly rows.
 *
 * Usage: node bench/carry/exact.mjs [rows]
 */
import { createRandom, distributions, exp, Model } from '../../packages/engine/dist/index.js';
import { fixed } from './releases.mjs';

const count = Number(process.argv[2] ?? 1_000_000);
const random = createRandom(20260303, 1);
const normal = (mu, sigma) => ({ dist: 'Normal', params: { mu, sigma } });
const mus = { a: -0.3, b: 0, c: 0.2, d: 0.4 };
const families = {
  Normal: [{ dist: 'Normal', params: { mu: 'mu', sigma: 's' } }, (mu) => mu + 0.5 * random.normal()],
  Bernoulli: [
    { dist: 'Bernoulli', params: { logit_p: 'mu' } },
    (mu) => Number(random.uniform() < 1 / (1 + exp(-mu))),
  ],
  Binomial: [
    { dist: 'Binomial', params: { n: 12, logit_p: 'mu' } },
    (mu) => distributions.Binomial.random({ n: 12, p: 1 / (1 + exp(-mu)) }, random),
  ],
  Poisson: [
    { dist: 'Poisson', params: { mu: 'exp(mu)' } },
    (mu) => distributions.Poisson.random({ mu: exp(mu) }, random),
  ],
};
console.log(
  '| likelihood | model | rows | distinct | update | largest difference of means, mcse | sds differ by | statistics, bytes |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
for (const [name, [likelihood, draw]] of Object.entries(families)) {
  for (const isGrouped of [false, true]) {
    const config = {
      independent_vars: ['week', 'g'],
      dependent_var: 'y',
      variable_params: {
        level: isGrouped ? { dist: 'Normal', params: { mu: 'm', sigma: 't' }, by: 'g' } : normal(0, 1),
        ...(isGrouped ? { m: normal(0, 1), t: { dist: 'HalfNormal', params: { sigma: 0.5 } } } : {}),
        rate: normal(0, 1),
        ...(name === 'Normal' ? { s: { dist: 'HalfNormal', params: { sigma: 1 } } } : {}),
      },
      function_params: { function: 'level + exp(rate) * week / 104' },
      likelihood,
    };
    const rowsOf = (rows) => {
      const week = Array.from({ length: rows }, (_, i) => i % 52);
      const g = Array.from({ length: rows }, (_, i) => 'abcd'[Math.floor(i / 52) % 4]);
      return { week, g, y: week.map((w, i) => draw((isGrouped ? mus[g[i]] : 0.1) + (0.6 * w) / 104)) };
    };
    const parts = [rowsOf(count / 2), rowsOf(count / 2)];
    const all = Object.fromEntries(
      ['week', 'g', 'y'].map((key) => [key, [...parts[0][key], ...parts[1][key]]]),
    );
    const whole = (await new Model(config).fitTable(all, { seed: 1 })).summary();
    const model = await new Model(config).fitTable(parts[0], { seed: 2 });
    const { method } = await model.update(parts[1], undefined, { seed: 2 });
    const summary = model.summary();
    let [difference, ratio] = [0, 0];
    for (const [key, one] of Object.entries(whole)) {
      const [a, b] = [one, summary[key]].map((it) => ({
        mean: [it.mean].flat(),
        sd: [it.sd].flat(),
        mcse: [it.mcse_mean].flat(),
      }));
      a.mean.forEach((value, k) => {
        difference = Math.max(difference, Math.abs(b.mean[k] - value) / Math.hypot(a.mcse[k], b.mcse[k]));
        ratio = Math.max(ratio, Math.abs(b.sd[k] / a.sd[k] - 1));
      });
    }
    const bytes = JSON.stringify(model.saved.statistics).length;
    console.log(
      `| ${name} | ${isGrouped ? 'by group' : 'single'} | ${count} | ${model.report().distinct_rows} | ${method} | ${fixed(difference, 1)} | ${fixed(100 * ratio, 1)} % | ${bytes} |`,
    );
  }
}
