import { expect, test } from 'vitest';
import { carryOver } from './carryOver.ts';

test('a quarter of the weight doubles the sd of Normal priors and keeps all else', () => {
  const config = {
    independent_vars: ['x'],
    variable_params: {
      a: { dist: 'Normal', params: { mu: 1, sigma: 0.5 } },
      b: { dist: 'TruncatedNormal', params: { mu: 2, sigma: 3, lower: 0 } },
      c: { dist: 'Gamma', params: { alpha: 2, beta: 1 } },
    },
  };
  expect(carryOver(config, 0.25)).toEqual({
    independent_vars: ['x'],
    variable_params: {
      a: { dist: 'Normal', params: { mu: 1, sigma: 1 } },
      b: { dist: 'TruncatedNormal', params: { mu: 2, sigma: 6, lower: 0 } },
      c: { dist: 'Gamma', params: { alpha: 2, beta: 1 } },
    },
  });
});
