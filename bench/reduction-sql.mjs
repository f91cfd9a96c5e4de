// Prints the statement that reduces the rows of a suite's units, over a relation `observations` with the columns unit,
// week and y; for bench/spark-reduction.py.
//   node bench/reduction-sql.mjs [Normal | LogNormal | Poisson]
import { Model, reductionSql } from '../packages/posterity/dist/index.js';

const name = process.argv[2] ?? 'Normal';
const params = name === 'Poisson' ? { mu: 'exp(mu)' } : { mu: 'mu', sigma: 'noise' };
const normal = { dist: 'Normal', params: { mu: 0, sigma: 1 } };
const { rowReduction } = new Model({
  independent_vars: ['week'],
  dependent_var: 'y',
  variable_params: {
    level: normal,
    growth: normal,
    ...(name === 'Poisson' ? {} : { noise: { dist: 'HalfNormal', params: { sigma: 1 } } }),
  },
  function_params: { function: 'level + growth * week' },
  likelihood: { dist: name, params },
});
console.log(reductionSql(['unit'], rowReduction, 'observations'));
