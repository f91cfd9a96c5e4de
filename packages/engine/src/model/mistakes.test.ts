import { expect, test } from 'vitest';
import { ConfigError, DataError, type Problem } from '../config/errors.ts';
import { Model } from './model.ts';

// What a user can get wrong: each is told with its place, what was found and what was expected.

const standard = { dist: 'Normal', params: { mu: 0, sigma: 1 } };

function config(variables: object, text: string, more: object = {}): object {
  return {
    independent_vars: ['x', 'low', 'high', { X: ['x', 'z'] }, 'single'],
    dependent_var: 'y',
    variable_params: variables,
    function_params: { function: text },
    sample_params: { draws: 100, tune: 200, chains: 2 },
    ...more,
  };
}

const table = {
  x: [1, 2, 3, 4, 5],
  z: [0.5, 0.1, 0.7, 0.2, 0.9],
  low: [0, 0, 2, 0, 3],
  high: [5, 5, 1, 5, 2],
  g: ['a', 'a', 'b', 'c', 'c'],
  single: ['s', 's', 's', 's', 's'],
  w: [1, 1, -1, 1, -2],
  y: [0.4, 1.2, 0.8, 1.9, 1.1],
};

const told = (problems: readonly Problem[]) => problems.map(({ path, message }) => `${path}: ${message}`);

function configProblems(variables: object, text: string, more?: object): string[] {
  try {
    new Model(config(variables, text, more));
  } catch (error) {
    if (error instanceof ConfigError) return told(error.problems);
    throw error;
  }
  return [];
}

async function dataProblems(variables: object, text: string, more: object = {}, data: object = table) {
  try {
    await new Model(config(variables, text, more)).fitTable(data);
  } catch (error) {
    if (error instanceof DataError) return told(error.problems);
    throw error;
  }
  return [];
}

const by = (params: object, more: object = {}) => ({ dist: 'Normal', params, by: 'g', ...more });

test('a cycle is told with its members in order, through expressions, composites and correlations', () => {
  const circle = {
    a: { dist: 'Normal', params: { mu: 'b', sigma: 1 } },
    b: { dist: 'Normal', params: { mu: '2 * c', sigma: 1 } },
    c: { dist: 'LogNormal', params: { mu: 0, sigma: 'exp(a)' } },
  };
  expect(configProblems(circle, 'a + b + c')).toEqual([
    'variable_params.a: the priors form a cycle: a → b → c → a',
  ]);
  expect(configProblems({ a: { dist: 'Normal', params: { mu: 'a', sigma: 1 } } }, 'a')).toEqual([
    'variable_params.a: the priors form a cycle: a → a',
  ]);
  const composed = {
    s: { dist: 'HalfNormal', params: { sigma: 'abs(sum(b))' } },
    b: { dist: 'Horseshoe', params: { scale_global: 's' }, over: 'X' },
  };
  expect(configProblems(composed, 'dot(X, b)')[0]).toContain('s → b → b_tau → s');
  const tied = {
    a: by({ mu: 0, sigma: 's' }),
    s: { dist: 'HalfNormal', params: { sigma: 1 } },
    b: by({ mu: 'a', sigma: 1 }, { correlated_with: 'a' }),
  };
  expect(configProblems(tied, 'a + b * x')[0]).toContain('b → a');
});

test('cutpoints out of order are told by the two that are', () => {
  const likelihood = (cutpoints: number[]) => ({
    likelihood: { dist: 'OrderedLogistic', params: { eta: 'mu', cutpoints } },
  });
  expect(configProblems({ a: standard }, 'a * x', likelihood([-1, 2, 0.5]))).toEqual([
    'likelihood.params.cutpoints: [-1, 2, 0.5] is not a list in increasing order',
  ]);
  expect(configProblems({ a: standard }, 'a * x', likelihood([-1, 0.5, 0.5]))).toHaveLength(1);
  expect(configProblems({ a: standard }, 'a * x', likelihood([-1, 0.5, 2]))).toEqual([]);
});

test('a concentration that is not above 0 is told', () => {
  const dirichlet = { dist: 'Dirichlet', params: { a: [1, 0] }, over: 'X' };
  expect(configProblems({ b: dirichlet }, 'dot(X, b)')[0]).toContain('0 is not a number above 0');
});

