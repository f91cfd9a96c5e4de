import { describe, expect, it } from 'vitest';
import { Model } from './model.ts';

const groups = { g: ['a', 'b', 'c', 'a', 'b', 'c'], x: [0, 1, 2, 3, 4, 5] };
const model = (variable_params: object, fn: string, rest: object = {}) =>
  new Model({
    independent_vars: ['g', 'x'],
    variable_params,
    function_params: { function: fn },
    likelihood: { dist: 'Normal', params: { mu: 'mu', sigma: 1 } },
    ...rest,
  });
const moments = (values: ArrayLike<number>) => {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  return { mean, sd: Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length) };
};
const draws = 20_000;

describe('draws from the prior', () => {
  it('follow parents and levels, entry by entry', () => {
    const trace = model(
      {
        m: { dist: 'Normal', params: { mu: 3, sigma: 0.5 } },
        tau: { dist: 'HalfNormal', params: { sigma: 2 } },
        level: { dist: 'Normal', params: { mu: 'm', sigma: 'tau' }, by: 'g' },
      },
      'level + x * 0',
    ).priorDraws(groups, { draws });
    const { m, level } = trace.posterior;
    expect(level).toMatchObject({ dims: ['g'], shape: [3] });
    expect(trace.coords).toEqual({ g: ['a', 'b', 'c'] });
    // Five standard errors of 20 000 draws.
    expect(Math.abs(moments(m!.values).mean - 3)).toBeLessThan((5 * 0.5) / Math.sqrt(draws));
    // Var(level) = Var(m) + E[tau²] = 0.25 + 4.
    expect(Math.abs(moments(level!.values).sd / Math.sqrt(4.25) - 1)).toBeLessThan(0.05);
  });

  it('of a walk start wide and take steps of its own size', () => {
    const { walk } = model(
      { walk: { dist: 'GaussianRandomWalk', params: { mu: 0.5, sigma: 0.25 }, by: 'x' } },
      'walk',
      { independent_vars: ['x'] },
    ).priorDraws({ x: groups.x }, { draws: 4000 }).posterior;
    const steps = walk!.values
      .filter((_, i) => i % 6 > 0)
      .map((value, k) => {
        const entry = (k % 5) + 1 + 6 * Math.floor(k / 5);
        return value - walk!.values[entry - 1]!;
      });
    expect(moments(steps).mean).toBeCloseTo(0.5, 1);
    expect(moments(steps).sd).toBeCloseTo(0.25, 1);
    expect(moments(walk!.values.filter((_, i) => i % 6 === 0)).sd / 100).toBeCloseTo(1, 1);
  });

  it('of correlated effects have the LKJ prior’s correlations', () => {
    const { a, b, cor_a_b } = model(
      {
        a: { dist: 'Normal', params: { mu: 0, sigma: 2 }, by: 'g', correlated_with: 'b', lkj_eta: 1 },
        b: { dist: 'Normal', params: { mu: 1, sigma: 3 }, by: 'g' },
      },
      'a + b * x',
    ).priorDraws(groups, { draws }).posterior;
    // LKJ(1) of two: uniform on (−1, 1), of variance 1/3; the entries follow it.
    expect(moments(cor_a_b!.values).sd ** 2).toBeCloseTo(1 / 3, 1);
    expect(moments(a!.values).sd).toBeCloseTo(2, 1);
    let product = 0;
    for (let draw = 0; draw < draws; draw++)
      product +=
        ((a!.values[3 * draw]! / 2) * ((b!.values[3 * draw]! - 1) / 3) - cor_a_b!.values[draw]!) / draws;
    expect(Math.abs(product)).toBeLessThan(0.05);
  });

  it('of simplexes sum to 1', () => {
    const { p } = model({ p: { dist: 'Dirichlet', params: { a: 2 }, by: 'g' } }, 'p + x * 0').priorDraws(
      groups,
      { draws: 50 },
    ).posterior;
    for (let draw = 0; draw < 50; draw++)
      expect(p!.values[3 * draw]! + p!.values[3 * draw + 1]! + p!.values[3 * draw + 2]!).toBeCloseTo(1, 12);
  });

  it('make outcomes through the likelihood, and are refused for an improper prior', () => {
    const line = model({ s: { dist: 'Normal', params: { mu: 2, sigma: 0.1 } } }, 's * x', {
      independent_vars: ['x'],
    });
    const { rows, values } = line.priorPredictive({ x: [0, 10] }, { draws: 4000 });
    expect(rows).toBe(2);
    const last = values.filter((_, i) => i % 2 === 1);
    expect(moments(last).mean).toBeCloseTo(20, 0);
    expect(moments(last).sd).toBeCloseTo(Math.SQRT2, 1);
    const flat = model({ s: { dist: 'Flat' } }, 's * x', { independent_vars: ['x'] });
    expect(() => flat.priorPredictive({ x: [1] })).toThrow(/variable_params.s: Flat is improper/);
  });
});
