import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../numeric/random.ts';
import { Model } from '../model.ts';
import { integratedIn, marginalPair } from './marginal.fixture.ts';

const normal = (mu: string | number, sigma: string | number) => ({ dist: 'Normal', params: { mu, sigma } });
const halfNormal = (sigma: number) => ({ dist: 'HalfNormal', params: { sigma } });

const schoolData = {
  school: ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'],
  se: [15, 10, 16, 11, 9, 11, 10, 18],
};
const effects = [28, 8, -3, 7, -1, 1, 18, 12];
const schools = (more: object = {}) => ({
  independent_vars: ['school', 'se'],
  variable_params: {
    centre: normal(0, 5),
    tau: { dist: 'HalfCauchy', params: { beta: 5 } },
    theta: { ...normal('centre', 'tau'), by: 'school', ...more },
  },
  function_params: { function: 'theta' },
  likelihood: normal('mu', 'se'),
});

const random = createRandom(7, 0);
const rows = 60;
const table = {
  g: Array.from({ length: rows }, (_, i) => `g${i % 6}`),
  school: Array.from({ length: rows }, (_, i) => `s${i % 12}`),
  district: Array.from({ length: rows }, (_, i) => `d${(i % 12) % 4}`),
  h: Array.from({ length: rows }, (_, i) => `h${Math.floor(i / 7)}`),
  x: Array.from({ length: rows }, (_, i) => Math.round(4 * random.normal()) / 4 + (i % 3)),
  w: Array.from({ length: rows }, (_, i) => 1 + (i % 4)),
};
const y = table.x.map((x, i) => 2 + 0.5 * x + (i % 6) / 3 + random.normal());
const population = { m: normal(0, 5), t: halfNormal(2), b: normal(0, 5), sigma: halfNormal(2) };

const intercept = {
  independent_vars: ['x'],
  variable_params: { ...population, a: { ...normal('m', 't'), by: 'g' } },
  function_params: { function: 'a + b * x' },
};

const models: Record<string, { config: object; columns: Record<string, unknown[]>; expected: string[] }> = {
  'a varying intercept': { config: intercept, columns: table, expected: ['a'] },
  'a fixed effect of each level': {
    config: {
      ...intercept,
      variable_params: { b: normal(0, 5), sigma: halfNormal(2), a: { ...normal(0, 3), by: 'g' } },
    },
    columns: table,
    expected: ['a'],
  },
  'varying intercept and slope': {
    config: {
      ...intercept,
      variable_params: {
        ...population,
        a: { ...normal('m', 't'), by: 'g' },
        s: { ...normal('b', 1), by: 'g' },
      },
      function_params: { function: 'a + s * x' },
    },
    columns: table,
    expected: ['a', 's'],
  },
  'correlated intercept and slope': {
    config: {
      ...intercept,
      variable_params: {
        ...population,
        a: { ...normal('m', 't'), by: 'g', correlated_with: 's' },
        s: { ...normal('b', 1), by: 'g' },
      },
      function_params: { function: 'a + s * x' },
    },
    columns: table,
    expected: ['a', 's'],
  },
  'schools in districts': {
    config: {
      ...intercept,
      variable_params: {
        ...population,
        d: { ...normal('m', 't'), by: 'district' },
        a: { ...normal('d', 0.7), by: 'school' },
      },
    },
    columns: table,
    expected: ['a', 'd'],
  },
  'two crossed groups': {
    config: {
      ...intercept,
      variable_params: {
        ...population,
        a: { ...normal('m', 't'), by: 'g' },
        c: { ...normal(0, 't'), by: 'h' },
      },
      function_params: { function: 'a + c + b * x' },
    },
    columns: table,
    expected: ['c'],
  },
  weights: {
    config: {
      ...intercept,
      independent_vars: ['x', 'w'],
      likelihood: { ...normal('mu', 'sigma'), weights: 'w' },
    },
    columns: table,
    expected: ['a'],
  },
  'a level in another scale and place': {
    config: { ...intercept, function_params: { function: '(3 - a) / 2 * x + b - a' } },
    columns: table,
    expected: ['a'],
  },
};

describe.each(Object.entries(models))('%s', (_, { config, columns, expected }) => {
  test.each(['none', 'grouped', 'linear'] as const)('by rows reduced as %s', (reduction) => {
    const pair = marginalPair(config, columns, y, reduction);
    expect([...pair.integrated]).toEqual(expected);
    const [sampled, integrated] = pair.counts;
    const unit = fc.double({ min: -1.5, max: 1.5, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(unit, { minLength: sampled, maxLength: sampled }),
        fc.array(unit, { minLength: integrated, maxLength: integrated }),
        (q, noise) => {
          // p(φ, z) = p(φ) p(z | φ), whatever z.
          const { value, gradient } = pair.marginal(q);
          const { position, logDensity } = pair.complete(q, noise);
          const joint = pair.joint(position);
          expect(Math.abs(joint - value - logDensity)).toBeLessThan(1e-9 * (1 + Math.abs(joint)));
          gradient.forEach((slope, i) => {
            const h = 1e-4;
            const [up, down] = [h, -h].map((step) => pair.marginal(q.with(i, q[i]! + step)).value);
            const found = (up! - down!) / (2 * h);
            expect(Math.abs(found - slope)).toBeLessThan(1e-5 * (1 + Math.abs(slope) + Math.abs(value)));
          });
        },
      ),
      { numRuns: 20, seed: 1 },
    );
  });
});

