import { describe, expect, test } from 'vitest';
import { Model } from '../model/model.ts';
import { refresh } from './refresh.ts';

const config = {
  independent_vars: ['x'],
  variable_params: {
    a: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
    b: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
  },
  function_params: { function: 'a + b * x' },
  sample_params: { draws: 200, tune: 200, chains: 2 },
};
const x = Array.from({ length: 20 }, (_, i) => i / 10);
const y = x.map((value, i) => 0.3 + 0.5 * value + 0.1 * ((i * 7919) % 13) - 0.6);
const fitted = await new Model(config).fit({ x }, y, { seed: 1 });

describe('refresh', () => {
  test('skips equal data, also in another order', async () => {
    const same = await refresh(fitted, config, { x }, y);
    expect(same).toMatchObject({ action: 'skip', rows: { known: 20, added: 0, removed: 0 } });
    expect(same.model).toBe(fitted);
    const reversed = await refresh(fitted, config, { x: [...x].reverse() }, [...y].reverse());
    expect(reversed.action).toBe('skip');
  });

  test('fits anew when the config changed, and names the place', async () => {
    const other = { ...config, function_params: { function: 'a + 2 * b * x' } };
    const result = await refresh(fitted, other, { x }, y, { seed: 1 });
    expect(result.action).toBe('full');
    expect(result.reason).toBe('the config changed at function_params.function');
    expect(result.model).not.toBe(fitted);
    expect(result.model.config.function_params.function).toBe('a + 2 * b * x');
  });

  test('fits anew when hardly a row stayed', async () => {
    const result = await refresh(
      fitted,
      config,
      { x },
      y.map((value) => value + 1),
      { seed: 1 },
    );
    expect(result.action).toBe('full');
    expect(result.rows).toEqual({ known: 0, added: 20, removed: 20 });
  });

  test('survives saving and loading', async () => {
    const loaded = await Model.fromNetcdf(await fitted.toNetcdf());
    expect((await refresh(loaded, config, { x }, y)).action).toBe('skip');
  });
});
