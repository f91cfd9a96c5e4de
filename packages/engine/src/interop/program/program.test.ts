import { expect, test } from 'vitest';
import { Model } from '../../model/model.ts';

const hierarchy = {
  independent_vars: ['week'],
  dependent_var: 'adoption',
  variable_params: {
    mu_l: { dist: 'Normal', params: { mu: -2.5, sigma: 1 } },
    tau: { dist: 'HalfNormal', params: { sigma: 0.5 } },
    lambda: { dist: 'Normal', params: { mu: 'mu_l', sigma: 'tau' }, by: 'release' },
    intercept: { dist: 'Beta', params: { alpha: 1, beta: 9 } },
  },
  function_params: { function: '1 - intercept - (1 - intercept) * exp(-exp(lambda) * week)' },
  derived: { half_life: 'log(2) / exp(lambda)' },
};
const table = { week: [1, 2, 3], release: ['b', 'a', 'b'], adoption: [0.1, 0.2, 0.3] };

test('a model is printed as a PyMC script, its names made Python identifiers and kept in the trace', () => {
  const text = new Model(hierarchy).toPymc('adoption.csv');
  expect(text).toContain('data = pd.read_csv("adoption.csv")');
  expect(text).toContain('release_levels, release_index = np.unique(data["release"], return_inverse=True)');
  expect(text).toContain('lambda_v = pm.Normal("lambda", mu=mu_l, sigma=tau, dims="release")');
  expect(text).toContain('pm.Normal("adoption", mu=mu, sigma=sigma, observed=adoption)');
  expect(text).toContain('pm.Deterministic("half_life", ');
  expect(text).toContain(
    'trace = pm.sample(draws=1000, tune=1000, chains=4, target_accept=0.8, random_seed=0)',
  );
});

test('a model is printed as a Stan program with every constant, and its data block filled', () => {
  const model = new Model(hierarchy);
  const text = model.toStan();
  expect(text).toContain('array[N] int<lower=1, upper=release_levels> release_index;');
  expect(text).toContain('vector<offset=mu_l, multiplier=tau>[release_levels] lambda;');
  expect(text).toContain('real<lower=0.0, upper=1.0> intercept;');
  expect(text).toContain('target += normal_lpdf(tau | 0.0, 0.5) + log2();');
  expect(text).toContain('target += normal_lpdf(adoption | mu, sigma);');
  expect(model.stanData(table)).toEqual({
    N: 3,
    week: [1, 2, 3],
    release_levels: 2,
    release_index: [2, 1, 2],
    adoption: [0.1, 0.2, 0.3],
  });
});

test('a likelihood no program has a name for is written out', () => {
  const model = new Model({
    independent_vars: ['w'],
    dependent_var: 'y',
    variable_params: { a: { dist: 'Laplace', params: { mu: 0, b: 1 } } },
    function_params: { function: 'a' },
    likelihood: { dist: 'Normal', params: { mu: 'mu', sigma: 2 }, weights: 'w' },
  });
  expect(model.toPymc()).toContain('pm.Potential("y", pt.sum(w * ');
  expect(model.toStan()).toMatch(/for \(n in 1:N\) step2\[n\] = w\[n\] \* .*\n.*target \+= sum\(step2\);/);
});

test.each(['y', 'sales'])(
  'an outcome %s that the function looks back at is declared once in Stan',
  (dependent) => {
    const model = new Model({
      independent_vars: ['x'],
      dependent_var: dependent,
      variable_params: { a: { dist: 'Normal', params: { mu: 0, sigma: 1 } } },
      function_params: { function: `a * x * lag(${dependent}, 1)` },
    });
    const declared = [...model.toStan().matchAll(/^ {2}vector\[N\] (\w+);$/gm)].map(([, name]) => name);
    expect(declared).toEqual(['x', `lag_${dependent}_1`, dependent]);
    const data = model.stanData({ x: [4, 5, 6], [dependent]: [1, 2, 3] });
    expect(Object.keys(data)).toEqual(['N', ...declared]);
    expect(data[dependent]).toEqual([1, 2, 3]);
  },
);

test('names that are words of the other language, or not identifiers, become identifiers of their own', () => {
  const model = new Model({
    independent_vars: [{ X: ['a b', 'a_b'] }],
    dependent_var: 'y',
    variable_params: {
      real: { dist: 'Normal', params: { mu: 0, sigma: 1 }, over: 'X' },
      def: { dist: 'HalfNormal', params: { sigma: 1 } },
    },
    function_params: { function: 'dot(X, real)' },
    likelihood: { dist: 'Normal', params: { mu: 'mu', sigma: 'def' } },
  });
  expect(model.toStan()).toContain('vector[2] real_v;');
  expect(model.toPymc()).toContain('def_v = pm.HalfNormal("def", sigma=1)');
  expect(model.toPymc()).toContain('X = data[["a b","a_b"]].to_numpy(dtype=float)');
});

test('a model that a program cannot hold whole is refused, not printed without a part of it', () => {
  const a = { dist: 'Normal', params: { mu: 0, sigma: 1 } };
  const line = { independent_vars: ['x'], variable_params: { a }, function_params: { function: 'a * x' } };
  const scaled = new Model({ ...line, preprocessing: { x: { scale: 'max' } } });
  expect(() => scaled.toPymc()).toThrow('preprocessing changes x, which the PyMC program would leave out');
  expect(scaled.toStan()).toContain('vector[N] x;');
  const imputed = new Model({ ...line, variable_params: { a, x: a }, missing: { x: 'impute' } });
  expect(() => imputed.toPymc()).toThrow('the model imputes x');
  expect(() => imputed.toStan()).toThrow('the model imputes x, which the Stan program would leave out');
});
