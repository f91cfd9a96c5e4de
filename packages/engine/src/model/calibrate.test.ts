import { describe, expect, it } from 'vitest';
import { Model } from './model.ts';

const config = {
  independent_vars: ['x'],
  variable_params: {
    a: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
    b: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
    sigma: { dist: 'HalfNormal', params: { sigma: 1 } },
  },
  function_params: { function: 'a + b * x' },
  sample_params: { draws: 200, tune: 200, chains: 2, random_seed: 4 },
};
const X = { x: Float64Array.from({ length: 12 }, (_, i) => i / 6 - 1) };

describe('calibration', () => {
  it('of a right model has uniform ranks, reproducibly', async () => {
    const told: number[] = [];
    const options = { simulations: 60, onProgress: (done: number) => told.push(done) };
    const found = await new Model(config).calibrate(X, options);
    expect(found.quantities.map(({ variable }) => variable)).toEqual(['a', 'b', 'sigma', 'log likelihood']);
    expect(found).toMatchObject({ simulations: 60, highestRank: 99, isCalibrated: true });
    for (const { ranks, chiSquare } of found.quantities) {
      expect(ranks).toHaveLength(60);
      expect(chiSquare.bins).toBe(10);
    }
    expect(told).toHaveLength(60);
    const again = await new Model(config).calibrate(X, { simulations: 60 });
    expect(again.quantities).toEqual(found.quantities);
  });

  it('finds chains that never left where they began', async () => {
    const hasty = new Model({
      ...config,
      sample_params: { draws: 50, tune: 0, chains: 2, max_tree_depth: 1, warmup: 'windows' },
    });
    const found = await hasty.calibrate(X, { simulations: 60 });
    expect(found.isCalibrated).toBe(false);
    expect(found.pValue).toBeLessThan(0.01);
    expect(found.badFits).toBe(60);
  });

  it('without data stands on columns of its own, groups included', async () => {
    const grouped = new Model({
      ...config,
      independent_vars: ['x', 'g'],
      variable_params: { ...config.variable_params, a: { ...config.variable_params.a, by: 'g' } },
    });
    const found = await grouped.calibrate(undefined, { simulations: 5 });
    expect(found.quantities.map(({ variable }) => variable)).toContain('a[e]');
  });

  it('says what cannot be simulated', async () => {
    const refused = (change: object, message: RegExp) =>
      expect(new Model({ ...config, ...change }).calibrate(X, { simulations: 5 })).rejects.toThrow(message);
    await refused({ likelihood: { log_density: '-abs(y - mu) / sigma' } }, /written-out log density/);
    await refused(
      { variable_params: { ...config.variable_params, a: { dist: 'Flat' } } },
      /variable_params.a: Flat is improper/,
    );
    await refused({ sample_params: { draws: 10, tune: 10, chains: 2 } }, /99 draws of each fit; .* give 20/);
  });
});
