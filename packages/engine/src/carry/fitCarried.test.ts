import { describe, expect, test } from 'vitest';
import { Model } from '../model/model.ts';
import { createRandom } from '../numeric/random.ts';
import { lbeta } from '../numeric/special.ts';
import { logMarginalRatio } from './bridge.ts';
import { priorDataConflict } from './conflict.ts';

/** A known noise, so that everything is normal and worked out by hand. */
const mean = (prior_from?: object) => ({
  independent_vars: [],
  variable_params: { a: { dist: 'Normal', params: { mu: 0, sigma: 10 } } },
  function_params: { function: 'a' },
  likelihood: { dist: 'Normal', params: { mu: 'mu', sigma: 1 } },
  sample_params: { draws: 4000, tune: 500 },
  ...(prior_from === undefined ? {} : { prior_from }),
});
const block = { scale: { a: 'x' }, components: [{ mean: { a: 1 }, sd: { a: 0.2 } }] };
const y = (centre: number) => [centre - 0.5, centre + 0.5, centre, centre - 1, centre + 1];

/** Posterior mean, sd and log marginal likelihood of five outcomes of a given mean under one normal prior. */
function exact(centre: number, prior: { mean: number; sd: number }) {
  const precision = 1 / prior.sd ** 2 + 5;
  const at = (prior.mean / prior.sd ** 2 + 5 * centre) / precision;
  const spread = Math.sqrt(prior.sd ** 2 + 1 / 5);
  const logMarginal = -0.5 * ((centre - prior.mean) / spread) ** 2 - Math.log(spread);
  return { mean: at, sd: 1 / Math.sqrt(precision), logMarginal };
}

describe.each([
  ['in agreement', 1.1],
  ['in between', 2.2],
  ['in conflict', 6],
])('robust, with data %s', (_, centre) => {
  test('mixes both posteriors by their marginal likelihoods', async () => {
    const model = await new Model(mean({ ...block, robust: 0.2 })).fit({ id: [1, 2, 3, 4, 5] }, y(centre), {
      seed: 1,
    });
    const [carried, own] = [exact(centre, { mean: 1, sd: 0.2 }), exact(centre, { mean: 0, sd: 10 })];
    const odds = (0.8 / 0.2) * Math.exp(carried.logMarginal - own.logMarginal);
    const posterior = odds / (1 + odds);
    const { weight, conflict } = model.saved.carried!;
    expect(weight!.prior).toBe(0.8);
    expect(Math.abs(weight!.posterior - posterior)).toBeLessThan(0.02);
    const centreOfAll = posterior * carried.mean + (1 - posterior) * own.mean;
    expect(Math.abs(Number(model.summary()['a']!.mean) - centreOfAll)).toBeLessThan(0.03);
    expect(model.verdict().status).not.toBe('bad');
    const square = (centre - 1) ** 2 / (0.04 + 0.2);
    expect(conflict!.df).toBe(1);
    expect(Math.abs(conflict!.statistic - square)).toBeLessThan(0.1 + 0.2 * square);
  });
});

test('a bridge finds the ratio of two known constants', () => {
  const random = createRandom(4, 1);
  // Unnormalised x^(a−1) (1−x)^(b−1) against one: the ratio is Beta(a, b), drawn by order statistics of uniforms.
  const third = () => [random.uniform(), random.uniform(), random.uniform(), random.uniform()].sort()[2]!;
  const logRatio = (x: number) => 2 * Math.log(x) + Math.log(1 - x);
  const first = Float64Array.from({ length: 20_000 }, () => logRatio(third()));
  const second = Float64Array.from({ length: 20_000 }, () => logRatio(random.uniform()));
  expect(logMarginalRatio(first, second)).toBeCloseTo(lbeta(3, 2), 1);
});

test('conflict p-values are uniform when the data come from the prior (300 sets, Kolmogorov–Smirnov at 1 %)', () => {
  const random = createRandom(11, 2);
  const p = Float64Array.from({ length: 300 }, () => {
    // Two correlated parameters of prior covariance Σ₀, seen once with unit noise each.
    const [u, v] = [random.normal(), random.normal()];
    const truth = [u, 0.8 * u + 0.6 * v];
    const seen = truth.map((value) => value + random.normal());
    // Posterior precision Σ₀⁻¹ + I for Σ₀ = [1, 0.8; 0.8, 1].
    const [d, o] = [1 / 0.36 + 1, -0.8 / 0.36];
    const det = d * d - o * o;
    const [vd, vo] = [d / det, -o / det];
    const centre = [vd * seen[0]! + vo * seen[1]!, vo * seen[0]! + vd * seen[1]!];
    const lower = [Math.sqrt(vd), vo / Math.sqrt(vd), Math.sqrt(vd - (vo * vo) / vd)];
    const values = new Float64Array(4000);
    for (let i = 0; i < 2000; i++) {
      const [a, b] = [random.normal(), random.normal()];
      values[2 * i] = centre[0]! + lower[0]! * a;
      values[2 * i + 1] = centre[1]! + lower[1]! * a + lower[2]! * b;
    }
    const prior = { weight: 1, mean: new Float64Array(2), covariance: Float64Array.of(1, 0.8, 0.8, 1) };
    return priorDataConflict([prior], { values, count: 2000, size: 2 }).p;
  }).sort();
  const distance = Math.max(...p.map((value, i) => Math.max((i + 1) / 300 - value, value - i / 300)));
  expect(distance).toBeLessThan(1.63 / Math.sqrt(300));
});
