/** Workloads of the measurements: configs and data made by the engine's own generator, the same on every machine. */
import { createRandom, exp } from '../packages/engine/dist/index.js';

const dist = (name, params) => ({ dist: name, params });
const range = (count) => Array.from({ length: count }, (_, i) => i);

const adoptionConfig = {
  independent_vars: ['week'],
  dependent_var: 'y',
  variable_params: {
    lambda_val: dist('HalfNormal', { sigma: 1 }),
    intercept: dist('Normal', { mu: 0, sigma: 1 }),
    sigma: dist('HalfNormal', { sigma: 1 }),
  },
  function_params: { function: '1 - intercept - (1 - intercept) * exp(-lambda_val * week)' },
  likelihood: dist('Normal', { mu: 'mu', sigma: 'sigma' }),
};

/** The adoption curve over `curves` times 52 weeks. */
export function adoption(curves, seed, a = 0.1, b = 0.08) {
  const random = createRandom(seed, 0);
  const week = range(curves * 52).map((i) => i % 52);
  const y = week.map((t) => 1 - a - (1 - a) * exp(-b * t) + 0.05 * random.normal());
  return { config: adoptionConfig, table: { week, y } };
}

/** Rubin's eight schools, non-centred. */
export function eightSchools() {
  return {
    config: {
      independent_vars: ['se', 'school'],
      dependent_var: 'y',
      variable_params: {
        m: dist('Normal', { mu: 0, sigma: 5 }),
        tau: dist('HalfCauchy', { beta: 5 }),
        theta: { ...dist('Normal', { mu: 'm', sigma: 'tau' }), by: 'school', parametrization: 'noncentered' },
      },
      function_params: { function: 'theta' },
      likelihood: dist('Normal', { mu: 'mu', sigma: 'se' }),
    },
    table: {
      y: [28, 8, -3, 7, -1, 1, 18, 12],
      se: [15, 10, 16, 11, 9, 11, 10, 18],
      school: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'],
    },
  };
}

/** Logistic regression on standard normal columns. */
export function logistic(rows, columns, seed) {
  const random = createRandom(seed, 0);
  const names = range(columns).map((k) => `x${k + 1}`);
  const X = names.map(() => range(rows).map(() => random.normal()));
  const beta = names.map(() => 0.5 * random.normal());
  const y = range(rows).map((i) => {
    const eta = 0.3 + X.reduce((sum, column, k) => sum + column[i] * beta[k], 0);
    return random.uniform() < 1 / (1 + exp(-eta)) ? 1 : 0;
  });
  return {
    config: {
      independent_vars: [{ X: names }],
      dependent_var: 'y',
      variable_params: {
        alpha: dist('Normal', { mu: 0, sigma: 2.5 }),
        beta: { ...dist('Normal', { mu: 0, sigma: 1 }), over: 'X' },
      },
      function_params: { function: 'alpha + dot(X, beta)' },
      likelihood: dist('Bernoulli', { logit_p: 'mu' }),
    },
    table: { y, ...Object.fromEntries(names.map((name, k) => [name, X[k]])) },
  };
}

/** A varying intercept over many small groups, as in the radon study. */
export function radon(rows, groups, seed) {
  const random = createRandom(seed, 0);
  const group = range(rows).map((i) =>
    i < groups ? i : Math.floor(groups * random.uniform() * random.uniform()),
  );
  const a = range(groups).map(() => 1.5 + 0.35 * random.normal());
  const x = range(rows).map(() => (random.uniform() < 0.17 ? 1 : 0));
  const y = group.map((g, i) => a[g] - 0.65 * x[i] + 0.75 * random.normal());
  return {
    config: {
      independent_vars: ['x', 'group'],
      dependent_var: 'y',
      variable_params: {
        mu_a: dist('Normal', { mu: 0, sigma: 5 }),
        tau: dist('HalfNormal', { sigma: 2 }),
        a: { ...dist('Normal', { mu: 'mu_a', sigma: 'tau' }), by: 'group' },
        b: dist('Normal', { mu: 0, sigma: 5 }),
        sigma: dist('HalfNormal', { sigma: 2 }),
      },
      function_params: { function: 'a + b * x' },
      likelihood: dist('Normal', { mu: 'mu', sigma: 'sigma' }),
    },
    table: { x, group, y },
  };
}

/** Poisson counts in groups. */
export function poissonGroups(rows, groups, seed) {
  const random = createRandom(seed, 0);
  const names = range(5).map((k) => `x${k + 1}`);
  const X = names.map(() => range(rows).map(() => random.normal()));
  const beta = names.map(() => 0.3 * random.normal());
  const u = range(groups).map(() => 0.4 * random.normal());
  const group = range(rows).map(() => Math.floor(groups * random.uniform()));
  const y = group.map((g, i) => {
    const rate = exp(0.5 + u[g] + X.reduce((sum, column, k) => sum + column[i] * beta[k], 0));
    let [count, rest] = [0, random.uniform()];
    for (const limit = exp(-rate); rest > limit; count++) rest *= random.uniform();
    return count;
  });
  return {
    config: {
      independent_vars: [{ X: names }, 'group'],
      dependent_var: 'y',
      variable_params: {
        alpha: dist('Normal', { mu: 0, sigma: 2 }),
        beta: { ...dist('Normal', { mu: 0, sigma: 1 }), over: 'X' },
        tau: dist('HalfNormal', { sigma: 1 }),
        u: { ...dist('Normal', { mu: 0, sigma: 'tau' }), by: 'group' },
      },
      function_params: { function: 'alpha + u + dot(X, beta)' },
      likelihood: dist('Poisson', { mu: 'exp(mu)' }),
    },
    table: { y, group, ...Object.fromEntries(names.map((name, k) => [name, X[k]])) },
  };
}

/** Regression with Student-t noise of unknown degrees of freedom. */
export function robust(rows, columns, seed) {
  const random = createRandom(seed, 0);
  const names = range(columns).map((k) => `x${k + 1}`);
  const X = names.map(() => range(rows).map(() => random.normal()));
  const beta = names.map(() => random.normal());
  const noise = () => {
    const chi = range(4).reduce((sum) => sum + random.normal() ** 2, 0);
    return random.normal() / Math.sqrt(chi / 4);
  };
  const y = range(rows).map(
    (i) => 0.7 + noise() + X.reduce((sum, column, k) => sum + column[i] * beta[k], 0),
  );
  return {
    config: {
      independent_vars: [{ X: names }],
      dependent_var: 'y',
      variable_params: {
        alpha: dist('Normal', { mu: 0, sigma: 5 }),
        beta: { ...dist('Normal', { mu: 0, sigma: 2 }), over: 'X' },
        sigma: dist('HalfNormal', { sigma: 2 }),
        nu: dist('Gamma', { alpha: 2, beta: 0.1 }),
      },
      function_params: { function: 'alpha + dot(X, beta)' },
      likelihood: dist('StudentT', { nu: 'nu', mu: 'mu', sigma: 'sigma' }),
    },
    table: { y, ...Object.fromEntries(names.map((name, k) => [name, X[k]])) },
  };
}
