import { describe, expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { Model } from './model.ts';

const random = createRandom(21, 3);
const levels = ['a', 'b', 'c', 'd', 'e', 'f'];
const truth = levels.map(() => 2 + 0.8 * random.normal());
const rows = levels.flatMap((g, k) =>
  Array.from({ length: 30 }, () => ({ g, y: truth[k]! + 0.3 * random.normal() })),
);
const data = { g: rows.map((it) => it.g), y: rows.map((it) => it.y) };

const normal = (mu: number | string, sigma: number | string) => ({ dist: 'Normal', params: { mu, sigma } });
const config = {
  independent_vars: [],
  dependent_var: 'y',
  variable_params: {
    m: normal(0, 5),
    s: { dist: 'HalfNormal', params: { sigma: 2 } },
    level: { ...normal('m', 's'), by: 'g' },
  },
  function_params: { function: 'level' },
  sample_params: { draws: 1000, tune: 500, chains: 2, random_seed: 8 },
};

const mean = (list: ArrayLike<number>) => Array.from(list).reduce((total, it) => total + it, 0) / list.length;
const sd = (list: ArrayLike<number>) => {
  const centre = mean(list);
  return Math.sqrt(mean(Array.from(list, (it) => (it - centre) ** 2)));
};

describe('a level that training has not seen', async () => {
  const model = await new Model(config).fitTable(data);
  const { posterior } = model.trace;
  const [m, s, known] = ['m', 's', 'level'].map((name) => posterior[name]!.values);
  const drawsOf = (newLevels: 'population' | 'gaussian' | 'uncertainty', g = ['new']) =>
    model.predictDraws({ g }, { of: 'mean', newLevels }).values;

  test('is refused by name where nothing is said', () => {
    expect(() => model.predict({ g: ['a', 'new', 'new'] })).toThrow(
      'g: the level "new" (rows 2 and 3) was not seen in training; set new_levels to population, gaussian or uncertainty to predict for it',
    );
  });

  test('population: is the location of the population in every draw', () => {
    expect(drawsOf('population')).toEqual(m);
  });

  test('gaussian: varies around it as a new member does', () => {
    const values = drawsOf('gaussian');
    const standard = values.map((value, draw) => (value - m![draw]!) / s![draw]!);
    // 2000 standard normals: mean within 4/√2000, sd within 4/√4000.
    expect(Math.abs(mean(standard))).toBeLessThan(4 / Math.sqrt(2000));
    expect(Math.abs(sd(standard) - 1)).toBeLessThan(4 / Math.sqrt(4000));
  });

  test('uncertainty: is a known level of the same draw, each as often', () => {
    const values = drawsOf('uncertainty');
    const counts = levels.map(() => 0);
    values.forEach((value, draw) => {
      const place = known!.subarray(6 * draw, 6 * draw + 6).indexOf(value);
      expect(place).toBeGreaterThanOrEqual(0);
      counts[place]! += 1;
    });
    // Six counts of 2000/6 with sd 16.7, within 5 sd.
    for (const count of counts) expect(Math.abs(count - 2000 / 6)).toBeLessThan(5 * 16.7);
  });

  test('has the same draws whatever else is predicted, and other draws than another level', () => {
    const alone = drawsOf('gaussian');
    const among = drawsOf('gaussian', ['other', 'a', 'new']);
    expect(alone).toEqual(alone.map((_, draw) => among[3 * draw + 2]!));
    expect(among[0]).not.toBe(among[2]);
    expect(among[1]).toBe(known![0]);
    expect(drawsOf('gaussian')).toEqual(alone);
  });

  test('can be predicted quickly: at the mean of its draws', () => {
    expect(model.predict({ g: ['new'] }, { newLevels: 'gaussian' })[0]).toBeCloseTo(
      mean(drawsOf('gaussian')),
      10,
    );
  });

  test('like: is the named level', async () => {
    const alike = { ...config.variable_params, level: { ...config.variable_params.level, like: 'c' } };
    const twin = await new Model({ ...config, variable_params: alike }).fitTable(data);
    const { values } = twin.predictDraws({ g: ['new', 'c'] }, { of: 'mean' });
    expect(values.filter((_, k) => k % 2 === 0)).toEqual(values.filter((_, k) => k % 2 === 1));
    const stranger = { ...config.variable_params, level: { ...config.variable_params.level, like: 'C' } };
    await expect(new Model({ ...config, variable_params: stranger }).fitTable(data)).rejects.toThrow(
      'variable_params.level.like: "C" is not a level of g that occurs in the data; did you mean "c"?',
    );
  });
});

test('a variable’s own rule comes before that of the model', async () => {
  const variable_params = {
    ...config.variable_params,
    level: { ...config.variable_params.level, new_levels: 'population' },
  };
  const model = await new Model({ ...config, variable_params, new_levels: 'error' }).fitTable(data);
  expect(model.predictDraws({ g: ['new'] }, { of: 'mean' }).values).toEqual(
    model.trace.posterior['m']!.values,
  );
});

test('a new inner level of a known outer one takes after it', async () => {
  const nested = levels.flatMap((g, k) =>
    ['x', 'y', 'z'].map((h) => ({ g, h: g + h, y: k + 0.2 * random.normal() })),
  );
  const rowsOf = [...nested, ...nested, ...nested];
  const model = await new Model({
    ...config,
    variable_params: {
      outer: { ...normal(0, 10), by: 'g' },
      s: { dist: 'HalfNormal', params: { sigma: 1 } },
      inner: { ...normal('outer', 's'), by: ['g', 'h'] },
    },
    function_params: { function: 'inner' },
    new_levels: 'population',
    sample_params: { ...config.sample_params, draws: 300, tune: 300 },
  }).fitTable(rowsOf);
  const [fourth, second] = model.predict({ g: ['d', 'b'], h: ['dq', 'bq'] });
  expect(Math.abs(fourth! - 3)).toBeLessThan(0.3);
  expect(Math.abs(second! - 1)).toBeLessThan(0.3);
});

test('correlated effects of a new level are drawn together', async () => {
  const many = Array.from({ length: 25 }, (_, k) => `u${k}`);
  const table = many.flatMap((u) => {
    const shared = random.normal();
    const [a, b] = [shared, 0.9 * shared + Math.sqrt(1 - 0.81) * random.normal()];
    return Array.from({ length: 12 }, (_, k) => ({
      u,
      t: k / 6,
      y: a + b * (k / 6) + 0.2 * random.normal(),
    }));
  });
  const scale = { dist: 'HalfNormal', params: { sigma: 1 } };
  const model = await new Model({
    independent_vars: ['t'],
    dependent_var: 'y',
    variable_params: {
      s: scale,
      r: scale,
      a: { ...normal(0, 's'), by: 'u' },
      b: { ...normal(0, 'r'), by: 'u', correlated_with: 'a' },
    },
    function_params: { function: 'a + b * t' },
    new_levels: 'gaussian',
    sample_params: { draws: 500, tune: 500, chains: 2, random_seed: 3 },
  }).fitTable(table);
  const { values, draws } = model.predictDraws({ u: ['new', 'new'], t: [0, 1] }, { of: 'mean' });
  const intercepts = Array.from({ length: draws }, (_, k) => values[2 * k]!);
  const slopes = Array.from({ length: draws }, (_, k) => values[2 * k + 1]! - values[2 * k]!);
  const covariance = mean(intercepts.map((it, k) => (it - mean(intercepts)) * (slopes[k]! - mean(slopes))));
  const found = covariance / (sd(intercepts) * sd(slopes));
  expect(Math.abs(found - mean(model.trace.posterior['cor_a_b']!.values))).toBeLessThan(0.12);
  expect(found).toBeGreaterThan(0.6);
});

test('a random walk goes on after its end, and its past stays closed', async () => {
  let at = 0;
  const weeks = Array.from({ length: 30 }, (_, week) => week);
  const y = weeks.map(() => {
    at += 0.3 + 0.1 * random.normal();
    return at + 0.02 * random.normal();
  });
  const walk = { dist: 'GaussianRandomWalk', params: { mu: 'drift', sigma: 's' }, by: 'week' };
  const model = await new Model({
    independent_vars: [],
    dependent_var: 'y',
    variable_params: { drift: normal(0, 1), s: { dist: 'HalfNormal', params: { sigma: 1 } }, walk },
    function_params: { function: 'walk' },
    likelihood: { dist: 'Normal', params: { mu: 'mu', sigma: 0.02 } },
    new_levels: 'gaussian',
    sample_params: { draws: 500, tune: 500, chains: 2, random_seed: 3 },
  }).fitTable({ week: weeks.slice(0, 28), y: y.slice(0, 28) });
  const { posterior } = model.trace;
  const ahead = model.predictDraws({ week: [27, 28, 29] }, { of: 'mean' }).values;
  const total = ahead.length / 3;
  const steps = (k: number) =>
    Array.from({ length: total }, (_, draw) => {
      const step = ahead[3 * draw + k]! - ahead[3 * draw + k - 1]!;
      return (step - posterior['drift']!.values[draw]!) / posterior['s']!.values[draw]!;
    });
  for (const k of [1, 2]) {
    expect(Math.abs(mean(steps(k)))).toBeLessThan(4 / Math.sqrt(total));
    expect(Math.abs(sd(steps(k)) - 1)).toBeLessThan(4 / Math.sqrt(2 * total));
  }
  const expected = model.predictDraws({ week: [27, 29] }, { of: 'mean', newLevels: 'population' }).values;
  expect(expected[1]).toBeCloseTo(expected[0]! + posterior['drift']!.values[0]!, 12);
  expect(() => model.predict({ week: [-1] })).toThrow(
    'week: walk is a series; the level -1 was not seen in training and does not come after its end (levels after 27)',
  );
  expect(() => model.predict({ week: [28] }, { newLevels: 'uncertainty' })).toThrow(
    'which goes on by new_levels',
  );
});
