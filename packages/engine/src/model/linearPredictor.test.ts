import { expect, test } from 'vitest';
import { parseConfig } from '../config/config.ts';
import { toColumn, toTable } from '../data/columns.ts';
import { createRandom } from '../numeric/random.ts';
import { instantiate } from './instance.ts';
import { bind, samplingKernel } from './kernels.ts';
import { knowledge } from './knowledge.ts';
import { triangles } from './linearPredictor.ts';
import { reduceRows } from './reduction.ts';
import { specify } from './specification.ts';
import { prepareTraining } from './trainingData.ts';

const random = createRandom(8, 1);
const n = 500;
const normals = (scale = 1, centre = 0): number[] =>
  Array.from({ length: n }, () => centre + scale * random.normal());
const table = {
  x: normals(3, 50),
  z: normals(),
  x1: normals(),
  x2: normals(2, 1e3),
  g: Array.from({ length: n }, () => 'abc'[random.integer(3)]!),
  w: Array.from({ length: n }, () => 0.5 + random.uniform()),
};
const far = normals(1, 1e4);
const positive = normals().map((value) => Math.exp(value));

const normal = { dist: 'Normal', params: { mu: 0, sigma: 1 } };
const scale = { dist: 'HalfNormal', params: { sigma: 1 } };
const cases: Record<
  string,
  { fn: string; variables: object; likelihood: object; y: number[]; rows: number }
> = {
  'a straight line': {
    fn: 'a + b * x',
    variables: { a: normal, b: normal, s: scale },
    likelihood: { dist: 'Normal', params: { mu: 'mu', sigma: 's' } },
    y: far,
    rows: 3,
  },
  'a curve that is linear in its coefficients, with weights': {
    fn: 'a + (b * x - c * x ** 2) / 10 + c * log(abs(z) + 1) * a',
    variables: { a: normal, b: normal, c: normal, s: scale },
    likelihood: { dist: 'Normal', params: { mu: 'mu', sigma: 's' }, weights: 'w' },
    y: far,
    rows: 5,
  },
  'a vector of coefficients and an intercept a group, each group with a scale': {
    fn: 'a - dot(X, beta) + z * b',
    variables: {
      a: { ...normal, by: 'g' },
      beta: { ...normal, over: 'X' },
      b: { ...normal, by: 'g' },
      s: { ...scale, by: 'g' },
    },
    likelihood: { dist: 'Normal', params: { mu: 'mu', sigma: 's' } },
    y: far,
    rows: 15,
  },
  'the logarithm of the outcome': {
    fn: 'a + b * z',
    variables: { a: normal, b: normal, s: scale },
    likelihood: { dist: 'LogNormal', params: { mu: 'mu', sigma: 's' } },
    y: positive,
    rows: 3,
  },
};

for (const [name, { fn, variables, likelihood, y, rows }] of Object.entries(cases)) {
  test(`${name}: few rows have the density and gradient of all`, () => {
    const config = {
      independent_vars: ['x', 'z', { X: ['x1', 'x2'] }].filter((item) =>
        typeof item === 'string' ? new RegExp(`\\b${item}\\b`).test(fn) : fn.includes('dot'),
      ),
      variable_params: variables,
      function_params: { function: fn },
      likelihood,
    };
    const specification = specify(parseConfig(config, knowledge));
    const data = prepareTraining(specification, toTable(table), toColumn(y, 'y'), 'y');
    const reduced = reduceRows(specification, data);
    expect([reduced.kind, reduced.data.rows]).toEqual(['linear', rows]);
    const centred = () => false;
    const full = instantiate(bind(samplingKernel(specification, centred), specification, data));
    const small = instantiate(
      bind(samplingKernel(specification, centred, reduced.kind), specification, reduced.data),
    );
    for (const shift of [0.4, -0.9, 1.6]) {
      for (const instance of [full, small])
        instance.position.set(Array.from(full.position, (_, i) => shift - 0.2 * i));
      const [all, few] = [full.run('logDensityGradient'), small.run('logDensityGradient')];
      expect(Math.abs(few / all - 1)).toBeLessThan(1e-11);
      const largest = full.output.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      for (const [i, value] of small.output.entries())
        expect(Math.abs(value - full.output[i]!)).toBeLessThan(1e-11 * largest);
    }
  });
}

test('triangles keep the products of every two columns within each group', () => {
  const columns = [normals(), normals(2), new Array<number>(n).fill(0), normals(1, 5)].map((values) =>
    Float64Array.from(values),
  );
  const groupOf = Int32Array.from({ length: n }, (_, row) => (row < 2 ? 0 : 1 + (row % 3)));
  const reduced = triangles(columns, groupOf, 4);
  expect([...reduced.group]).toEqual([0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]);
  const product = (a: Float64Array, c: Float64Array, group: Int32Array, g: number): number =>
    a.reduce((sum, value, row) => sum + (group[row] === g ? value * c[row]! : 0), 0);
  for (let g = 0; g < 4; g++)
    columns.forEach((a, i) => {
      columns.forEach((c, j) => {
        const exact = product(a, c, groupOf, g);
        const kept = product(reduced.columns[i]!, reduced.columns[j]!, reduced.group, g);
        expect(Math.abs(kept - exact)).toBeLessThan(1e-10);
      });
    });
});
