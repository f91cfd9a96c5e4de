import { expect, test } from 'vitest';
import { distributions } from '../distributions/index.ts';
import { createRandom } from '../numeric/random.ts';
import { drawsOfEntry } from '../posterior/trace.ts';
import { Model } from './model.ts';

// Chains under the prior alone must reproduce it. The seeds are fixed; a limit is 5 standard errors of the chain (with the
// effective sample size it reports), so under the right prior about one statistic in a million would fail.

const rowsOf = { x: [1, 2, 3, 4], z: [1, 0, 2, 1], w: [0, 0, 1, 1], g: ['a', 'b', 'c', 'd'] };

async function prior(variables: object, text: string): Promise<Model> {
  const model = new Model({
    independent_vars: [{ X: ['x', 'z', 'w'] }],
    variable_params: variables,
    function_params: { function: text },
    likelihood: { log_density: '0 * mu' },
    sample_params: { draws: 2000, tune: 1000, chains: 4, random_seed: 5, target_accept: 0.9 },
  });
  return model.fit(rowsOf, [0, 0, 0, 0]);
}

/** Tests the chance of an event, or the mean of values, against what it should be. */
function expectMean(
  model: Model,
  name: string,
  entry: number,
  of: (x: number) => number,
  wanted: number,
): void {
  const draws = drawsOfEntry(model.trace.posterior[name]!, entry);
  const values = Array.from(draws, of);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((a, b) => a + (b - mean) * (b - mean), 0) / values.length;
  const { ess_bulk, ess_tail } = model.summary()[name]!;
  const size = Math.min(...[ess_bulk, ess_tail].flatMap((it) => [it].flat()[entry] ?? [it].flat()[0]!));
  expect(size).toBeGreaterThan(400);
  expect(Math.abs(mean - wanted)).toBeLessThan(5 * Math.sqrt(variance / size));
}

test('chains under a Dirichlet prior have its means and variances', async () => {
  const a = [0.6, 2, 3];
  const model = await prior({ b: { dist: 'Dirichlet', params: { a }, over: 'X' } }, 'dot(X, b)');
  const total = 5.6;
  a.forEach((alpha, k) => {
    const mean = alpha / total;
    expectMean(model, 'b', k, (x) => x, mean);
    expectMean(model, 'b', k, (x) => x * x, (alpha * (alpha + 1)) / (total * (total + 1)));
  });
});

test('chains under a zero-sum prior have sum 0 and variance σ² (1 − 1/n)', async () => {
  const variables = {
    s: { dist: 'Uniform', params: { lower: 0.5, upper: 1.5 } },
    b: { dist: 'ZeroSumNormal', params: { sigma: 's' }, by: 'g' },
  };
  const model = await prior(variables, 'b + s');
  const meanSquare = (3 / 4) * ((1.5 ** 3 - 0.5 ** 3) / 3);
  for (let k = 0; k < 4; k++) expectMean(model, 'b', k, (x) => x * x, meanSquare);
  expectMean(model, 's', 0, (x) => x, 1);
});

test('chains under an LKJ prior have correlations of variance 1 / (2 η + n − 1), and effects that follow them', async () => {
  const effect = { dist: 'Normal', params: { mu: 0, sigma: 2 }, by: 'g' };
  const variables = {
    a: effect,
    b: { ...effect, correlated_with: 'a', lkj_eta: 1.5 },
    c: { ...effect, correlated_with: 'a' },
  };
  const model = await prior(variables, 'a + b + c');
  for (const name of ['cor_a_b', 'cor_a_c', 'cor_b_c']) {
    expectMean(model, name, 0, (x) => x, 0);
    expectMean(model, name, 0, (x) => x * x, 1 / (2 * 1.5 + 3 - 1));
  }
  for (const name of ['a', 'b', 'c']) expectMean(model, name, 1, (x) => x * x, 4);
});

test('chains under the shrinkage priors are those of their hierarchies', async () => {
  const model = await prior(
    { b: { dist: 'Horseshoe', params: { scale_global: 0.3 }, over: 'X' } },
    'dot(X, b)',
  );
  const random = createRandom(1, 1);
  const draw = (name: string, params: Record<string, number>) => distributions[name]!.random(params, random);
  const simulated = { below: 0, large: 0, count: 400_000 };
  for (let i = 0; i < simulated.count; i++) {
    const tau = draw('HalfStudentT', { nu: 1, sigma: 0.3 });
    const lambda = draw('HalfStudentT', { nu: 1, sigma: 1 });
    const c2 = draw('InverseGamma', { alpha: 2, beta: 8 });
    const scale = (Math.sqrt(c2) * tau * lambda) / Math.sqrt(c2 + tau * tau * lambda * lambda);
    const value = Math.abs(scale * random.normal());
    if (value < 0.1) simulated.below++;
    if (value > 1) simulated.large++;
  }
  for (let k = 0; k < 3; k++) {
    expectMean(model, 'b', k, (x) => Number(Math.abs(x) < 0.1), simulated.below / simulated.count);
    expectMean(model, 'b', k, (x) => Number(Math.abs(x) > 1), simulated.large / simulated.count);
  }
  const share = await prior({ b: { dist: 'R2D2', params: { sigma: 1 }, over: 'X' } }, 'dot(X, b)');
  // Σ βₖ² has R² / (1 − R²) shared by weights of sum 1; R² is uniform here.
  expectMean(share, 'b_R2', 0, (x) => x * x, 1 / 3);
  for (let k = 0; k < 3; k++) expectMean(share, 'b_phi', k, (x) => x, 1 / 3);
});
