import { describe, expect, it } from 'vitest';
import { parseConfig } from './config.ts';
import { configToJson } from './configJson.ts';
import { ConfigError } from './errors.ts';
import { knowledge } from './knowledge.fixture.ts';

// The blog post's config (its YAML as a value, with the function set afterwards).
const seed = () => ({
  independent_vars: ['week'],
  variable_params: {
    lambda_val: { params: { sigma: 1, name: 'lambda_val' }, dist: 'HalfNormal' },
    intercept: { params: { mu: 0, sigma: 1 }, dist: 'Normal' },
  } as Record<string, unknown>,
  sample_params: { draws: 1000 } as Record<string, unknown>,
  function_params: { function: '1 - intercept - (1 - intercept) * exp(-lambda_val * week)' } as Record<
    string,
    unknown
  >,
});

function problemsOf(config: unknown): string[] {
  try {
    parseConfig(config, knowledge);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('a config that is right', () => {
  it("reads the seed's config unchanged, with every default visible", () => {
    const config = parseConfig(seed(), knowledge);
    expect(config.independent_vars).toEqual([{ kind: 'column', name: 'week' }]);
    expect(config.variable_params).toEqual({
      lambda_val: { dist: 'HalfNormal', params: { sigma: 1 } },
      intercept: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
      sigma: { dist: 'HalfNormal', params: { sigma: 1 } },
    });
    expect(config.likelihood).toEqual({ dist: 'Normal', params: { mu: 'mu', sigma: 'sigma' } });
    expect([config.likelihoodIsDefault, config.sigmaIsDefault]).toEqual([true, true]);
    expect(config.sample_params).toEqual({
      draws: 1000,
      tune: 1000,
      chains: 4,
      target_accept: 0.8,
      random_seed: 0,
      max_tree_depth: 10,
      metric: 'auto',
      method: 'nuts',
      warmup: 'auto',
    });
    expect(config.warnings).toEqual([]);
  });

  it('does not change its input', () => {
    const input = Object.freeze(seed());
    parseConfig(input, knowledge);
    expect(input).toEqual(seed());
  });

  it("warns of PyMC's sampling keys that change nothing, and reads PyMC's spelling", () => {
    const input = {
      ...seed(),
      sample_params: { cores: 2, progressbar: false, return_inferencedata: true, max_treedepth: 8 },
    };
    const config = parseConfig(input, knowledge);
    expect(config.sample_params.max_tree_depth).toBe(8);
    expect(config.warnings).toEqual([
      "sample_params.cores: ignored; it steers PyMC's machinery, not the posterior",
      "sample_params.progressbar: ignored; it steers PyMC's machinery, not the posterior",
      "sample_params.return_inferencedata: ignored; it steers PyMC's machinery, not the posterior",
    ]);
  });

  it('drops the prefix pm. of a distribution', () => {
    const input = seed();
    input.variable_params.intercept = { dist: 'pm.Normal', params: { mu: 0, sigma: 1 } };
    expect(parseConfig(input, knowledge).variable_params.intercept.dist).toBe('Normal');
  });

  it('keeps the sigma that the user declares', () => {
    const input = seed();
    input.variable_params.sigma = { dist: 'Gamma', params: { alpha: 2, beta: 3 } };
    const config = parseConfig(input, knowledge);
    expect(config.variable_params.sigma).toEqual({ dist: 'Gamma', params: { alpha: 2, beta: 3 } });
    expect(config.sigmaIsDefault).toBe(false);
  });

  it('adds no sigma beside a likelihood of the user, but does beside a bare censoring', () => {
    const poisson = { ...seed(), likelihood: { dist: 'Poisson', params: { mu: 'exp(mu)' } } };
    expect(Object.keys(parseConfig(poisson, knowledge).variable_params)).toEqual(['lambda_val', 'intercept']);
    const censored = parseConfig({ ...seed(), likelihood: { censored: { upper: 1 } } }, knowledge);
    expect(censored.likelihood).toEqual({
      dist: 'Normal',
      params: { mu: 'mu', sigma: 'sigma' },
      censored: { upper: 1 },
    });
    expect(censored.sigmaIsDefault).toBe(true);
  });

  it('keeps a JavaScript function as it is', () => {
    const f = (week: number, lambda_val: number, intercept: number) => week * lambda_val + intercept;
    expect(
      parseConfig({ ...seed(), function_params: { function: f } }, knowledge).function_params.function,
    ).toBe(f);
  });

  it('reads vectors, groups and the words around them', () => {
    const config = parseConfig(
      {
        independent_vars: [{ X: ['a', 'b c'] }],
        variable_params: {
          beta: { dist: 'Laplace', params: { mu: 0, b: 1 }, over: 'X' },
          m: { dist: 'Flat' },
          u: {
            dist: 'Normal',
            params: { mu: 'm' },
            by: 'unit',
            parametrization: 'auto',
            new_levels: 'gaussian',
          },
          v: { dist: 'Normal', params: { sigma: 2 }, by: ['unit'], correlated_with: 'u', like: 'b' },
          w: { dist: 'LogNormal', between: [0.02, 0.3] },
        },
        function_params: { function: 'dot(X, beta) + u + v * k[0] + w', constants: { k: [1, 2] } },
      },
      knowledge,
    );
    expect(config.independent_vars).toEqual([{ kind: 'vector', name: 'X', columns: ['a', 'b c'] }]);
    expect(config.variable_params.u.by).toEqual(['unit']);
    expect(config.variable_params.w).toEqual({
      dist: 'LogNormal',
      params: {},
      between: [0.02, 0.3],
      mass: 0.9,
    });
  });

  it('is read back from its own plain form to the same config', () => {
    const input = {
      ...seed(),
      dependent_var: 'rate',
      likelihood: { censored: { lower: 0 } },
      missing: { x: 'mean', week: 'error' },
      preprocessing: { week: { transform: 'log1p', scale: 'standardize' } },
      derived: { half_life: 'log(2) / lambda_val' },
      new_levels: 'population',
    };
    const config = parseConfig(input, knowledge);
    expect(parseConfig(JSON.parse(JSON.stringify(configToJson(config))), knowledge)).toEqual(config);
  });
});

describe('a config with mistakes', () => {
  it('is told all of them at once, each with place, found, expected and the nearest right name', () => {
    const input = {
      independent_vars: ['week', 'week'],
      independant_var: 'y',
      variable_params: {
        lambda_val: { dist: 'HalfNorml', params: { sigma: 1 } },
        intercept: { dist: 'Normal', params: { mu: 0, sigm: 1 } },
        noise: { dist: 'Normal', param: {} },
      },
      sample_params: { draws: 0, tunes: 100, chains: '4' },
    };
    expect(problemsOf(input)).toEqual([
      'variable_params.noise.param: is not a known key; did you mean "params"?',
      'function_params: is missing; expected a mapping with function',
      'sample_params.draws: 0 is not a whole number from 1 to 10000000',
      'sample_params.chains: "4" is not a whole number from 1 to 1024',
      'sample_params.tunes: is not a known key; did you mean "tune"?',
      'independant_var: is not a known key; did you mean "independent_vars"?',
      'variable_params.lambda_val.dist: "HalfNorml" is not a distribution; did you mean "HalfNormal"?',
      'variable_params.intercept.params.sigm: Normal has no parameter "sigm"; it takes {mu?, sigma?} or {mu?, tau?}; did you mean "sigma"?',
    ]);
  });

  const variable = (written: unknown) => ({ ...seed(), variable_params: { a: written } });
  it.each([
    [
      'an unknown distribution far from any',
      variable({ dist: 'Zipf' }),
      ['variable_params.a.dist: "Zipf" is not a distribution'],
    ],
    [
      'a distribution named like a method of objects',
      variable({ dist: 'constructor' }),
      ['variable_params.a.dist: "constructor" is not a distribution'],
    ],
    [
      'two parametrisations at once',
      variable({ dist: 'HalfNormal', params: { sigma: 1, tau: 1 } }),
      ['variable_params.a.params: HalfNormal takes {sigma} or {tau}, not sigma and tau together'],
    ],
    [
      'two parametrisations at once where both may be left out',
      variable({ dist: 'Normal', params: { mu: 0, sigma: 1, tau: 1 } }),
      ['variable_params.a.params: Normal takes {mu?, sigma?} or {mu?, tau?}, not sigma and tau together'],
    ],
    [
      'a missing parameter',
      variable({ dist: 'Gamma', params: { alpha: 1 } }),
      ['variable_params.a.params: Gamma lacks beta; it takes {alpha, beta} or {mu, sigma}'],
    ],
    [
      'no parameters',
      variable({ dist: 'Bernoulli' }),
      ['variable_params.a.params: Bernoulli lacks p, or logit_p; it takes {p} or {logit_p}'],
    ],
    [
      'a name inside that differs from the key',
      variable({ dist: 'Normal', params: { mu: 0, sigma: 1, name: 'b' } }),
      ['variable_params.a.params.name: "b" is not "a", the variable\'s key'],
    ],
    [
      'a parameter that is no number',
      variable({ dist: 'Normal', params: { mu: true, sigma: Number.NaN } }),
      [
        'variable_params.a.params.mu: true is not a number, an expression or a list of them',
        'variable_params.a.params.sigma: NaN is not a number, an expression or a list of them',
      ],
    ],
    [
      'no dist',
      variable({ params: {} }),
      ['variable_params.a.dist: is missing; expected the name of a distribution'],
    ],
    [
      'a variable that is only a name',
      variable('Normal'),
      ['variable_params.a: "Normal" is not a mapping with dist and params'],
    ],
    [
      'an interval the wrong way round',
      variable({ dist: 'LogNormal', between: [2, 1] }),
      ['variable_params.a.between: [2, 1] is not an interval, low below high'],
    ],
    [
      'a mass without an interval',
      variable({ dist: 'Flat', mass: 0.5 }),
      ['variable_params.a.mass: has no meaning without between'],
    ],
    [
      'a vector that is not there',
      {
        ...seed(),
        independent_vars: [{ Xs: ['week'] }],
        variable_params: { a: { dist: 'Flat', over: 'X' } },
      },
      ['variable_params.a.over: "X" is not a vector of independent_vars; did you mean "Xs"?'],
    ],
    [
      'a correlation with variables of other groups',
      {
        ...seed(),
        variable_params: { a: { dist: 'Flat', by: 'g', correlated_with: 'b' }, b: { dist: 'Flat', by: 'h' } },
      },
      [
        'variable_params.a.correlated_with: "b" varies by other groups; correlated variables share their "by"',
      ],
    ],
    [
      'a name that stands for two things',
      { ...seed(), variable_params: { week: { dist: 'Flat' } } },
      [
        'variable_params.week: "week" is already an independent variable (independent_vars[0]); a name stands for one thing only',
      ],
    ],
    [
      'a column named sigma without a likelihood',
      { ...seed(), independent_vars: ['sigma'] },
      [
        'variable_params.sigma: "sigma" is already an independent variable (independent_vars[0]); a name stands for one thing only',
      ],
    ],
    [
      'a variable named mu',
      { ...seed(), variable_params: { mu: { dist: 'Flat' } } },
      ['variable_params.mu: "mu" always means the function\'s value; give a variable another name'],
    ],
    [
      'a variable that no expression could name',
      { ...seed(), variable_params: { 'a b': { dist: 'Flat' } } },
      [
        'variable_params["a b"]: "a b" is not a name that an expression can use (letters, digits and _, no digit first)',
      ],
    ],
    [
      'the dependent variable among the independent',
      { ...seed(), dependent_var: 'week' },
      [
        'dependent_var: "week" is already an independent variable (independent_vars[0]); a name stands for one thing only',
      ],
    ],
    [
      'a vector of several names',
      { ...seed(), independent_vars: [{ A: ['a'], B: ['b'] }] },
      ['independent_vars[0]: a mapping is not a column or {NAME: [columns]}'],
    ],
    [
      'parameters without a distribution',
      { ...seed(), likelihood: { params: { sigma: 1 } } },
      ['likelihood.params: has no meaning without dist'],
    ],
    [
      'a log density beside a distribution',
      { ...seed(), likelihood: { dist: 'Poisson', params: { mu: 1 }, log_density: '-y' } },
      [
        'likelihood.dist: cannot stand beside log_density; give one of the two',
        'likelihood.params: cannot stand beside log_density; give one of the two',
      ],
    ],
    [
      'crossed bounds',
      { ...seed(), likelihood: { truncated: { lower: 1, upper: 0 }, censored: {} } },
      [
        'likelihood.censored: needs lower, upper or both',
        'likelihood.truncated: lower 1 and upper 0 is not an interval, lower below upper',
      ],
    ],
    [
      'a misspelt choice',
      { ...seed(), preprocessing: { week: { scale: 'standardise' } } },
      [
        'preprocessing.week.scale: "standardise" is not one of standardize, max, minmax, center; did you mean "standardize"?',
      ],
    ],
    [
      'encoding beside scaling, of a column that is not there',
      { ...seed(), preprocessing: { weeks: { scale: 'max', encode: 'onehot' } } },
      [
        'preprocessing.weeks: "weeks" is not a column of the model; did you mean "week"?',
        'preprocessing.weeks.encode: encode turns text into numbers of its own; it cannot stand beside scale or transform',
      ],
    ],
    [
      'imputing without a distribution',
      { ...seed(), missing: { week: 'impute' } },
      ['missing.week: imputing "week" needs a distribution in variable_params.week'],
    ],
    [
      'a target acceptance of 1',
      { ...seed(), sample_params: { target_accept: 1 } },
      ['sample_params.target_accept: 1 is not a number between 0 and 1'],
    ],
    [
      'a fractional seed',
      { ...seed(), sample_params: { random_seed: 1.5 } },
      [`sample_params.random_seed: 1.5 is not a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`],
    ],
    [
      'nothing',
      null,
      ['an empty value is not a mapping with independent_vars, variable_params and function_params'],
    ],
    ['a text', 'x', ['"x" is not a mapping with independent_vars, variable_params and function_params']],
  ])('is refused for %s', (_, config, messages) => {
    expect(problemsOf(config)).toEqual(messages);
  });

  it('gives programs a code for each problem', () => {
    try {
      parseConfig({ ...seed(), variable_params: { a: { dist: 'Norml' } } }, knowledge);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      expect(error instanceof ConfigError && error.problems).toEqual([
        {
          path: 'variable_params.a.dist',
          code: 'unknown_distribution',
          found: '"Norml"',
          expected: 'a distribution',
          suggestion: 'Normal',
          message: '"Norml" is not a distribution; did you mean "Normal"?',
        },
      ]);
    }
  });

  it('does not reach Object.prototype through __proto__', () => {
    const input = JSON.parse(
      '{"independent_vars": [], "variable_params": {"__proto__": {"dist": "Flat"}}, "function_params": {"function": "1"}}',
    );
    expect(problemsOf(input)).toEqual([
      'variable_params.__proto__: "__proto__" is not a name that can be used',
    ]);
    expect(Object.hasOwn(Object.prototype, 'dist')).toBe(false);
  });
});
