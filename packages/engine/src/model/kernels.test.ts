import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseConfig } from '../config/config.ts';
import { toColumn, toTable } from '../data/columns.ts';
import { instantiate } from './instance.ts';
import { bind, constrainedKernel, constrainKernel, samplingKernel } from './kernels.ts';
import { knowledge } from './knowledge.ts';
import { specify } from './specification.ts';
import { prepareTraining } from './trainingData.ts';

const configs: Record<string, object> = {
  'the adoption curve': {
    independent_vars: ['x'],
    variable_params: {
      lambda_val: { dist: 'HalfNormal', params: { sigma: 1 } },
      intercept: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
    },
    function_params: { function: '1 - intercept - (1 - intercept) * exp(-lambda_val * x)' },
  },
  'a hierarchy with crossed groups': {
    independent_vars: ['x'],
    variable_params: {
      m: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
      tau: { dist: 'HalfNormal', params: { sigma: 1 } },
      a: { dist: 'Normal', params: { mu: 'm', sigma: 'tau' }, by: 'g' },
      rate: { dist: 'LogNormal', params: { mu: 'm', sigma: 'tau' }, by: ['g', 'h'] },
      share: { dist: 'Beta', params: { alpha: 2, beta: 3 } },
    },
    function_params: { function: 'a + share * exp(-rate * abs(x))' },
  },
  'a vector of coefficients': {
    independent_vars: [{ X: ['x', 'z'] }],
    variable_params: {
      scale: { dist: 'HalfNormal', params: { sigma: 1 } },
      beta: { dist: 'Laplace', params: { mu: 0, b: 'scale' }, over: 'X' },
      sigma: { dist: 'Uniform', params: { lower: 0.1, upper: 4 } },
    },
    function_params: { function: 'dot(X, beta) + beta[0] * sum(beta)' },
    likelihood: { dist: 'StudentT', params: { nu: 4, mu: 'mu', sigma: 'sigma' }, censored: undefined },
  },
};
const data = {
  x: [0.1, 0.7, -1.2, 0.4, 1.9, -0.3, 0.8],
  z: [1, -0.4, 0.2, 0.9, -1.1, 0.5, 0.3],
  g: ['u', 'v', 'u', 'w', 'v', 'w', 'u'],
  h: [1, 2, 1, 2, 1, 2, 2],
};
const y = [0.3, -0.2, 1.4, 0.9, -0.7, 0.2, 0.6];

for (const [name, config] of Object.entries(configs)) {
  for (const form of ['centred', 'non-centred']) {
    test(`${name}, ${form}: the gradient on the real line is the slope of the density`, () => {
      const specification = specify(parseConfig(JSON.parse(JSON.stringify(config)), knowledge));
      const prepared = prepareTraining(specification, toTable(data), toColumn(y, 'y'), 'y');
      const bound = bind(
        samplingKernel(specification, () => form === 'non-centred'),
        specification,
        prepared,
      );
      const instance = instantiate(bound);
      const dimension = bound.position.length;
      const density = (q: readonly number[]): number => {
        instance.position.set(q);
        return instance.run('logDensityGradient');
      };
      // Away from 0, where |x| has no slope.
      const coordinate = fc
        .tuple(fc.double({ min: 0.01, max: 2, noNaN: true }), fc.boolean())
        .map(([v, up]) => (up ? v : -v));
      const point = fc.array(coordinate, { minLength: dimension, maxLength: dimension });
      fc.assert(
        fc.property(point, (q) => {
          density(q);
          const gradient = [...instance.output];
          for (let i = 0; i < dimension; i++) {
            const h = 1e-5;
            const [up, down] = [
              density(q.map((v, k) => (k === i ? v + h : v))),
              density(q.map((v, k) => (k === i ? v - h : v))),
            ];
            const slope = (up - down) / (2 * h);
            expect(Math.abs(gradient[i]! - slope)).toBeLessThan(
              1e-6 * Math.max(1, Math.abs(slope), Math.abs(up) * 1e-2),
            );
          }
        }),
        { numRuns: 30, seed: 5 },
      );
    });
  }

  test(`${name}: the density on the real line is the constrained one plus the log Jacobian`, () => {
    const specification = specify(parseConfig(JSON.parse(JSON.stringify(config)), knowledge));
    const prepared = prepareTraining(specification, toTable(data), toColumn(y, 'y'), 'y');
    const centred = () => false;
    const [free, constrain, own] = [
      samplingKernel(specification, centred),
      constrainKernel(specification, centred),
      constrainedKernel(specification),
    ].map((kernel) => instantiate(bind(kernel, specification, prepared)));
    const values = (q: readonly number[]): number[] => {
      constrain!.position.set(q);
      constrain!.run('constrain');
      return [...constrain!.output];
    };
    const q = Array.from(free!.position, (_, i) => 0.3 * Math.sin(i + 1));
    free!.position.set(q);
    own!.position.set(values(q));
    // The transforms work entry by entry, so the Jacobian is a product of slopes.
    const h = 1e-6;
    const logJacobian = q.reduce((total, _, i) => {
      const [up, down] = [
        values(q.map((v, k) => (k === i ? v + h : v))),
        values(q.map((v, k) => (k === i ? v - h : v))),
      ];
      return total + Math.log(Math.abs(up[i]! - down[i]!) / (2 * h));
    }, 0);
    expect(free!.run('logDensityGradient')).toBeCloseTo(own!.run('logDensityGradient') + logJacobian, 6);
  });
}
