import { describe, expect, test } from 'vitest';
import { parseConfig } from '../config/config.ts';
import { distributions } from '../distributions/index.ts';
import { knowledge } from './knowledge.ts';
import { specify } from './specification.ts';

function priorOf(variable: Record<string, unknown>): Record<string, number> {
  const config = {
    independent_vars: [],
    variable_params: { a: variable },
    function_params: { function: 'a' },
  };
  const [found] = specify(parseConfig(config, knowledge)).variables.filter(({ name }) => name === 'a');
  return Object.fromEntries(Object.entries(found!.params).map(([name, expr]) => [name, expr.value!]));
}

const two: [string, [number, number], number, Record<string, number>][] = [
  ['Normal', [-1, 3], 0.9, {}],
  ['Normal', [100, 100.001], 0.5, {}],
  ['LogNormal', [0.02, 0.3], 0.9, {}],
  ['LogNormal', [1e-8, 1e8], 0.99, {}],
  ['LogitNormal', [0.1, 0.2], 0.8, {}],
  ['StudentT', [-1, 3], 0.9, { nu: 4 }],
  ['SkewNormal', [-1, 3], 0.9, { alpha: 4 }],
  ['Cauchy', [-2, 5], 0.8, {}],
  ['Laplace', [0, 1], 0.95, {}],
  ['AsymmetricLaplace', [0, 1], 0.9, { kappa: 2 }],
  ['Logistic', [0, 1], 0.9, {}],
  ['Gumbel', [0, 1], 0.9, {}],
  ['Moyal', [0, 1], 0.9, {}],
  ['Uniform', [1, 2], 0.9, {}],
  ['TruncatedNormal', [0.5, 2], 0.9, { lower: 0 }],
  ['ExGaussian', [0, 2], 0.9, { nu: 0.2 }],
  ['Beta', [0.02, 0.3], 0.9, {}],
  ['Beta', [0.499, 0.501], 0.9, {}],
  ['Beta', [0.001, 0.999], 0.9, {}],
  ['Kumaraswamy', [0.02, 0.3], 0.9, {}],
  ['Gamma', [0.02, 0.3], 0.9, {}],
  ['Gamma', [999, 1001], 0.9, {}],
  ['Gamma', [1e-6, 1e3], 0.9, {}],
  ['InverseGamma', [0.1, 5], 0.9, {}],
  ['Weibull', [1, 30], 0.9, {}],
  ['Wald', [1, 3], 0.9, {}],
  ['Pareto', [1, 30], 0.9, {}],
  ['Rice', [2, 4], 0.9, {}],
];

describe('an interval of known mass', () => {
  test.each(two)(
    'determines a %s on %s of mass %d given %o, with equal tails',
    (dist, between, mass, params) => {
      const found = priorOf({ dist, between, mass, params });
      const { cdf } = distributions[dist]!;
      const tail = (1 - mass) / 2;
      expect(Math.abs(cdf!(between[0], found) - tail)).toBeLessThan(1e-7);
      expect(Math.abs(cdf!(between[1], found) - (1 - tail))).toBeLessThan(1e-7);
      expect(found).toMatchObject(params);
    },
  );

  test.each([
    ['HalfNormal', [0, 2], {}],
    ['HalfStudentT', [0, 2], { nu: 3 }],
    ['HalfCauchy', [0, 2], {}],
    ['Exponential', [0, 2], {}],
    ['ChiSquared', [0, 2], {}],
    ['Gamma', [0, 2], { alpha: 3 }],
    ['LogNormal', [0, 2], { mu: 0 }],
    ['Beta', [0, 0.1], { alpha: 1 }],
  ] as const)('from the end of the support of %s on determines one parameter', (dist, between, params) => {
    const found = priorOf({ dist, between, mass: 0.95, params });
    expect(Math.abs(distributions[dist]!.cdf!(between[1], found) - 0.95)).toBeLessThan(1e-8);
  });

  test('is that of 90 % when its mass is left out: LogNormal by hand', () => {
    const { mu, sigma } = priorOf({ dist: 'LogNormal', between: [0.02, 0.3] });
    expect(mu).toBeCloseTo((Math.log(0.02) + Math.log(0.3)) / 2, 8);
    expect(sigma).toBeCloseTo(Math.log(0.3 / 0.02) / (2 * 1.6448536269514722), 8);
  });

  test.each([
    [
      { dist: 'LogNormal', between: [-1, 2] },
      'variable_params.a.between: reaches outside [0, Infinity], the support of LogNormal',
    ],
    [{ dist: 'Flat', between: [-1, 2] }, 'no interval determines a Flat; between is for Normal, StudentT,'],
    [{ dist: 'StudentT', between: [-1, 2] }, 'StudentT needs nu in params; between solves mu and sigma'],
    [
      { dist: 'HalfNormal', between: [1, 2] },
      'has two ends, which determine two parameters of HalfNormal, but only sigma is free: let it begin where HalfNormal does',
    ],
    [
      { dist: 'Gamma', between: [0, 2] },
      'begins or ends where Gamma does, which determines one parameter, but alpha and beta are free: give one in params',
    ],
    [{ dist: 'Beta', between: [0, 1] }, 'is the whole support of Beta'],
    [{ dist: 'Normal', between: [0, 1], params: { mu: 0, sigma: 1 } }, 'has nothing to solve'],
    [{ dist: 'Normal', between: [2, 1] }, 'is not an interval, low below high'],
    [
      { dist: 'TruncatedNormal', between: [0.001, 2], mass: 0.9, params: { lower: 0, upper: 2.0001 } },
      'no TruncatedNormal with these lower, upper has 90 % of its mass between 0.001 and 2 and equal tails',
    ],
    [
      { dist: 'Gamma', between: [1, 2], params: { mu: 1 } },
      'Gamma needs one of alpha, beta, not mu in params',
    ],
  ])('%o is refused with the reason', (variable, message) => {
    expect(() => priorOf(variable)).toThrow(message);
  });
});
