import { describe, expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { Model } from './model.ts';

const random = createRandom(5, 2);
const rows = 200;
const complete = Array.from({ length: rows }, () => 10 + 2 * random.normal());
const y = complete.map((value) => 1 + 0.5 * value + 0.3 * random.normal());
const isEmpty = (row: number) => row % 10 === 3;
const x = complete.map((value, row) => (isEmpty(row) ? null : value));

const normal = (mu: number, sigma: number) => ({ dist: 'Normal', params: { mu, sigma } });
const halfNormal = (sigma: number) => ({ dist: 'HalfNormal', params: { sigma } });
const line = {
  independent_vars: ['x'],
  dependent_var: 'y',
  variable_params: { a: normal(0, 10), b: normal(0, 10), sigma: halfNormal(1) },
  function_params: { function: 'a + b * x' },
  sample_params: { draws: 500, tune: 500, chains: 2, random_seed: 1 },
};
const imputing = {
  ...line,
  variable_params: {
    ...line.variable_params,
    x: { dist: 'Normal', params: { mu: 'mu_x', sigma: 'sigma_x' } },
    mu_x: normal(0, 100),
    sigma_x: halfNormal(10),
  },
  missing: { x: 'impute' },
};
const single = (model: Model, name: string) => model.summary()[name]!.mean as unknown as number;

test('an empty cell is an error unless the config says what to do', async () => {
  await expect(new Model(line).fit({ x }, y)).rejects.toThrow(
    'x: empty or NaN in rows 4, 14, 24 and 17 more; give a value, or say what to do under missing:',
  );
});

test('the mean of training fills empty cells, in training and prediction, and is counted', async () => {
  const model = await new Model({ ...line, missing: { x: 'mean' } }).fit({ x }, y);
  expect(model.report().missing).toEqual({ x: { policy: 'mean', cells: 20 } });
  const known = x.filter((value) => value !== null);
  const mean = known.reduce((total, it) => total + it, 0) / known.length;
  const [empty, filled] = model.predict({ x: [null, mean] });
  expect(empty).toBeCloseTo(filled!, 12);
});

describe('an imputed column', async () => {
  const model = await new Model(imputing).fit({ x }, y);

  test('has a parameter for each empty cell, named by its row', () => {
    expect(model.trace.posterior['x']!.dims).toEqual(['x_row']);
    expect(model.trace.coords['x_row']!.slice(0, 3)).toEqual([4, 14, 24]);
    expect(model.report().missing).toEqual({ x: { policy: 'impute', cells: 20 } });
  });

  test('is found from the outcome of its row, as the conditional Normal says', () => {
    // x | y is Normal with precision 1/σx² + b²/σ² around the weighted mean (at the true parameters).
    const { mean, sd } = model.summary()['x']! as unknown as { mean: number[]; sd: number[] };
    const precision = 1 / 4 + 0.25 / 0.09;
    mean.forEach((value, k) => {
      const expected = (10 / 4 + (0.5 * (y[10 * k + 3]! - 1)) / 0.09) / precision;
      expect(Math.abs(value - expected)).toBeLessThan(0.25);
      expect(sd[k]! / Math.sqrt(1 / precision)).toBeCloseTo(1, 0);
    });
    expect(single(model, 'mu_x')).toBeCloseTo(10, 0);
    expect(single(model, 'b')).toBeCloseTo(0.5, 1);
  });

  test('is drawn from its distribution where a prediction lacks it', async () => {
    const draws = model.predictDraws({ x: [null, 10] }, { of: 'mean' });
    const column = (row: number) => Array.from({ length: draws.draws }, (_, k) => draws.values[2 * k + row]!);
    const sd = (list: number[]) => {
      const mean = list.reduce((total, it) => total + it, 0) / list.length;
      return Math.sqrt(list.reduce((total, it) => total + (it - mean) ** 2, 0) / list.length);
    };
    // b times the spread of x.
    expect(sd(column(0))).toBeCloseTo(0.5 * 2, 0);
    expect(sd(column(1))).toBeLessThan(0.1);
    const again = await Model.fromNetcdf(await model.toNetcdf());
    expect(again.predictDraws({ x: [null, 10] }, { of: 'mean' })).toEqual(draws);
  });

  test('is no part of a carried prior, whose cells another table does not have', () => {
    expect(Object.keys(model.exportPrior({ force: true }).scale)).toEqual([
      'a',
      'b',
      'sigma',
      'mu_x',
      'sigma_x',
    ]);
  });

  test('that has no empty cells still tells its distribution, and has no parameters', async () => {
    const full = await new Model(imputing).fit({ x: complete }, y);
    expect(Object.keys(full.trace.posterior)).toEqual(['a', 'b', 'sigma', 'mu_x', 'sigma_x']);
    expect(single(full, 'sigma_x')).toBeCloseTo(2, 0);
    expect(full.report().missing).toEqual({});
    expect(full.predict({ x: [null] })[0]).toBeCloseTo(1 + 0.5 * 10, 0);
  });

  test('needs single parameters and cells within its support', async () => {
    const byLevel = { ...imputing.variable_params, mu_x: { ...normal(0, 100), by: 'g' } };
    expect(() => new Model({ ...imputing, variable_params: byLevel })).toThrow(
      'variable_params.x.params: imputes the column "x", so its parameters have to be single values',
    );
    const positive = {
      ...imputing.variable_params,
      x: { dist: 'LogNormal', params: { mu: 'mu_x', sigma: 'sigma_x' } },
    };
    await expect(
      new Model({ ...imputing, variable_params: positive }).fit({ x: [-1, null, 2] }, [1, 2, 3]),
    ).rejects.toThrow('x: -1 in row 1 is outside (0, ∞), the support of LogNormal');
  });
});

describe('rows without an outcome', async () => {
  const partly = y.map((value, row) => (row % 20 === 1 ? null : value));
  const without = complete.filter((_, row) => row % 20 !== 1);
  const rest = y.filter((_, row) => row % 20 !== 1);
  const reference = await new Model(line).fit({ x: without }, rest);

  test('are an error unless told otherwise', async () => {
    await expect(new Model(line).fit({ x: complete }, partly)).rejects.toThrow(
      'y: empty or NaN in rows 2, 22, 42',
    );
  });

  test('are dropped and counted', async () => {
    const model = await new Model({ ...line, missing: { y: 'drop' } }).fit({ x: complete }, partly);
    expect(model.summary()).toEqual(reference.summary());
    expect(model.report()).toMatchObject({ rows: 190, missing: { y: { policy: 'drop', cells: 10 } } });
  });

  test('are not scored in cross-validation', async () => {
    const model = new Model({
      ...line,
      missing: { y: 'drop' },
      sample_params: { draws: 100, tune: 200, chains: 2 },
    });
    const { rows: scored, elpd } = await model.crossValidate({ x: complete }, partly, { folds: 2 });
    expect(scored).toBe(190);
    expect(elpd).toBeLessThan(0);
  });

  test('are predicted when imputed, and change nothing else', async () => {
    const model = await new Model({ ...line, missing: { y: 'impute' } }).fit({ x: complete }, partly);
    const { y: imputed, ...others } = model.summary();
    expect(others).toEqual(reference.summary());
    expect(model.trace.coords['y_row']).toEqual([2, 22, 42, 62, 82, 102, 122, 142, 162, 182]);
    const means = imputed!.mean as unknown as number[];
    means.forEach((mean, k) => {
      expect(Math.abs(mean - (1 + 0.5 * complete[20 * k + 1]!))).toBeLessThan(0.15);
    });
    expect(model.report().missing).toEqual({ y: { policy: 'impute', cells: 10 } });
  });
});