test('a list of the wrong length, or where no list can be, is told', () => {
  const over = (params: object) => configProblems({ b: { dist: 'Normal', params, over: 'X' } }, 'dot(X, b)');
  expect(over({ mu: [0, 1], sigma: 1 })).toEqual([]);
  expect(over({ mu: [0, 1, 2], sigma: 1 })).toEqual([
    'variable_params.b.params.mu: a list of 3 cannot be the parameter of one value per column of X; give a list of 2',
  ]);
  expect(configProblems({ a: { dist: 'Normal', params: { mu: [0, 1] } } }, 'a')[0]).toContain(
    'a single value',
  );
  const likelihood = { likelihood: { dist: 'Normal', params: { mu: 'mu', sigma: [1, 2] } } };
  expect(configProblems({ a: standard }, 'a * x', likelihood)[0]).toContain('parameter of the outcome');
  expect(configProblems({ a: standard }, '[a, x]')[0]).toContain('the value is a list');
  expect(configProblems({ a: standard }, 'a + [1, 2]')[0]).toContain('a list stands in the middle');
});

test('a vector prior needs a vector, and cannot be a likelihood', () => {
  expect(configProblems({ a: { dist: 'Dirichlet', params: { a: 1 } } }, 'a')[0]).toContain('it needs over:');
  expect(configProblems({ a: { dist: 'Horseshoe' } }, 'a')[0]).toContain('it needs over:');
  expect(configProblems({ a: { dist: 'GaussianRandomWalk' } }, 'a')[0]).toContain('an ordered column');
  for (const dist of ['Dirichlet', 'Horseshoe', 'AR']) {
    const params = dist === 'Dirichlet' ? { a: 1 } : dist === 'AR' ? { rho: 0.5 } : {};
    const problems = configProblems({ a: standard }, 'a * x', { likelihood: { dist, params } });
    expect(problems[0]).toContain('the outcome of a row is one value');
  }
});

test('correlated variables that do not fit together are told', () => {
  const a = by({ mu: 0, sigma: 1 });
  const told = (b: object) => configProblems({ a, b }, 'a + b * x');
  expect(told(by({ mu: 0, sigma: 1 }, { correlated_with: 'a' }))).toEqual([]);
  expect(told({ dist: 'Gamma', params: { alpha: 2, beta: 1 }, by: 'g', correlated_with: 'a' })[0]).toContain(
    'Gamma cannot be correlated',
  );
  expect(told(by({}, { correlated_with: 'a', parametrization: 'centered' }))[0]).toContain('take one form');
  expect(
    configProblems({ a, b: by({}, { correlated_with: 'a' }), cor_a_b: standard }, 'a + b * cor_a_b')[0],
  ).toContain('brings the variable cor_a_b, but that name is already taken');
});

test('crossed bounds of a censoring are told with their rows, as are outcomes beyond a truncation', async () => {
  const bounds = (key: string, given: object) => ({
    likelihood: { dist: 'Normal', params: { mu: 'mu', sigma: 1 }, [key]: given },
  });
  expect(configProblems({ a: standard }, 'a * x', bounds('censored', { lower: 2, upper: 1 }))[0]).toContain(
    'likelihood.censored',
  );
  expect(
    await dataProblems({ a: standard }, 'a * x', bounds('censored', { lower: 'low', upper: 'high' })),
  ).toEqual([
    'likelihood.censored: the bounds cross in rows 3 and 5 (lower 2 and upper 1); expected lower below upper in every row',
  ]);
  expect(await dataProblems({ a: standard }, 'a * x', bounds('truncated', { lower: 0.5 }))).toEqual([
    'y: 0.4 in row 1 is outside the bounds of likelihood.truncated, in row 1 [0.5, ∞]',
  ]);
});

test('negative weights are told with their rows', async () => {
  const more = { likelihood: { dist: 'Normal', params: { mu: 'mu', sigma: 1 }, weights: 'w' } };
  const [problem] = await dataProblems({ a: standard }, 'a * x', more);
  expect(problem).toBe('w: -1, -2 in rows 3 and 5 is outside [0, ∞), the range of weights');
});

test('a lag beyond the data is told with their number of rows', async () => {
  expect((await dataProblems({ a: standard }, 'a * lag(x, 5)'))[0]).toBe(
    'x: lag(x, 5) reaches beyond the 5 rows of the data',
  );
  expect(configProblems({ a: standard }, 'a * lag(x, 0)')[0]).toContain('a whole number of rows from 1');
  expect(configProblems({ a: standard }, 'a * lag(x + 1, 1)')[0]).toContain('lag takes a column');
});

test('a group with one row fits, and a tied prior of one level is told', async () => {
  const model = new Model(config({ s: { dist: 'HalfNormal' }, a: by({ mu: 0, sigma: 's' }) }, 'a * x'));
  await model.fitTable(table);
  expect(model.summary()['a']!.levels).toEqual(['a', 'b', 'c']);
  const zero = { dist: 'ZeroSumNormal', params: { sigma: 1 }, by: 'single' };
  expect((await dataProblems({ a: zero, b: standard }, 'a + b * x'))[0]).toContain(
    'ties the levels of single together and needs two or more; found the single level s',
  );
});
