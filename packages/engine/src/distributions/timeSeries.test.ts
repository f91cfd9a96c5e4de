import { expect, test } from 'vitest';
import { parseConfig } from '../config/config.ts';
import { toColumn, toTable } from '../data/columns.ts';
import { instantiate } from '../model/instance.ts';
import { bind, constrainedKernel } from '../model/kernels.ts';
import { knowledge } from '../model/knowledge.ts';
import { logDensityAt } from '../model/logDensityAt.ts';
import { specify } from '../model/specification.ts';
import { prepareTraining } from '../model/trainingData.ts';

const logNormal = (x: number, mean: number, sd: number) =>
  -0.5 * ((x - mean) / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);

const weeks = [3, 1, 2, 4, 5, 1];
const y = [0.1, 0.4, 0.2, -0.3, 0.8, 0.5];
const level = [0.2, -0.1, 0.5, 0.9, 0.3];

const cases = {
  'a random walk': {
    prior: { dist: 'GaussianRandomWalk', params: { mu: 0.1, sigma: 0.5 } },
    expected: (x: readonly number[]) =>
      x.reduce(
        (total, it, t) => total + (t === 0 ? logNormal(it, 0, 100) : logNormal(it, x[t - 1]! + 0.1, 0.5)),
        0,
      ),
  },
  'an autoregression of order 2': {
    prior: { dist: 'AR', params: { rho: [0.6, -0.2], sigma: 0.4 } },
    expected: (x: readonly number[]) =>
      x.reduce(
        (total, it, t) =>
          total + (t < 2 ? logNormal(it, 0, 100) : logNormal(it, 0.6 * x[t - 1]! - 0.2 * x[t - 2]!, 0.4)),
        0,
      ),
  },
};

for (const [name, { prior, expected }] of Object.entries(cases)) {
  test(`${name} has the density of its steps, and its gradient is the slope`, () => {
    const config = {
      independent_vars: [],
      variable_params: { trend: { ...prior, by: 'week' } },
      function_params: { function: 'trend' },
    };
    const specification = specify(parseConfig(config, knowledge));
    const data = prepareTraining(specification, toTable({ week: weeks }), toColumn(y, 'y'), 'y');
    const bound = bind(constrainedKernel(specification), specification, data);
    const instance = instantiate(bound);
    const at = (trend: readonly number[]) =>
      logDensityAt(specification, bound, instance, { trend: [...trend], sigma: 0.7 });
    const likelihood = weeks.reduce((total, week, i) => total + logNormal(y[i]!, level[week - 1]!, 0.7), 0);
    const sigmaPrior = Math.log(2) + logNormal(0.7, 0, 1);
    expect(at(level).log_density).toBeCloseTo(expected(level) + likelihood + sigmaPrior, 10);
    const gradient = at(level).gradient['trend'];
    const h = 1e-6;
    level.forEach((_, k) => {
      const moved = (by: number) => at(level.map((value, i) => (i === k ? value + by : value))).log_density;
      expect([gradient].flat()[k]).toBeCloseTo((moved(h) - moved(-h)) / (2 * h), 5);
    });
  });
}
