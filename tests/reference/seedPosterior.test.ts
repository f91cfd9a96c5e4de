import { existsSync, readFileSync } from 'node:fs';
import { Model } from '@posterity/engine';
import { expect, test } from 'vitest';

/** The seed author's own data and posterior, where they lie beside the project. */
const folder = new URL('../../../shared/refs/seed/', import.meta.url);
const isPresent = existsSync(new URL('adoption.csv', folder));

const config = {
  independent_vars: ['week'],
  variable_params: {
    lambda_val: { dist: 'HalfNormal', params: { sigma: 1 } },
    intercept: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
  },
  function_params: { function: '1 - intercept - (1 - intercept) * exp(-lambda_val * week)' },
  sample_params: { draws: 1000, tune: 1000, chains: 4, random_seed: 1 },
};

test.skipIf(!isPresent)("the author's posterior is found again within Monte Carlo error", async () => {
  const lines = readFileSync(new URL('adoption.csv', folder), 'utf8').trim().split('\n');
  const names = lines[0]!.split(',');
  const column = (name: string) => lines.slice(1).map((line) => Number(line.split(',')[names.indexOf(name)]));
  const model = new Model(config);
  await model.fit({ week: column('week') }, column('adoption_rate'));
  const reference: Record<string, [mean: number, sd: number, error: number]> = {
    intercept: [0.0560047, 0.0040927, 8.75e-5],
    lambda_val: [0.0925864, 0.0014723, 3.09e-5],
    sigma: [0.0332684, 0.0014712, 2.89e-5],
  };
  const { parameters, verdict, divergences } = model.report();
  for (const [name, [mean, sd, error]] of Object.entries(reference)) {
    const found = parameters[name]!;
    const combined = Math.hypot(error, Number(found.mcse_mean));
    expect(Math.abs(Number(found.mean) - mean)).toBeLessThan(4 * combined);
    expect(Math.abs(Number(found.sd) / sd - 1)).toBeLessThan(0.05);
    expect(Number(found.ess_bulk)).toBeGreaterThan(1500);
  }
  expect(verdict).toEqual({ status: 'good', reasons: [] });
  expect(divergences).toBe(0);
});
