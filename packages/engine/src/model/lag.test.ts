import { expect, test } from 'vitest';
import { ConfigError } from '../config/errors.ts';
import { Model } from './model.ts';

const config = (text: string) => ({
  independent_vars: [],
  variable_params: {
    a: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
    b: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
    sigma: { dist: 'HalfNormal', params: { sigma: 1 } },
  },
  function_params: { function: text },
});

const normal = (x: number, mu: number, sigma: number): number =>
  -0.5 * ((x - mu) / sigma) ** 2 - Math.log(sigma) - 0.5 * Math.log(2 * Math.PI);

test('the outcome may be explained by its own past; rows without one are left out', () => {
  const y = [0.5, -0.2, 0.9, 1.4, 0.3];
  const model = new Model(config('a + b * lag(y, 2)'));
  const [found] = model.logDensityAt({}, y, [{ a: 0.3, b: -0.7, sigma: 0.8 }]);
  const prior = normal(0.3, 0, 1) + normal(-0.7, 0, 1) + Math.log(2) + normal(0.8, 0, 1);
  const likelihood = [2, 3, 4].reduce((sum, t) => sum + normal(y[t]!, 0.3 - 0.7 * y[t - 2]!, 0.8), 0);
  expect(found!.log_density).toBeCloseTo(prior + likelihood, 12);
});

test('the outcome cannot explain itself', () => {
  expect(() => new Model(config('a + b * y'))).toThrow(ConfigError);
  expect(() => new Model(config('a + b * y'))).toThrow(/its past may: lag\(y, 1\)/);
});
