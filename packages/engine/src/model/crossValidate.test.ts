import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import type { CrossValidation } from './crossValidate.ts';
import { Model } from './model.ts';

const rows = 60;
const random = createRandom(8, 0);
const week = Float64Array.from({ length: rows }, (_, i) => Math.floor(i / 3));
const release = Array.from({ length: rows }, (_, i) => ['a', 'b', 'c'][i % 3]!);
const y = week.map((t, i) => 1 + (i % 3) + 0.2 * t + 0.5 * random.normal());
const config = {
  independent_vars: ['week', 'release'],
  variable_params: {
    level: { dist: 'Normal', params: { mu: 0, sigma: 5 }, by: 'release' },
    slope: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
    sigma: { dist: 'HalfNormal', params: { sigma: 1 } },
  },
  function_params: { function: 'level + slope * week' },
  sample_params: { draws: 400, tune: 300, chains: 2, random_seed: 2 },
};
const X = { week, release };

describe('in folds', () => {
  let found: CrossValidation;
  beforeAll(async () => {
    found = await new Model(config).crossValidate(X, y, { folds: 5 });
  });

  it('every row is held once, by others of every level', () => {
    expect([...found.held].sort((a, b) => a - b)).toEqual([...week.keys()]);
    expect(found.splits.map(({ rows: held, trained }) => [held, trained])).toEqual(Array(5).fill([12, 48]));
  });

  it('the elpd is near that of leave-one-out, and the parts add up', async () => {
    const model = await new Model(config).fit(X, y);
    expect(Math.abs(found.elpd - model.evidence(X, y).loo.elpd)).toBeLessThan(3);
    const sum = (read: (split: (typeof found.splits)[number]) => number) =>
      found.splits.reduce((total, split) => total + read(split), 0);
    expect(sum((split) => split.elpd)).toBeCloseTo(found.elpd, 9);
    expect(sum((split) => split.CRPS! * split.rows) / rows).toBeCloseTo(found.CRPS!, 9);
    expect(found.LogLoss).toBeCloseTo(-found.elpd / rows, 12);
    expect(found.pit!.pValue).toBeGreaterThan(0.01);
  });

  it('scores are of the size the noise asks for', () => {
    // CRPS of a Normal forecast is sd / √π, its mean absolute error sd √(2/π), its 90 % interval 3.29 sd.
    expect(found.CRPS! / (0.5 / Math.sqrt(Math.PI))).toBeCloseTo(1, 0);
    expect(found.mae! / (0.5 * Math.sqrt(2 / Math.PI))).toBeCloseTo(1, 0);
    expect(found.IntervalWidth! / (3.29 * 0.5)).toBeCloseTo(1, 0);
    expect(found.EmpiricalCoverage).toBeGreaterThan(0.75);
    expect(found.rmse).toBeGreaterThan(found.mae!);
  });

  it('the same seed parts the rows the same way, another differently', async () => {
    const held = async (seed: number) =>
      (await new Model(config).crossValidate(X, y, { folds: 2, seed })).held;
    expect(await held(1)).toEqual(await held(1));
    expect(await held(1)).not.toEqual(await held(2));
  });
});

describe('along time', () => {
  it('each stretch is predicted from all before it', async () => {
    const found = await new Model(config).crossValidate(X, y, { time: 'week', horizon: 4, initial: 10 });
    expect(found.splits.map(({ name, trained, rows: held }) => [name, trained, held])).toEqual([
      ['week from 10', 30, 12],
      ['week from 14', 42, 12],
      ['week from 18', 54, 6],
    ]);
    expect(found.held).toEqual(Array.from({ length: 30 }, (_, i) => 30 + i));
  });
});

it('what cannot be validated is refused', async () => {
  const model = new Model(config);
  const refused = (options: Parameters<Model['crossValidate']>[2], message: RegExp) =>
    expect((async () => model.crossValidate(X, y, options))()).rejects.toThrow(message);
  await refused({ folds: 1 }, /folds is a whole number from 2 to the 60 rows; found 1/);
  await refused({ folds: 61 }, /found 61/);
  await refused({ time: 'weeks', horizon: 1 }, /weeks: no such column; the data have week, release/);
  await refused({ time: 'release', horizon: 1 }, /holds cells that are no numbers/);
  await refused({ time: 'week', horizon: 0 }, /horizon is a whole number from 1 on; found 0/);
  await refused(
    { time: 'week', horizon: 1, initial: 20 },
    /from 1 to 19, the steps of week less one; found 20/,
  );
  const lagged = new Model({
    ...config,
    function_params: { function: 'level + slope * lag(week, 1)' },
  });
  await expect(lagged.crossValidate(X, y, { folds: 2 })).rejects.toThrow(/cannot be held out/);
});

it('a written-out log density has an elpd alone', async () => {
  const written = new Model({
    ...config,
    likelihood: { log_density: '-0.5 * ((y - mu) / sigma) ** 2 - log(sigma)' },
  });
  const found = await written.crossValidate(X, y, { folds: 2 });
  expect(Number.isFinite(found.elpd)).toBe(true);
  expect([found.CRPS, found.pit]).toEqual([undefined, undefined]);
});
