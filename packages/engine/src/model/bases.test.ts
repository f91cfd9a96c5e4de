import { expect, test } from 'vitest';
import { exp } from '../numeric/math.ts';
import { createRandom } from '../numeric/random.ts';
import { compileDensity } from './density.fixture.ts';
import { Model } from './model.ts';

const weeks = Array.from({ length: 40 }, (_, i) => i + 1);
const random = createRandom(3, 1);
const curve = weeks.map((week) => Math.sin(week / 5) + 0.1 * random.normal());

const spline = {
  independent_vars: ['week'],
  variable_params: {
    a: { dist: 'Normal', params: { mu: 0, sigma: 2 } },
    w: { dist: 'Normal', params: { mu: 0, sigma: 2 }, over: 'bs(week,8)' },
  },
  function_params: { function: 'a + dot(bs(week, 8), w)' },
  sample_params: { draws: 300, tune: 400, chains: 2, random_seed: 1 },
};
const process = {
  independent_vars: ['week'],
  variable_params: {
    a: { dist: 'Normal', params: { mu: 0, sigma: 2 } },
    ell: { dist: 'InverseGamma', params: { alpha: 5, beta: 30 } },
    alpha: { dist: 'HalfNormal', params: { sigma: 1 } },
    f: { dist: 'Normal', params: { mu: 0, sigma: 'alpha' }, over: 'gp(week, ell, n)' },
  },
  function_params: { function: '(week, a, f) => a + dot(gp(week, ell, n), f)', constants: { n: 25 } },
  sample_params: { draws: 300, tune: 400, chains: 2, random_seed: 1 },
};

for (const [name, config] of Object.entries({ 'a spline': spline, 'a Gaussian process': process })) {
  test(`${name}: the gradient is the slope`, () => {
    for (const form of [false, true]) {
      const density = compileDensity(config, { week: weeks }, curve, form);
      const q = Float64Array.from({ length: density.dimension }, (_, i) => 0.4 * Math.sin(2 * i + 1));
      const { gradient } = density.free(q);
      const h = 1e-5;
      gradient.forEach((slope, i) => {
        const moved = (by: number) => density.free(q.map((v, k) => (k === i ? v + by : v))).value;
        const central = (moved(h) - moved(-h)) / (2 * h);
        expect(Math.abs(slope - central)).toBeLessThan(1e-6 * Math.max(1, Math.abs(central)));
      });
    }
  });

  test(`${name} follows a curve, and predicts the same after it was saved`, async () => {
    const model = await new Model(config).fit({ week: weeks }, curve);
    const fitted = model.predict({ week: weeks });
    const miss = fitted.reduce((sum, value, i) => sum + (value - Math.sin(weeks[i]! / 5)) ** 2, 0) / 40;
    expect(Math.sqrt(miss)).toBeLessThan(0.08);
    const again = await Model.fromNetcdf(await model.toNetcdf());
    // One row could not fix the basis anew; it is the training rows'.
    expect([...again.predict({ week: [17, 43] })]).toEqual([...model.predict({ week: [17, 43] })]);
    expect(model.predict({ week: [17] })[0]).toBeCloseTo(fitted[16]!, 12);
    const levels = model.summary()[name === 'a spline' ? 'w' : 'f']!.levels;
    expect(levels).toHaveLength(name === 'a spline' ? 8 : 25);
  });
}

test('the functions and spectral density of a Gaussian process add up to the squared exponential kernel', () => {
  const ell = 6;
  const density = compileDensity(
    {
      ...process,
      function_params: { function: 'a + dot(gp(week, ell, n), f)', constants: { n: 60 } },
    },
    { week: weeks },
    curve,
  );
  // The function's value at unit coefficients comes from the log density of one row with a known sigma.
  const base = { a: 0, ell, alpha: 1, sigma: 1 };
  const value = (f: number[]) => density.at({ ...base, f }).gradient['a'];
  const zero = value(Array(60).fill(0));
  // d log p / da = Σ (y − mu) / σ²: each coefficient's column sum.
  const columnSums = Array.from({ length: 60 }, (_, k) => {
    const f = Array<number>(60).fill(0);
    f[k] = 1;
    return Number(zero) - Number(value(f));
  });
  const approximate = columnSums.reduce((sum, it) => sum + it * it, 0);
  const exact = weeks.reduce(
    (sum, s) => sum + weeks.reduce((inner, t) => inner + exp(-((s - t) ** 2) / (2 * ell * ell)), 0),
    0,
  );
  expect(Math.abs(approximate / exact - 1)).toBeLessThan(1e-3);
});

const message = (variables: object, text: string, constants = {}): string => {
  try {
    new Model({
      independent_vars: ['week'],
      variable_params: variables,
      function_params: { function: text, constants },
    });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('the config was accepted');
};
const w = (over: string) => ({ w: { dist: 'Normal', params: { mu: 0, sigma: 1 }, over } });

test('a basis that cannot be is refused with its place', () => {
  expect(message(w('bs(weak, 6)'), 'dot(bs(weak, 6), w)')).toContain('the first argument of bs is a column');
  expect(message(w('bs(week, 2)'), 'dot(bs(week, 2), w)')).toContain('a whole number from the degree (3)');
  expect(message(w('bs(week, 6, 9)'), 'dot(bs(week, 6, 9), w)')).toContain('the degree of bs');
  expect(message(w('gp(week, 3, 0)'), 'dot(gp(week, 3, 0), w)')).toContain('from 1 to 500');
  expect(message(w('gp(week, -3)'), 'dot(gp(week, -3), w)')).toContain('the lengthscale of gp is above 0');
  expect(message(w('gp(week, 3, 9, 0.5)'), 'dot(gp(week, 3, 9, 0.5), w)')).toContain('a number above 1');
  expect(message(w('week + 1'), 'sum(w)')).toContain('neither a vector nor a basis');
  expect(message(w('bs(week, 6)'), 'dot(bs(week, 7), w)')).toContain('declare a variable with over');
  expect(message(w('bs(week, 6)'), 'bs(week, 6) + sum(w)')).toContain('is used as dot(bs(week, 6), beta)');
  expect(message(w('gp(week, ell)'), 'dot(gp(week, ell), w)')).toContain('ell');
});

test('a training column that cannot carry its basis is refused', async () => {
  const model = new Model(spline);
  await expect(model.fit({ week: [1, 1, 1, 2, 2, 2] }, [1, 2, 3, 1, 2, 3])).rejects.toThrow(
    'week cannot carry bs(week, 8): its 2 distinct values',
  );
});
