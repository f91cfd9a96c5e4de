/** Simulated releases: users take up a release as a negative exponential in the weeks, seen with normal noise. */
import { exp } from '../../packages/engine/dist/index.js';

export const curve = {
  independent_vars: ['week'],
  dependent_var: 'adoption_rate',
  variable_params: {
    lambda_val: { dist: 'HalfNormal', params: { sigma: 1 } },
    intercept: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
  },
  function_params: { function: '1 - intercept - (1 - intercept) * exp(-lambda_val * week)' },
  // Four weeks leave a long, bent ridge.
  sample_params: { target_accept: 0.95 },
};

/** A release's true values as the population has them. */
export function drawRelease(random) {
  return {
    lambda_val: exp(-2.5 + 0.25 * random.normal()),
    intercept: 0.05 + 0.01 * random.normal(),
    sigma: 0.03,
  };
}

/** Rows of some weeks of a release. */
export function observe({ lambda_val, intercept, sigma }, weeks, random) {
  return {
    week: weeks,
    adoption_rate: weeks.map(
      (week) => 1 - intercept - (1 - intercept) * exp(-lambda_val * week) + sigma * random.normal(),
    ),
  };
}

export const range = (from, to) => Array.from({ length: to - from }, (_, i) => from + i);
export const rowsBetween = ({ week, adoption_rate }, from, to) => ({
  week: week.slice(from, to),
  adoption_rate: adoption_rate.slice(from, to),
});
export const mean = (values) => values.reduce((total, value) => total + value, 0) / values.length;
export const fixed = (value, digits = 3) => value.toFixed(digits);
