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
const w = Array.from({ length: n }, () => 0.5 + 2 * random.uniform());
const each = (make: (row: number) => number): number[] => Array.from({ length: n }, (_, row) => make(row));
const counts = each(() => random.integer(4));
const positive = each(() => random.exponential());
const far = each((row) => 1e4 + x[row]! + random.normal());
const shares = each(() => random.uniform());

interface Case {
  readonly y: number[];
  readonly likelihood: Record<string, unknown>;
  /** How rows are taken together, `grouped` when left out. */
  readonly kind?: 'counted';
}

const likelihood = (dist: string, params: Record<string, unknown>, more = {}) => ({ dist, params, ...more });
const cases: Record<string, Case> = {
  Normal: { y: far, likelihood: likelihood('Normal', { mu: 'mu', sigma: 'scale' }) },
  'Normal with weights': {
    y: far,
    likelihood: likelihood('Normal', { mu: 'mu', sigma: 'scale' }, { weights: 'w' }),
  },
  'Normal by precision': { y: far, likelihood: likelihood('Normal', { mu: 'mu', tau: 'scale' }) },
  LogNormal: { y: positive, likelihood: likelihood('LogNormal', { mu: 'mu', sigma: 'scale' }) },
  Bernoulli: { y: counts.map((k) => k % 2), likelihood: likelihood('Bernoulli', { p: 'invlogit(mu)' }) },
  'Bernoulli by log-odds': {
    y: counts.map((k) => k % 2),
    likelihood: likelihood('Bernoulli', { logit_p: 'mu' }),
  },
  Binomial: { y: counts, likelihood: likelihood('Binomial', { n: 5, p: 'invlogit(mu)' }) },
  'Binomial of x trials': {
    y: counts.map((k, row) => Math.min(k, x[row]!)),
    likelihood: likelihood('Binomial', { n: 'x', p: 'invlogit(mu)' }),
  },
  Poisson: { y: counts, likelihood: likelihood('Poisson', { mu: 'exp(mu)' }) },
  'Poisson with weights': {
    y: counts,
    likelihood: likelihood('Poisson', { mu: 'exp(mu)' }, { weights: 'w' }),
  },
  Exponential: { y: positive, likelihood: likelihood('Exponential', { lam: 'exp(mu)' }) },
  Gamma: { y: positive, likelihood: likelihood('Gamma', { alpha: 'scale', beta: 'exp(mu)' }) },
  InverseGamma: { y: positive, likelihood: likelihood('InverseGamma', { alpha: 'scale', beta: 'exp(mu)' }) },
  Geometric: { y: counts.map((k) => k + 1), likelihood: likelihood('Geometric', { p: 'invlogit(mu)' }) },
  Beta: { y: shares, likelihood: likelihood('Beta', { alpha: 'exp(mu)', beta: 'scale' }) },
  'Poisson cut off above': {
    y: counts
      .filter((k) => k < 3)
      .concat(counts.map((k) => k % 3))
      .slice(0, n),
    likelihood: likelihood('Poisson', { mu: 'exp(mu)' }, { truncated: { upper: 2 } }),
  },
  'Exponential with late values unknown': {
    y: positive.map((value) => Math.min(value, 1)),
    likelihood: likelihood('Exponential', { lam: 'exp(mu)' }, { censored: { upper: 1 } }),
  },
  NegativeBinomial: {
    y: counts,
    likelihood: likelihood('NegativeBinomial', { mu: 'exp(mu)', alpha: 'scale' }),
    kind: 'counted',
  },
};

for (const [name, { y, likelihood, kind = 'grouped' }] of Object.entries(cases)) {
  test(`${name}: rows taken together have the density and gradient of the rows one by one`, () => {
    const usesScale = JSON.stringify(likelihood).includes('scale');
    const config = {
      independent_vars: ['x'],
      variable_params: {
        a: { dist: 'Normal', params: { mu: 0, sigma: 1 }, by: 'g' },
        b: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
        ...(usesScale ? { scale: { dist: 'HalfNormal', params: { sigma: 1 } } } : {}),
      },
      function_params: { function: 'a + exp(b * x / 7)' },
      likelihood,
    };
    const specification = specify(parseConfig(config, knowledge));
    const data = prepareTraining(specification, toTable({ x, g, w }), toColumn(y, 'y'), 'y');
    const reduced = reduceRows(specification, data);
    expect(reduced.kind).toBe(kind);
    expect(reduced.data.rows).toBeLessThanOrEqual(kind === 'grouped' ? 21 : 84);
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

test('rows that all differ stay as they are', () => {
  const config = {
    independent_vars: ['x'],
    variable_params: { b: { dist: 'Normal', params: { mu: 0, sigma: 1 } } },
    function_params: { function: 'exp(b * x)' },
  };
  const specification = specify(parseConfig(config, knowledge));
  const unequal = x.map(() => random.normal());
  const data = prepareTraining(specification, toTable({ x: unequal }), toColumn(unequal, 'y'), 'y');
  expect(reduceRows(specification, data)).toEqual({ kind: 'none', data });
});
