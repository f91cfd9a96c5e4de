import { expect, test } from 'vitest';
import { Model } from './model.ts';

const curve = {
  independent_vars: ['week'],
  variable_params: {
    lambda_val: { dist: 'HalfNormal', params: { sigma: 1 } },
    intercept: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
  },
  function_params: { function: '1 - intercept - (1 - intercept) * exp(-lambda_val * week)' },
  sample_params: { target_accept: 0.95, draws: 500 },
};

// At week 0 the curve is 0 whatever the parameters, so one small outcome leaves log sigma about even over ten units: the
// curvature there told chains to start where a sigma of 1e22 is.
test.each([
  [0.0090198789224039, 15],
  [0.00023706054289191966, 28],
  [-0.0008922833572350127, 66],
  [-0.0003486637962726366, 87],
])('chains do not start where no prior lets them return from: one outcome of %f', async (y, seed) => {
  const model = await new Model(curve).fit({ week: [0] }, [y], { seed });
  const { sigma } = model.trace.posterior;
  expect(Math.max(...sigma!.values)).toBeLessThan(6);
  expect(Math.max(...model.predictDraws({ week: [1] }).values.map(Math.abs))).toBeLessThan(100);
  expect(model.verdict().reasons.join()).not.toContain('ran away');
});
