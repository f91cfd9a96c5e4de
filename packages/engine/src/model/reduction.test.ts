import { expect, test } from 'vitest';
import { parseConfig } from '../config/config.ts';
import { toColumn, toTable } from '../data/columns.ts';
import { createRandom } from '../numeric/random.ts';
import { instantiate } from './instance.ts';
import { bind, samplingKernel } from './kernels.ts';
import { knowledge } from './knowledge.ts';
import { reduceRows } from './reduction.ts';
import { specify } from './specification.ts';
import { prepareTraining } from './trainingData.ts';

const random = createRandom(3, 1);
const n = 400;
const x = Array.from({ length: n }, () => random.integer(7));
const g = Array.from({ length: n }, () => 'abc'[random.integer(3)]!);

const cases = {
  grouped: {
    y: x.map((value) => 1e4 + value + random.normal()),
    likelihood: { dist: 'Normal', params: { mu: 'mu', sigma: 'sigma' } },
    extra: { sigma: { dist: 'HalfNormal', params: { sigma: 1 } } },
  },
  counted: {
    y: x.map(() => random.integer(3)),
    likelihood: { dist: 'Poisson', params: { mu: 'exp(mu)' } },
    extra: {},
  },
};

for (const [kind, { y, likelihood, extra }] of Object.entries(cases)) {
  test(`${kind} rows have the density and gradient of the rows one by one`, () => {
    const config = {
      independent_vars: ['x'],
      variable_params: {
        a: { dist: 'Normal', params: { mu: 0, sigma: 1 }, by: 'g' },
        b: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
        ...extra,
      },
      function_params: { function: 'a + b * x / 7' },
      likelihood,
    };
    const specification = specify(parseConfig(config, knowledge));
    const data = prepareTraining(specification, toTable({ x, g }), toColumn(y, 'y'), 'y');
    const reduced = reduceRows(specification, data);
    expect(reduced.kind).toBe(kind);
    expect(reduced.data.rows).toBeLessThanOrEqual(kind === 'grouped' ? 21 : 63);
    const centred = () => false;
    const full = instantiate(bind(samplingKernel(specification, centred), specification, data));
    const small = instantiate(
      bind(samplingKernel(specification, centred, reduced.kind), specification, reduced.data),
    );
    for (const instance of [full, small])
      instance.position.set(Array.from(full.position, (_, i) => 0.4 - 0.2 * i));
    const [all, few] = [full.run('logDensityGradient'), small.run('logDensityGradient')];
    expect(Math.abs(few / all - 1)).toBeLessThan(1e-12);
    small.output.forEach((value, i) => {
      expect(Math.abs(value / full.output[i]! - 1)).toBeLessThan(1e-11);
    });
  });
}

test('rows that all differ stay as they are', () => {
  const config = {
    independent_vars: ['x'],
    variable_params: { b: { dist: 'Normal', params: { mu: 0, sigma: 1 } } },
    function_params: { function: 'b * x' },
  };
  const specification = specify(parseConfig(config, knowledge));
  const unequal = x.map(() => random.normal());
  const data = prepareTraining(specification, toTable({ x: unequal }), toColumn(unequal, 'y'), 'y');
  expect(reduceRows(specification, data)).toEqual({ kind: 'none', data });
});
