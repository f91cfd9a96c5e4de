import { beforeAll, describe, expect, it } from 'vitest';
import { Model } from './model.ts';

const rows = 20;
const X = {
  x: Float64Array.from({ length: rows }, (_, i) => i / 10),
  p: Float64Array.from({ length: rows }, (_, i) => (i * 3) % 5),
  q: Float64Array.from({ length: rows }, (_, i) => (i * 7) % 4),
  g: Array.from({ length: rows }, (_, i) => ['one', 'two', 'two'][i % 3]!),
};
const model = (fn: string, likelihood: object = { dist: 'Normal', params: { mu: 'mu', sigma: 1 } }) =>
  new Model({
    independent_vars: ['x', { V: ['p', 'q'] }, 'g'],
    variable_params: {
      a: { dist: 'Normal', params: { mu: 0, sigma: 1 }, by: 'g' },
      b: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
      beta: { dist: 'Normal', params: { mu: 0, sigma: 1 }, over: 'V' },
    },
    function_params: { function: fn },
    likelihood,
    sample_params: { draws: 100, tune: 200, chains: 2, random_seed: 1 },
  });
const y = X.x.map((x, i) => 1 + x + 0.1 * ((i * 5) % 7));
const meanOf = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe('contributions', () => {
  it('are the terms of a sum, column by column of a vector, and add up to the mean', async () => {
    const fitted = await model('2 + a - b * x + dot(V, beta) - 1').fit(X, y);
    const { links, terms } = fitted.contributions(X, { alpha: 0.5 });
    expect(links).toEqual([]);
    expect(Object.keys(terms)).toEqual(['constant', 'a', '-(b * x)', 'p', 'q']);
    expect([...terms['constant']!.mean]).toEqual(Array(rows).fill(1));
    const { draws, values } = fitted.predictDraws(X, { of: 'mean' });
    for (const row of [0, 7, 19]) {
      const total = Object.values(terms).reduce((sum, { mean }) => sum + mean[row]!, 0);
      const mean = meanOf(Array.from({ length: draws }, (_, draw) => values[draw * rows + row]!));
      expect(total).toBeCloseTo(mean, 9);
      const { lower, mean: middle, upper } = terms['a']!;
      expect(lower[row]! < middle[row]! && middle[row]! < upper[row]!).toBe(true);
    }
    const slope = meanOf(fitted.trace.posterior['b']!.values);
    expect(terms['-(b * x)']!.mean[7]).toBeCloseTo(-slope * X.x[7]!, 9);
  });

  it('look inside exp, log and their like for the linear predictor', async () => {
    const counts = y.map(Math.round);
    const fitted = await model('exp(a + b * x + dot(V, beta))', {
      dist: 'Poisson',
      params: { mu: 'mu' },
    }).fit(X, counts);
    const { links, terms } = fitted.contributions(X);
    expect(links).toEqual(['exp']);
    expect(Object.keys(terms)).toContain('b * x');
    expect(terms['a']!.mean[0]).not.toBe(terms['a']!.mean[1]);
    expect(terms['a']!.mean[1]).toBe(terms['a']!.mean[2]);
  });
});

describe('conditional effects', () => {
  let fitted: Model;
  beforeAll(async () => {
    fitted = await model('a + b * x + dot(V, beta)').fit(X, y);
  });

  it('are predictions along a column, the others at their medians and commonest levels', () => {
    const found = fitted.effects(X, 'x', { points: 3, alpha: 0.8 });
    expect(found).toMatchObject({ column: 'x', values: [0, 0.95, 1.9], at: { p: 2, q: 1.5, g: 'two' } });
    const same = { x: [0, 0.95, 1.9], p: [2, 2, 2], q: [1.5, 1.5, 1.5], g: ['two', 'two', 'two'] };
    const { lower, median, upper } = fitted.predict(same, { alpha: 0.8, of: 'mean' });
    expect([found.lower, found.median, found.upper]).toEqual([lower, median, upper]);
    expect(fitted.effects(X, 'x', { points: 3, alpha: 0.8, of: 'observation' }).upper[0]).toBeGreaterThan(
      upper[0]!,
    );
  });

  it('of levels stand at each level', () => {
    expect(fitted.effects(X, 'g')).toMatchObject({ values: ['one', 'two'], at: { x: 0.95 } });
  });

  it('refuse what is no column, too few points, and intervals of 0 or 1', () => {
    expect(() => fitted.effects(X, 'xs')).toThrow(/xs: no such column/);
    expect(() => fitted.effects({ x: [1] }, 'x')).toThrow(/p: no such column/);
    expect(() => fitted.effects(X, 'x', { points: 1 })).toThrow(/from 2 to 10000; found 1/);
    for (const alpha of [0, 1, Number.NaN]) {
      expect(() => fitted.effects(X, 'x', { alpha })).toThrow(/between 0 and 1; found/);
      expect(() => fitted.contributions(X, { alpha })).toThrow(/between 0 and 1; found/);
    }
  });
});
