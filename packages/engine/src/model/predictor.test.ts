import { beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../config/config.ts';
import * as b from '../expr/build.ts';
import { knowledge } from './knowledge.ts';
import { Model } from './model.ts';
import { functionValue, observationOutputs } from './observe.ts';
import { preparePrediction } from './predictionData.ts';
import { rowEvaluator, rowKernel } from './rowEvaluator.ts';
import { specify } from './specification.ts';

const config = {
  independent_vars: ['x', { X: ['p', 'q'] }, 'g'],
  variable_params: {
    slope: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
    level: { dist: 'Normal', params: { mu: 0, sigma: 1 }, by: 'g' },
    beta: { dist: 'Normal', params: { mu: 0, sigma: 1 }, over: 'X' },
    sigma: { dist: 'HalfNormal', params: { sigma: 1 } },
  },
  function_params: { function: 'level + exp(slope * x) + dot(X, beta) + sum(beta)' },
  sample_params: { draws: 60, tune: 60, chains: 2, random_seed: 3 },
};
const rows = 12;
const X = {
  x: Float64Array.from({ length: rows }, (_, i) => (i % 5) / 5),
  p: Float64Array.from({ length: rows }, (_, i) => (i * i) % 7),
  q: Float64Array.from({ length: rows }, (_, i) => i / 10),
  g: Array.from({ length: rows }, (_, i) => ['a', 'b', 'c'][i % 3]!),
};
const y = Float64Array.from({ length: rows }, (_, i) => 1 + (i % 3) + 0.1 * ((i * 5) % 7));
const rowOf = (row: number) => ({ x: [X.x[row]!], p: [X.p[row]!], q: [X.q[row]!], g: [X.g[row]!] });

const model = new Model(config);
beforeAll(() => model.fit(X, y));

describe('draws of the mean', () => {
  it('are the function at every draw of the trace', () => {
    const { draws, values } = model.predictDraws(X, { of: 'mean' });
    const { slope, level, beta } = model.trace.posterior;
    for (let draw = 0; draw < draws; draw += 7) {
      for (let row = 0; row < rows; row++) {
        const [b0, b1] = [beta!.values[2 * draw]!, beta!.values[2 * draw + 1]!];
        const group = ['a', 'b', 'c'].indexOf(X.g[row]!);
        const expected =
          level!.values[3 * draw + group]! +
          Math.exp(slope!.values[draw]! * X.x[row]!) +
          X.p[row]! * b0 +
          X.q[row]! * b1 +
          b0 +
          b1;
        expect(values[draw * rows + row]).toBeCloseTo(expected, 10);
      }
    }
  });

  it('are the same when the model cannot be turned round and runs draw by draw', () => {
    const specification = specify(parseConfig(config, knowledge));
    const groups = new Map([['g', { columns: ['g'], levels: ['a', 'b', 'c'], labels: ['a', 'b', 'c'] }]]);
    const table = {
      rows,
      columns: {
        x: { kind: 'number', values: X.x },
        p: { kind: 'number', values: X.p },
        q: { kind: 'number', values: X.q },
        g: { kind: 'text', values: X.g },
      },
    } as const;
    const data = preparePrediction(specification, table, { groups, preprocessing: {}, bases: {} });
    const outputs = observationOutputs(specification);
    const turned = rowKernel(specification, outputs);
    const whole = rowKernel(specification, { ...outputs, running: b.cumsum(specification.mean) });
    expect([turned.isTurned, whole.isTurned]).toEqual([true, false]);
    const means = [turned, whole].map((kernel) => {
      const found: number[] = [];
      rowEvaluator(kernel, model.trace).evaluate(data, (values) => found.push(...values[functionValue]!));
      return found;
    });
    expect(means[1]).toHaveLength(rows * 120);
    means[0]!.forEach((mean, i) => {
      expect(mean).toBeCloseTo(means[1]![i]!, 12);
    });
  });
});

describe('a prediction', () => {
  it('of a row is the same on every call, alone, in any company and order', () => {
    const together = model.predict(X, { alpha: 0.8 });
    const again = model.predict(X, { alpha: 0.8 });
    expect(again).toEqual(together);
    for (const row of [0, 4, 11]) {
      const alone = model.predict(rowOf(row), { alpha: 0.8 });
      expect([alone.lower[0], alone.median[0], alone.upper[0]]).toEqual([
        together.lower[row],
        together.median[row],
        together.upper[row],
      ]);
    }
    expect(model.predict(rowOf(5))[0]).toBe(model.predict(X)[5]);
  });

  it('of repeated rows repeats', () => {
    const twice = model.predictQuantiles(
      { x: [0.4, 0.1, 0.4], p: [1, 2, 1], q: [0, 0, 0], g: ['a', 'b', 'a'] },
      [0.3],
    );
    expect(twice[0]![0]).toBe(twice[0]![2]);
    expect(twice[0]![0]).not.toBe(twice[0]![1]);
  });

  it('in draws has noise of its own in every row, and can be made in parts', () => {
    const { draws, values } = model.predictDraws(X);
    const part = model.predictDraws(rowOf(7), { firstRow: 7 });
    for (let draw = 0; draw < draws; draw++) expect(part.values[draw]).toBe(values[draw * rows + 7]);
    const same = model.predictDraws({ x: [0, 0], p: [0, 0], q: [0, 0], g: ['a', 'a'] }).values;
    expect(same[0]).not.toBe(same[1]);
  });

  it('of the loaded model is that of the saved one', async () => {
    const loaded = await Model.fromNetcdf(await model.toNetcdf());
    expect(loaded.predict(X, { alpha: 0.5 })).toEqual(model.predict(X, { alpha: 0.5 }));
  });

  it('stands for itself unless rows depend on each other', () => {
    expect(model.looksAround).toBe(false);
    const lagged = new Model({
      ...config,
      function_params: { function: 'level + slope * lag(x, 1) + dot(X, beta)' },
    });
    expect(lagged.looksAround).toBe(true);
    const walk = { ...config.variable_params.level, dist: 'GaussianRandomWalk' };
    const walking = new Model({ ...config, variable_params: { ...config.variable_params, level: walk } });
    expect(walking.looksAround).toBe(true);
  });

  it('refuses intervals of 0 or 1, probabilities that are none, and more quantiles than sense', () => {
    for (const alpha of [0, 1, -0.1, 2, Number.NaN])
      expect(() => model.predict(X, { alpha })).toThrow(/between 0 and 1; found/);
    expect(() => model.predictQuantiles(X, [0.5, 1.5])).toThrow(/between 0 and 1; found 1.5/);
    expect(() => model.predictQuantiles(X, [])).toThrow(/found 0/);
    expect(() => model.predictQuantiles(X, Array(5000).fill(0.5))).toThrow(
      /1 to 1000 probabilities; found 5000/,
    );
  });
});

describe('observations', () => {
  const around = (likelihood: object) =>
    new Model({
      independent_vars: [],
      variable_params: {
        m: { dist: 'Normal', params: { mu: 0, sigma: 0.001 } },
        s: { dist: 'LogNormal', params: { mu: 0, sigma: 0.001 } },
      },
      function_params: { function: 'm' },
      likelihood,
      sample_params: { draws: 1000, tune: 100, chains: 2 },
    });
  const one = Float64Array.of(0.5, 0.9);

  it('are cut at the censoring and lie within the truncation, far in the tail too', async () => {
    const censored = await around({
      dist: 'Normal',
      params: { mu: 'mu', sigma: 's' },
      censored: { lower: 0, upper: 1 },
    }).fit({ any: [1, 2] }, one);
    const { values } = censored.predictDraws({ any: [1] });
    const share = (test: (value: number) => boolean) => values.filter(test).length / values.length;
    // Half of a standard normal lies below 0 and 15.9 % above 1; five standard errors of 2000 draws.
    expect(share((value) => value === 0)).toBeCloseTo(0.5, 1);
    expect(Math.abs(share((value) => value === 1) - 0.159)).toBeLessThan(0.041);
    const truncated = await around({
      dist: 'Normal',
      params: { mu: 'mu', sigma: 's' },
      truncated: { lower: 6, upper: 7 },
    }).fit({ any: [1, 2] }, Float64Array.of(6.1, 6.3));
    const tail = truncated.predictDraws({ any: [1] }).values;
    expect(Math.min(...tail)).toBeGreaterThanOrEqual(6);
    expect(Math.max(...tail)).toBeLessThanOrEqual(7);
    expect(new Set(tail).size).toBeGreaterThan(1900);
  });

  it('of a written-out log density do not exist, and that is said', async () => {
    const written = await around({ log_density: '-0.5 * ((y - mu) / s) ** 2 - log(s)' }).fit(
      { any: [1, 2] },
      one,
    );
    expect(() => written.predict({ any: [1] }, { alpha: 0.9 })).toThrow(/no observations can be drawn/);
    expect(written.predict({ any: [1] }, { alpha: 0.9, of: 'mean' }).median[0]).toBeCloseTo(0, 1);
  });
});
