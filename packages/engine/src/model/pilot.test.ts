import { expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { Model } from './model.ts';

/** Eight levels with `perLevel` rows each, of spread `tau` around 2 in noise of sd about 1. */
function leveled(perLevel: number, tau: number): { g: string[]; y: number[] } {
  const random = createRandom(perLevel, Math.round(10 * tau));
  const [g, y]: [string[], number[]] = [[], []];
  for (let level = 0; level < 8; level++) {
    const mean = 2 + tau * random.normal();
    for (let i = 0; i < perLevel; i++) {
      g.push(`level ${level}`);
      y.push(mean + random.normal());
    }
  }
  return { g, y };
}

const config = (more: object = {}) => ({
  independent_vars: [],
  variable_params: {
    m: { dist: 'Normal', params: { mu: 0, sigma: 5 } },
    t: { dist: 'HalfNormal', params: { sigma: 2 } },
    sigma: { dist: 'HalfNormal', params: { sigma: 2 } },
    a: { dist: 'Normal', params: { mu: 'm', sigma: 't' }, by: 'g', ...more },
  },
  function_params: { function: 'a' },
  // Under Normal noise the levels would be integrated out.
  likelihood: { dist: 'StudentT', params: { nu: 30, mu: 'mu', sigma: 'sigma' } },
  sample_params: { draws: 500, tune: 500, chains: 4, random_seed: 1 },
});

async function formOf(perLevel: number, tau: number, more: object = {}): Promise<unknown> {
  const { g, y } = leveled(perLevel, tau);
  const model = await new Model(config(more)).fit({ g }, y);
  return model.report().parametrization['a'];
}

test('levels that their own rows fix are centred, few rows or many', async () => {
  expect(await formOf(10, 3)).toBe('centered');
  expect(await formOf(60, 3)).toBe('centered');
});

test('levels that their population fixes are not centred, many rows or few', async () => {
  expect(await formOf(3, 0.2)).toBe('noncentered');
  expect(await formOf(60, 0.05)).toBe('noncentered');
});

test('what the config asks for is done', async () => {
  expect(await formOf(10, 3, { parametrization: 'noncentered' })).toBe('noncentered');
  expect(await formOf(3, 0.2, { parametrization: 'centered' })).toBe('centered');
});

test('the choice depends on the data alone, not on fits before', async () => {
  const [clear, vague] = [leveled(10, 3), leveled(3, 0.2)];
  const model = new Model(config());
  await model.fit({ g: vague.g }, vague.y);
  await model.fit({ g: clear.g }, clear.y);
  const fresh = await new Model(config()).fit({ g: clear.g }, clear.y);
  expect([...model.trace.posterior['t']!.values]).toEqual([...fresh.trace.posterior['t']!.values]);
});
