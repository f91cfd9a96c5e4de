// The workloads of the comparison: each a data set, a config of ours with the peers' priors, and the parameters judged.

const normal = (mu, sigma) => ({ dist: 'Normal', params: { mu, sigma } });
const halfNormal = (sigma) => ({ dist: 'HalfNormal', params: { sigma } });
const numbered = (count) => Array.from({ length: count }, (_, k) => `x${k + 1}`);

export const adoption = {
  independent_vars: ['week'],
  dependent_var: 'y',
  variable_params: { a: normal(0, 1), b: halfNormal(1), sigma: halfNormal(1) },
  function_params: { function: '1 - a - (1 - a) * exp(-b * week)' },
  likelihood: normal('mu', 'sigma'),
};

export const logistic = (columns) => ({
  independent_vars: [{ X: numbered(columns) }],
  dependent_var: 'y',
  variable_params: { alpha: normal(0, 2.5), beta: { ...normal(0, 1), over: 'X' } },
  function_params: { function: 'alpha + dot(X, beta)' },
  likelihood: { dist: 'Bernoulli', params: { logit_p: 'mu' } },
});

const schools = {
  independent_vars: ['school', 'se'],
  dependent_var: 'y',
  variable_params: {
    centre: normal(0, 5),
    tau: { dist: 'HalfCauchy', params: { beta: 5 } },
    theta: { ...normal('centre', 'tau'), by: 'school' },
  },
  function_params: { function: 'theta' },
  likelihood: normal('mu', 'se'),
};

const varyingIntercept = {
  independent_vars: ['group', 'x'],
  dependent_var: 'y',
  variable_params: {
    mu_a: normal(0, 5),
    tau: halfNormal(2),
    a: { ...normal('mu_a', 'tau'), by: 'group' },
    b: normal(0, 5),
    sigma: halfNormal(2),
  },
  function_params: { function: 'a + b * x' },
  likelihood: normal('mu', 'sigma'),
};

const poisson = {
  independent_vars: ['group', { X: numbered(5) }],
  dependent_var: 'y',
  variable_params: {
    alpha: normal(0, 2),
    beta: { ...normal(0, 1), over: 'X' },
    tau: halfNormal(1),
    u: { ...normal(0, 'tau'), by: 'group' },
  },
  function_params: { function: 'alpha + dot(X, beta) + u' },
  likelihood: { dist: 'Poisson', params: { mu: 'exp(mu)' } },
};

const robust = {
  independent_vars: [{ X: numbered(4) }],
  dependent_var: 'y',
  variable_params: {
    alpha: normal(0, 5),
    beta: { ...normal(0, 2), over: 'X' },
    sigma: halfNormal(2),
    nu: { dist: 'Gamma', params: { alpha: 2, beta: 0.1 } },
  },
  function_params: { function: 'alpha + dot(X, beta)' },
  likelihood: { dist: 'StudentT', params: { nu: 'nu', mu: 'mu', sigma: 'sigma' } },
};

/**
 * `repeats` of ours, with seeds 1, 2, …; `goal` is the ratio to the best peer that is aimed at, `by` what is compared.
 * Peers know the eight schools' `centre` as `mu`.
 */
export const workloads = {
  W1: { title: 'adoption curve, 416 rows', config: adoption, repeats: 5, by: 'sample', goal: 20 },
  W2: {
    title: 'adoption curve, 10⁵ rows, none repeated',
    config: adoption,
    repeats: 1,
    by: 'total',
    goal: 5,
  },
  W3: {
    title: 'adoption curve, 10⁶ rows, none repeated',
    config: adoption,
    repeats: 1,
    by: 'total',
    goal: 2,
  },
  W3b: {
    title: 'adoption curve, 10⁶ rows over 104 weeks',
    config: adoption,
    repeats: 3,
    by: 'total',
    goal: 1000,
  },
  W4: { title: 'logistic, 1000 rows × 20 columns', config: logistic(20), repeats: 5, by: 'sample', goal: 3 },
  W5: { title: 'logistic, 10⁵ rows × 20 columns', config: logistic(20), repeats: 1, by: 'total', goal: 2 },
  // Its few milliseconds depend on when the compiler of WebAssembly gets round to it: more runs for one figure.
  W6: { title: 'eight schools', config: schools, repeats: 15, by: 'sample', goal: 5 },
  W7: { title: 'varying intercept, 85 groups', config: varyingIntercept, repeats: 5, by: 'sample', goal: 3 },
  W8: { title: 'Poisson with 50 groups, 5000 rows', config: poisson, repeats: 3, by: 'sample', goal: 3 },
  W9: { title: 'robust regression (Student t)', config: robust, repeats: 5, by: 'sample', goal: 3 },
};

/** The table of a workload as the config names its columns. */
export function withSchools(table) {
  const rows = table.y.length;
  return { ...table, school: Array.from({ length: rows }, (_, k) => k + 1) };
}
