import { describe, expect, test } from 'vitest';
import { Model } from './model.ts';

const prior = (dist: string, params: Record<string, unknown> = {}, more: Record<string, unknown> = {}) => ({
  dist,
  params,
  ...more,
});
const steps = Array.from({ length: 20 }, (_, i) => i);
/** Small and without pattern, but no random number. */
const wobble = (i: number): number => ((i * 37) % 11) / 11 - 0.5;

async function fitted(config: Record<string, unknown>, X: Record<string, number[]>, y: number[]) {
  const model = new Model({ independent_vars: Object.keys(X), ...config });
  await model.fit(X, y, { seed: 3 });
  return model;
}

/** All that the verdict says. */
const reasonsOf = (model: Model): string => model.verdict().reasons.join('\n');

describe('a posterior that cannot be right is said to be bad, and why', () => {
  test('separable classes under flat priors: the slope has no end', async () => {
    const x = [-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2];
    const model = await fitted(
      {
        variable_params: { a: prior('Flat'), b: prior('Flat') },
        function_params: { function: 'a + b * x' },
        likelihood: prior('Bernoulli', { logit_p: 'mu' }),
      },
      { x },
      x.map((it) => Number(it > 0)),
    );
    expect(model.verdict().status).toBe('bad');
    expect(reasonsOf(model)).toMatch(/improper|ran away|infinity/);
  });

  test('a mode at infinity: counts of zero under a flat log rate', async () => {
    const model = await fitted(
      {
        variable_params: { a: prior('Flat') },
        function_params: { function: 'a + 0 * x' },
        likelihood: prior('Poisson', { mu: 'exp(mu)' }),
      },
      { x: [1, 2, 3] },
      [0, 0, 0],
    );
    expect(model.verdict().status).toBe('bad');
    expect(reasonsOf(model)).toMatch(/improper|ran away|infinity/);
  });

  test('a ridge: two intercepts of which the data know the sum', async () => {
    const model = await fitted(
      {
        variable_params: { a: prior('Flat'), b: prior('Flat') },
        function_params: { function: 'a + b + 0 * x' },
        likelihood: prior('Normal', { mu: 'mu', sigma: 1 }),
      },
      { x: steps },
      steps.map((i) => 3 + wobble(i)),
    );
    expect(model.verdict().status).toBe('bad');
    expect(reasonsOf(model)).toContain('a ridge is level');
  });

  test('a constant column beside an intercept under flat priors is such a ridge', async () => {
    const model = await fitted(
      {
        variable_params: { a: prior('Flat'), b: prior('Flat'), sigma: prior('HalfNormal', { sigma: 1 }) },
        function_params: { function: 'a + b * x' },
      },
      { x: steps.map(() => 1) },
      steps.map((i) => 1 + 0.1 * wobble(i)),
    );
    expect(model.verdict().status).toBe('bad');
    expect(reasonsOf(model)).toContain('a ridge is level');
  });

  test('two modes: a number of which the data know the square', async () => {
    const config = {
      variable_params: { a: prior('Normal', { mu: 0, sigma: 2 }), sigma: prior('HalfNormal', { sigma: 1 }) },
      function_params: { function: 'a * a + 0 * x' },
    };
    for (const method of ['nuts', 'auto']) {
      const model = await fitted(
        { ...config, sample_params: { method } },
        { x: steps },
        steps.map((i) => 2 + 0.1 * wobble(i)),
      );
      expect(model.verdict().status).not.toBe('good');
      expect(reasonsOf(model)).toContain('two modes');
      expect(model.report().method).toBe('nuts');
    }
  });

  test('a funnel: levels around a scale that nothing but its prior tells', async () => {
    const model = await fitted(
      {
        variable_params: {
          v: prior('Normal', { mu: 0, sigma: 3 }),
          z: prior('Normal', { mu: 0, sigma: 'exp(v / 2)' }, { by: 'g', parametrization: 'centered' }),
        },
        function_params: { function: 'z' },
        likelihood: prior('Normal', { mu: 'mu', sigma: 1000 }),
        sample_params: { method: 'auto' },
      },
      { g: steps.slice(0, 9) },
      steps.slice(0, 9).map(() => 0),
    );
    expect(model.verdict().status).toBe('bad');
    expect(model.report().divergences).toBeGreaterThan(0);
    expect(model.report().warmup?.way).toBe('gradients');
    expect(model.report().warmup?.reason).toContain('Pareto k');
  });
});

describe('what only looks bad ends right', () => {
  test('separable classes under proper priors', async () => {
    const x = [-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2];
    const config = {
      variable_params: {
        a: prior('Normal', { mu: 0, sigma: 5 }),
        b: prior('Normal', { mu: 0, sigma: 5 }),
      },
      function_params: { function: 'a + b * x' },
      likelihood: prior('Bernoulli', { logit_p: 'mu' }),
    };
    const model = await fitted(
      config,
      { x },
      x.map((it) => Number(it > 0)),
    );
    expect(model.verdict().status).toBe('good');
    // By quadrature on a grid: 6.572, with sd 3.034.
    expect(Math.abs(Number(model.summary()['b']!.mean) - 6.572)).toBeLessThan(0.25);
  });

  test('a constant column under proper priors: the sum is known, the difference is the prior', async () => {
    for (const method of ['nuts', 'auto']) {
      const model = await fitted(
        {
          variable_params: {
            a: prior('Normal', { mu: 0, sigma: 1 }),
            b: prior('Normal', { mu: 0, sigma: 1 }),
            sigma: prior('HalfNormal', { sigma: 1 }),
          },
          function_params: { function: 'a + b * x' },
          derived: { total: 'a + b', difference: 'a - b' },
          sample_params: { method },
        },
        { x: steps.map(() => 1) },
        steps.map((i) => 1 + 0.1 * wobble(i)),
      );
      const { total, difference } = model.summary();
      expect(model.verdict().status).toBe('good');
      expect(Number(total!.mean)).toBeCloseTo(1, 1);
      expect(Math.abs(Number(difference!.sd) - Math.SQRT2)).toBeLessThan(0.12);
    }
  });
});

test('no start, no hang: the warm-up of a density without a peak is bounded', async () => {
  const model = await fitted(
    {
      variable_params: {
        m: prior('Flat'),
        tau: prior('HalfFlat'),
        z: prior('Normal', { mu: 'm', sigma: 'tau' }, { by: 'g' }),
      },
      function_params: { function: 'z' },
      likelihood: prior('Normal', { mu: 'mu', sigma: 1 }),
      sample_params: { draws: 200 },
    },
    { g: [0, 0, 1, 1] },
    [1, 1.1, -1, -1.1],
  );
  expect(model.verdict().status).not.toBe('good');
  expect(model.report().warmup!.evaluations).toBeLessThan(1_300_000);
});
