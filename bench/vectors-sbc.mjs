// Simulation-based calibration of the vector priors and bases: node bench/vectors-sbc.mjs [simulations]
import { Model } from '@posterity/engine';

const simulations = Number(process.argv[2] ?? 100);
const rows = Array.from({ length: 40 }, (_, i) => i);
const X = {
  x: rows.map((i) => Math.sin(i)),
  z: rows.map((i) => Math.cos(2 * i)),
  w: rows.map((i) => Math.sin(5 * i + 1)),
  g: rows.map((i) => `g${i % 8}`),
};
const normal = (mu, sigma, more = {}) => ({ dist: 'Normal', params: { mu, sigma }, ...more });
const positive = (mu, sigma) => ({ dist: 'LogNormal', params: { mu, sigma } });
const over = (dist, params) => ({ b: { dist, params, over: 'X' } });

const models = {
  'correlated effects': [
    {
      s: positive(0, 0.5),
      a: normal(0, 's', { by: 'g' }),
      b: normal(0, 1, { by: 'g', correlated_with: 'a' }),
    },
    'a + b * x',
  ],
  Dirichlet: [{ ...over('Dirichlet', { a: [1, 2, 3] }), k: normal(0, 2) }, 'k * dot(X, b)'],
  ZeroSumNormal: [
    { m: normal(0, 1), s: positive(0, 0.5), b: { dist: 'ZeroSumNormal', params: { sigma: 's' }, by: 'g' } },
    'm + b',
  ],
  R2D2: [over('R2D2', { prec_R2: 4, cons_D2: 1, sigma: 'sigma' }), 'dot(X, b)'],
  Horseshoe: [over('Horseshoe', { scale_global: 0.5, nu_local: 3, nu_global: 3, nu_slab: 8 }), 'dot(X, b)'],
  'Gaussian process': [
    { ell: positive(-1.2, 0.3), s: positive(0, 0.3), f: normal(0, 's', { over: 'gp(x, ell, 15, 2)' }) },
    'dot(gp(x, ell, 15, 2), f)',
  ],
};

console.log('| model | quantities | smallest p-value, corrected | bad fits |');
console.log('| --- | ---: | ---: | ---: |');
for (const [name, [variables, text]] of Object.entries(models)) {
  const model = new Model({
    independent_vars: ['x', { X: ['x', 'z', 'w'] }],
    variable_params: { ...variables, sigma: positive(-0.7, 0.3) },
    function_params: { function: text },
    sample_params: { draws: 400, tune: 400, chains: 2, random_seed: 3, target_accept: 0.9 },
  });
  const { quantities, pValue, badFits } = await model.calibrate(X, { simulations });
  console.log(`| ${name} | ${quantities.length} | ${pValue.toFixed(3)} | ${badFits} |`);
}
