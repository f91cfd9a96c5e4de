import { describe, expect, it } from 'vitest';
import { rSquared } from './estimator.ts';
import { Model } from './model.ts';

const config = {
  independent_vars: ['x'],
  variable_params: {
    a: { dist: 'Normal', params: { mu: 0, sigma: 5 } },
    b: { dist: 'Normal', params: { mu: 0, sigma: 5 } },
  },
  function_params: { function: 'a + b * x' },
  sample_params: { draws: 300, tune: 300, chains: 2, random_seed: 1 },
};
const x = Float64Array.from({ length: 30 }, (_, i) => i / 10);
const y = x.map((value, i) => 2 - value + (((i * 7) % 11) - 5) / 20);

describe('parameters', () => {
  it('are read by path, and make an equal model', () => {
    const model = new Model(config);
    expect(model.getParams()).toMatchObject({
      variable_params__a__params__sigma: 5,
      sample_params__draws: 300,
      sample_params: { draws: 300 },
    });
    expect(Object.keys(model.getParams({ deep: false }))).toEqual([
      'independent_vars',
      'variable_params',
      'function_params',
      'sample_params',
    ]);
    expect(new Model(model.getParams({ deep: false })).config).toEqual(model.config);
    expect(model.featureNamesIn).toEqual(['x']);
  });

  it('are set by path, checked, and forget the fit', async () => {
    const model = await new Model(config).fit({ x }, y);
    const same = model.setParams({ sample_params__draws: 50, variable_params__a__params__sigma: 1 });
    expect(same).toBe(model);
    expect(model.config.sample_params.draws).toBe(50);
    expect(model.config.variable_params['a']!.params['sigma']).toBe(1);
    expect(() => model.predict({ x })).toThrow(/needs a fitted model/);
    await model.fit({ x }, y);
    expect(model.trace.draws).toBe(50);
    expect(() => model.setParams({ sample_params__draw: 1 })).toThrow(/draw.*did you mean "draws"/);
    expect(() => model.setParams({ function_params__function__x: 1 })).toThrow(/holds no values/);
    expect(model.config.sample_params.draws).toBe(50);
    expect(model.setParams({ sample_params: undefined }).config.sample_params.draws).toBe(1000);
  });

  it('are copied to an unfitted model by clone', async () => {
    const model = await new Model(config).fit({ x }, y);
    const copy = model.clone();
    expect(copy.config).toEqual(model.config);
    expect(() => copy.trace).toThrow(/needs a fitted model/);
    expect((await copy.fit({ x }, y)).trace.posterior['a']).toEqual(model.trace.posterior['a']);
  });
});

describe('score', () => {
  it('is R²: 1 when perfect, 0 for the mean, as scikit-learn’s r2_score with weights', () => {
    const outcomes = Float64Array.of(3, -0.5, 2, 7);
    expect(rSquared(outcomes, outcomes)).toBe(1);
    expect(rSquared(outcomes, new Float64Array(4).fill(2.875))).toBe(0);
    // The example of scikit-learn's documentation, and the same with weights: residuals 4.75 around 87.9.
    expect(rSquared(outcomes, Float64Array.of(2.5, 0, 2, 8))).toBeCloseTo(0.9486081370449679, 15);
    expect(rSquared(outcomes, Float64Array.of(2.5, 0, 2, 8), [1, 2, 3, 4])).toBeCloseTo(1 - 4.75 / 87.9, 12);
  });

  it('judges expected outcomes, through the likelihood’s mean', async () => {
    const model = await new Model(config).fit({ x }, y);
    expect(model.score({ x }, y)).toBeGreaterThan(0.9);
    const counts = x.map((value) => Math.round(10 * Math.exp(-value)));
    const poisson = await new Model({
      ...config,
      function_params: { function: 'a + b * x' },
      likelihood: { dist: 'Poisson', params: { mu: 'exp(mu)' } },
    }).fit({ x }, counts);
    expect(poisson.score({ x }, counts)).toBeGreaterThan(0.9);
  });
});

describe('sample weights', () => {
  it('count a row of weight 2 as two equal rows, whole weights or not', async () => {
    const weights = x.map((_, i) => 1 + (i % 2));
    const twice = [...x.keys()].flatMap((i) => (i % 2 === 1 ? [i, i] : [i]));
    const weighted = await new Model(config).fit({ x }, y, { sampleWeight: weights });
    const repeated = await new Model(config).fit(
      { x: Float64Array.from(twice, (i) => x[i]!) },
      Float64Array.from(twice, (i) => y[i]!),
    );
    for (const name of ['a', 'b', 'sigma']) {
      const [one, other] = [weighted, repeated].map((it) => it.summary()[name]!);
      expect(Math.abs(Number(one!.mean) - Number(other!.mean))).toBeLessThan(0.3 * Number(other!.sd));
      expect(Number(one!.sd) / Number(other!.sd)).toBeCloseTo(1, 0);
    }
    expect(weighted.predict({ x: [1] })).toHaveLength(1);
    expect((await new Model(config).fit({ x }, y)).summary()['a']).not.toEqual(weighted.summary()['a']);
  });

  it('must be one a row, at least 0, and given one way', async () => {
    const model = new Model(config);
    await expect(model.fit({ x }, y, { sampleWeight: [1, 2] })).rejects.toThrow(/2 weights for 30 rows/);
    await expect(model.fit({ x }, y, { sampleWeight: x.map(() => -1) })).rejects.toThrow(/range of weights/);
    await expect(model.fit({ x, sample_weight: x }, y, { sampleWeight: x })).rejects.toThrow(
      /the data hold a column sample_weight too/,
    );
  });
});