test('the eight schools without their effects are Normal with the two variances added', () => {
  const pair = marginalPair(schools(), schoolData, effects, 'none');
  const logNormal = (x: number, mu: number, variance: number): number =>
    -0.5 * ((x - mu) ** 2 / variance + Math.log(2 * Math.PI * variance));
  for (const [centre, logTau] of [
    [0, 0],
    [4.4, 1.1],
    [-20, -30],
    [7, 12],
  ] as const) {
    const tau = Math.exp(logTau);
    const rowsOf = effects.map((it, i) => logNormal(it, centre, tau ** 2 + schoolData.se[i]! ** 2));
    const priors = logNormal(centre, 0, 25) + Math.log(2 / (Math.PI * 5 * (1 + (tau / 5) ** 2))) + logTau;
    const expected = rowsOf.reduce((sum, it) => sum + it, priors);
    expect(pair.marginal([centre, logTau]).value).toBeCloseTo(expected, 9);
  }
});

test('values far from zero cost no digits', () => {
  const far = y.map((it) => it + 1e6);
  const pair = marginalPair(intercept, table, far, 'none');
  const q = [1e6, Math.log(0.8), 0.5, Math.log(0.9)];
  const noise = Array.from({ length: 6 }, (_, i) => i / 6 - 0.4);
  const { position, logDensity } = pair.complete(q, noise);
  expect(pair.joint(position) - pair.marginal(q).value - logDensity).toBeCloseTo(0, 5);
});

describe('not integrated out are', () => {
  const of = (config: object): string[] => [...integratedIn(config, table, y)];
  const withLevels = (level: object, more: object = {}): object => ({
    ...intercept,
    variable_params: { ...population, a: { by: 'g', ...level } },
    ...more,
  });
  test.each<[string, object]>([
    ['levels whose form is asked for', withLevels({ ...normal('m', 't'), parametrization: 'noncentered' })],
    ['heavier tails', withLevels({ dist: 'StudentT', params: { nu: 4, mu: 'm', sigma: 't' } })],
    ['levels on another scale', withLevels({ dist: 'LogNormal', params: { mu: 'm', sigma: 't' } })],
    [
      'another likelihood',
      withLevels(normal('m', 't'), {
        likelihood: { dist: 'StudentT', params: { nu: 4, mu: 'mu', sigma: 'sigma' } },
      }),
    ],
    ['a level squared', withLevels(normal('m', 't'), { function_params: { function: 'a * a + b * x' } })],
    [
      'a level in an exponent',
      withLevels(normal('m', 't'), { function_params: { function: 'exp(a) + b * x' } }),
    ],
    [
      'a level in the noise',
      withLevels(normal('m', 't'), {
        function_params: { function: 'a + b * x' },
        likelihood: normal('mu', 'exp(a) * sigma'),
      }),
    ],
    [
      'a level in absolute value',
      withLevels(normal('m', 't'), { function_params: { function: 'abs(a) + b * x' } }),
    ],
  ])('%s', (_, config) => {
    expect(of(config)).toEqual([]);
  });

  test('the last of all parameters', () => {
    const config = {
      independent_vars: [],
      variable_params: { a: { ...normal(0, 3), by: 'g' }, c: { ...normal(0, 1), by: 'g' } },
      function_params: { function: 'a + c' },
      likelihood: normal('mu', 1),
    };
    expect(of(config)).toHaveLength(1);
  });
});

test('the posterior is that of the sampled levels, and the report says how it came about', async () => {
  const sample_params = { draws: 1000, tune: 1000, chains: 4, random_seed: 3 };
  const fit = (more: object) => new Model({ ...schools(more), sample_params }).fit(schoolData, effects);
  const [whole, sampled] = [await fit({}), await fit({ parametrization: 'noncentered' })];
  expect(whole.report().parametrization).toEqual({ theta: 'integrated' });
  expect(sampled.report().parametrization).toEqual({ theta: 'noncentered' });
  expect(whole.verdict().status).toBe('good');
  const [own, other] = [whole.summary(), sampled.summary()];
  expect(Object.keys(own)).toEqual(Object.keys(other));
  const lp = (model: Model) => model.trace.sampleStats['lp']!.values;
  const mean = (values: Float64Array) => values.reduce((sum, it) => sum + it, 0) / values.length;
  // The log density of all parameters: the same number, up to chance, from either way.
  expect(Math.abs(mean(lp(whole)) - mean(lp(sampled)))).toBeLessThan(0.4);
  for (const name of ['centre', 'tau', 'theta']) {
    const [a, c] = [own[name]!, other[name]!];
    [a.mean].flat().forEach((value, i) => {
      const error = Math.hypot([a.mcse_mean].flat()[i]!, [c.mcse_mean].flat()[i]!);
      expect(Math.abs(value - [c.mean].flat()[i]!)).toBeLessThan(4 * error);
      expect(Math.abs([a.sd].flat()[i]! / [c.sd].flat()[i]! - 1)).toBeLessThan(0.15);
    });
  }
});

test('a fit starts from one that integrated the same out', async () => {
  const model = await new Model(schools()).fit(schoolData, effects);
  const again = await new Model(schools()).fit(schoolData, effects, { startFrom: model.saved });
  expect(model.saved.chains[0]!.position).toHaveLength(2);
  expect(again.saved.warmup?.way).toBe('given');
  expect(again.verdict().status).toBe('good');
});
