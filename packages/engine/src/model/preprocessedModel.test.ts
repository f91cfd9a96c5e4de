import { describe, expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { Model } from './model.ts';

const random = createRandom(11, 1);
const rows = 120;
const x = Array.from({ length: rows }, (_, row) => 1000 + 3 * row);
const geo = Array.from({ length: rows }, (_, row) => ['de', 'fr', 'us'][row % 3]!);
const effect: Record<string, number> = { de: 0.3, fr: 0, us: -0.4 };
const z = x.map((value, row) => 0.5 + 0.002 * (value - 1180) + effect[geo[row]!]! + 0.1 * random.normal());
const y = z.map(Math.exp);

const sampling = { draws: 300, tune: 300, chains: 2, random_seed: 4 };
const normal = { dist: 'Normal', params: { mu: 0, sigma: 2 } };
const config = {
  independent_vars: ['x', 'geo'],
  dependent_var: 'y',
  variable_params: {
    a: normal,
    slope: normal,
    beta: { dist: 'ZeroSumNormal', params: { sigma: 1 }, over: 'geo' },
  },
  function_params: { function: 'a + slope * x + dot(geo, beta)' },
  preprocessing: {
    x: { scale: 'standardize' },
    geo: { encode: 'onehot', unseen: 'ignore' },
    y: { transform: 'log', scale: 'center' },
  },
  sample_params: sampling,
};

const mean = (values: Iterable<number>): number => {
  const list = [...values];
  return list.reduce((total, it) => total + it, 0) / list.length;
};

describe('a model with preprocessed columns', async () => {
  const model = await new Model(config).fitTable({ x, geo, y });

  test('learns the encoded levels, named by level', () => {
    expect(model.trace.coords['geo']).toEqual(['de', 'fr', 'us']);
    const { beta } = model.summary();
    const [de, fr, us] = beta!.mean as unknown as number[];
    expect(de! - fr!).toBeCloseTo(0.3, 1);
    expect(us! - fr!).toBeCloseTo(-0.4, 1);
  });

  test('predicts in the outcome’s own units, whichever way it is asked', () => {
    const at = { x: [1000, 1180, 1354], geo: ['fr', 'de', 'us'] };
    const expected = [0.5 - 0.36, 0.5 + 0.3, 0.5 + 0.348 - 0.4].map(Math.exp);
    const quick = model.predict(at);
    const { lower, median, upper } = model.predict(at, { alpha: 0.9 });
    const draws = model.predictDraws(at);
    const [q50] = model.predictQuantiles(at, [0.5], 'mean');
    expected.forEach((value, row) => {
      expect(Math.abs(quick[row]! / value - 1)).toBeLessThan(0.06);
      expect(Math.abs(median[row]! / value - 1)).toBeLessThan(0.06);
      expect(Math.abs(q50![row]! / value - 1)).toBeLessThan(0.06);
      // ± 1.645 sd of 0.1 on the log scale, so the interval is unequal around the median.
      expect(Math.log(upper[row]! / median[row]!)).toBeCloseTo(0.1645, 1);
      expect(Math.log(median[row]! / lower[row]!)).toBeCloseTo(0.1645, 1);
    });
    expect(draws.values.every((value) => value > 0)).toBe(true);
  });

  test('takes a level it has not seen as none of those it knows, since it was told to', () => {
    const [value] = model.predict({ x: [1180], geo: ['jp'] });
    const { a } = model.summary();
    const offset = mean(z);
    expect(value).toBeCloseTo(Math.exp((a!.mean as unknown as number) + offset + 0), 2);
  });

  test('comes back from a file with the same predictions', async () => {
    const again = await Model.fromNetcdf(await model.toNetcdf());
    const at = { x: [1001, 1100], geo: ['fr', 'jp'] };
    expect(again.predict(at)).toEqual(model.predict(at));
    expect(again.predict(at, { alpha: 0.8 })).toEqual(model.predict(at, { alpha: 0.8 }));
  });

  test('says which columns reach beyond training, in their own units', () => {
    expect(model.extrapolation({ x: [900, 1100, 5000], geo: ['de', 'de', 'de'] })).toEqual([
      { column: 'x', low: 1000, high: 1357, rows: 2, lowest: 900, highest: 5000 },
    ]);
    expect(model.extrapolation({ x: [1357], geo: ['de'] })).toEqual([]);
  });

  test('exports a config that keeps its constants', () => {
    const { preprocessing } = model.exportTrainedConfig() as { preprocessing: Record<string, object> };
    expect(preprocessing).toMatchObject({
      x: { scale: 'standardize', offset: mean(x) },
      geo: { encode: 'onehot', levels: ['de', 'fr', 'us'] },
      y: { transform: 'log', scale: 'center', factor: 1 },
    });
    expect(() => new Model(model.exportTrainedConfig())).not.toThrow();
  });
});

test('a refit keeps the constants, so that the variables keep their meaning, unless it is asked not to', async () => {
  const line = {
    ...config,
    variable_params: { a: normal, slope: normal },
    function_params: { function: 'a + slope * x' },
  };
  const { geo: _geo, ...preprocessing } = config.preprocessing;
  const model = new Model({ ...line, independent_vars: ['x'], preprocessing });
  const slope = () => model.summary()['slope']!.mean as unknown as number;
  await model.fit({ x }, y);
  const first = slope();
  const [early, late] = [x.slice(0, 60), y.slice(0, 60)];
  await model.fit({ x: early }, late);
  const kept = slope();
  expect(kept / first).toBeCloseTo(1, 0);
  await model.fit({ x: early }, late, { refitPreprocessing: true });
  // Half the rows have half the spread, so a standardised unit is half as long.
  expect(slope() / kept).toBeCloseTo(0.5, 1);
});

test('a log density is that of the outcome in its own units', () => {
  // One row at a = 0.3, sigma = 0.5 of log y ~ Normal(a, sigma): y is LogNormal.
  const model = new Model({
    independent_vars: [],
    variable_params: { a: normal },
    function_params: { function: 'a' },
    preprocessing: { y: { transform: 'log', scale: 'standardize' } },
  });
  const outcomes = [0.5, 1, 2, 7];
  const logs = outcomes.map(Math.log);
  const offset = mean(logs);
  const factor = Math.sqrt(mean(logs.map((it) => (it - offset) ** 2)));
  const [{ log_density }] = model.logDensityAt({}, outcomes, [{ a: 0.3, sigma: 0.5 }]);
  const normalLog = (value: number, mu: number, sd: number) =>
    -0.5 * ((value - mu) / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);
  const lognormal = outcomes.map(
    (value) => normalLog(Math.log(value), offset + factor * 0.3, factor * 0.5) - Math.log(value),
  );
  const prior = normalLog(0.3, 0, 2) + Math.log(2) + normalLog(0.5, 0, 1);
  expect(log_density).toBeCloseTo(prior + lognormal.reduce((total, it) => total + it, 0), 10);
});

test('scores of outcomes are those of the outcome in its own units, and minus infinity where it cannot be', async () => {
  const shared = {
    independent_vars: [],
    variable_params: { a: normal },
    function_params: { function: 'a' },
    sample_params: sampling,
  };
  const moved = new Model({ ...shared, preprocessing: { y: { transform: 'log' } } });
  const written = new Model({
    ...shared,
    likelihood: { dist: 'LogNormal', params: { mu: 'mu', sigma: 'sigma' } },
    variable_params: { a: normal, sigma: { dist: 'HalfNormal', params: { sigma: 1 } } },
  });
  const outcomes = y.slice(0, 40);
  await moved.fit({}, outcomes);
  await written.fit({}, outcomes);
  const scored = [0.4, 1, 3, -1];
  const [found, expected] = [moved, written].map((model) => model.logDensityOf({}, scored));
  found!.forEach((value, row) => {
    if (row === 3) expect([value, expected![row]]).toEqual([-Infinity, -Infinity]);
    else expect(value).toBeCloseTo(expected![row]!, 1);
  });
  const elpd = (model: Model) => model.evidence({}, outcomes).loo.elpd;
  expect(Math.abs(elpd(moved) - elpd(written))).toBeLessThan(0.5);
});

test('an ordinal column is the place of its level, and an outcome of words can be one too', async () => {
  const grade = ['good', 'bad', 'good', 'bad', 'good', 'good'];
  const model = new Model({
    independent_vars: ['size'],
    variable_params: { p: { dist: 'Beta', params: { alpha: 1, beta: 1 } }, b: normal },
    function_params: { function: 'b * size' },
    likelihood: { dist: 'Bernoulli', params: { p: 'p + 0 * mu' } },
    preprocessing: { y: { encode: 'ordinal' }, size: { encode: 'ordinal', levels: ['small', 'large'] } },
    sample_params: { ...sampling, draws: 2000 },
  });
  await model.fit({ size: ['small', 'large', 'small', 'large', 'small', 'large'] }, grade);
  // Beta(1 + 4, 1 + 2) for "good", which comes after "bad".
  expect(model.summary()['p']!.mean).toBeCloseTo(5 / 8, 1);
  expect(() => model.predict({ size: ['huge'] })).toThrow(
    'size: level "huge" in row 1 was not seen in training; set unseen: ignore to encode it as -1',
  );
});
