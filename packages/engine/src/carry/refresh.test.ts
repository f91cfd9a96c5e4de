import { describe, expect, test } from 'vitest';
import { Model } from '../model/model.ts';
import { refresh } from './refresh.ts';

const config = {
  independent_vars: ['x'],
  variable_params: {
    a: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
    b: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
  },
  function_params: { function: 'a + exp(b * x)' },
  sample_params: { draws: 4000, tune: 500, chains: 4 },
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
    const other = { ...config, function_params: { function: 'a + exp(2 * b * x)' } };
    const result = await refresh(fitted, other, { x }, y, { seed: 1 });
    expect(result.action).toBe('full');
    expect(result.reason).toBe('the config changed at function_params.function');
    expect(result.model).not.toBe(fitted);
    expect(result.model.config.function_params.function).toBe('a + exp(2 * b * x)');
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

describe('refresh after a change of the rows', () => {
  const noise = (i: number) => 0.1 * ((i * 7919) % 13) - 0.6;
  const more = Array.from({ length: 3 }, (_, i) => 2 + i / 10);
  const moreY = more.map((value, i) => 0.3 + 0.5 * value + noise(i + 20));

  test('updates with the added rows alone, and leaves the old model as it was', async () => {
    const before = fitted.summary();
    const result = await refresh(fitted, config, { x: [...x, ...more] }, [...y, ...moreY], { seed: 1 });
    expect(result).toMatchObject({ action: 'update', rows: { known: 20, added: 3, removed: 0 } });
    expect(result.method).toBe('importance');
    expect(result.reason).toMatch(/^3 rows were added to the 20 known; the stored draws could be reweighed/);
    expect(result.model.saved.rows).toBe(23);
    expect(fitted.saved.rows).toBe(20);
    expect(fitted.summary()).toBe(before);
    const again = await refresh(result.model, config, { x: [...x, ...more] }, [...y, ...moreY]);
    expect(again.action).toBe('skip');
  });

  test('updates exactly where rows reduce', async () => {
    const counts = { ...config, likelihood: { dist: 'Poisson', params: { mu: 'exp(mu)' } } };
    const [xs, ys] = [
      Array.from({ length: 60 }, (_, i) => i % 3),
      Array.from({ length: 60 }, (_, i) => (i * 7) % 5),
    ];
    const model = await new Model(counts).fit({ x: xs.slice(0, 40) }, ys.slice(0, 40), { seed: 1 });
    const result = await refresh(model, counts, { x: xs }, ys, { seed: 1 });
    expect(result).toMatchObject({ action: 'update', method: 'exact', rows: { known: 40, added: 20 } });
  });

  test('starts warm when weights cannot be trusted, or some rows changed', async () => {
    const many = Array.from({ length: 400 }, (_, i) => i / 200);
    const manyY = many.map((value, i) => 0.3 + 0.5 * value + noise(i));
    const grown = await refresh(fitted, config, { x: [...x, ...many] }, [...y, ...manyY], { seed: 1 });
    expect(grown.action).toBe('warm');
    expect(grown.reason).toContain('could not be reweighed');
    const altered = await refresh(fitted, config, { x }, [
      ...y.slice(0, 15),
      ...y.slice(15).map((v) => v + 0.2),
    ]);
    expect(altered).toMatchObject({ action: 'warm', rows: { known: 15, added: 5, removed: 5 } });
    expect(altered.model.saved.warmup!.way).toBe('given');
    const cold = await new Model(config).fit({ x: [...x, ...many] }, [...y, ...manyY], { seed: 1 });
    for (const name of ['a', 'b', 'sigma']) {
      const [one, other] = [cold.summary()[name]!, grown.model.summary()[name]!];
      expect(Math.abs(Number(other.mean) - Number(one.mean)) / Number(one.sd)).toBeLessThan(0.25);
    }
  });

  test('a warm start takes a fifth of the evaluations of a cold one, for as many effective draws', async () => {
    const rows = [{ x: [...x, ...more] }, [...y, ...moreY]] as const;
    const cold = await new Model(config).fit(...rows, { seed: 2 });
    const warm = await new Model(config).fit(...rows, { seed: 2, startFrom: fitted.saved });
    expect(cold.saved.warmup!.way).toBe('mode');
    expect(warm.saved.warmup!.way).toBe('given');
    expect(5 * warm.saved.warmup!.evaluations).toBeLessThan(cold.saved.warmup!.evaluations);
    for (const name of ['a', 'b', 'sigma']) {
      const [one, other] = [cold.summary()[name]!, warm.summary()[name]!];
      expect(Number(other.ess_bulk) / Number(one.ess_bulk)).toBeGreaterThan(0.6);
      expect(Number(other.r_hat)).toBeLessThan(1.01);
    }
  });

  test('fits anew from a fit that cannot be trusted', async () => {
    const short = await new Model({ ...config, sample_params: { draws: 4, tune: 1, chains: 2 } }).fit(
      { x },
      y,
    );
    const result = await refresh(short, config, { x }, y, { seed: 1 });
    expect(result.action).toBe(short.verdict().status === 'bad' ? 'full' : 'warm');
  });
});

describe('foretelling a refresh', () => {
  const noise = (i: number) => 0.1 * ((i * 7919) % 13) - 0.6;
  const added = (count: number, step: number) => {
    const more = Array.from({ length: count }, (_, i) => 2 + i * step);
    return [
      { x: [...x, ...more] },
      [...y, ...more.map((value, i) => 0.3 + 0.5 * value + noise(i + 20))],
    ] as const;
  };
  const raised = (from: number) => y.map((value, i) => (i < from ? value : value + 0.2));
  const counts = { ...config, likelihood: { dist: 'Poisson', params: { mu: 'exp(mu)' } } };
  const counted = Array.from({ length: 60 }, (_, i) => (i * 7) % 5);

  test.each<readonly [string, string, unknown, object, readonly number[]]>([
    ['equal rows', 'skip', config, { x }, y],
    ['three added rows', 'update', config, ...added(3, 0.1)],
    ['many added rows', 'warm', config, ...added(400, 0.005)],
    ['some altered rows', 'warm', config, { x }, raised(15)],
    ['rows that are nearly all new', 'full', config, { x }, raised(2)],
    ['another function', 'full', { ...config, function_params: { function: 'a + b * x' } }, { x }, y],
    ['other sampling settings', 'warm', { ...config, sample_params: { draws: 3000, chains: 4 } }, { x }, y],
  ])('of %s: %s, as it is then done', async (_, action, next, X, outcome) => {
    const told = await fitted.foretellRefresh(next, X, outcome);
    const done = await refresh(fitted, next, X, outcome, { seed: 1 });
    expect(told.action).toBe(action);
    expect(told).toEqual({ action: done.action, reason: done.reason, rows: done.rows });
  });

  test('of rows that reduce exactly, and of levels that are new', async () => {
    const xs = counted.map((_, i) => i % 3);
    const model = await new Model(counts).fit({ x: xs.slice(0, 40) }, counted.slice(0, 40), { seed: 1 });
    const rows = { known: 40, added: 20, removed: 0 };
    expect(await model.foretellRefresh(counts, { x: xs }, counted)).toMatchObject({ action: 'update', rows });
    const by = {
      ...config,
      variable_params: { ...config.variable_params, a: { ...config.variable_params.a, by: 'g' } },
    };
    const g = x.map((_, i) => (i % 2 === 0 ? 'one' : 'other'));
    const grouped = await new Model(by).fit({ x, g }, y, { seed: 1 });
    const wider = [{ x: [...x, 2], g: [...g, 'third'] }, [...y, 1.3]] as const;
    const told = await grouped.foretellRefresh(by, ...wider);
    expect(told).toMatchObject({ action: 'full', rows: { known: 20, added: 1, removed: 0 } });
    expect(told.reason).toMatch(/; its levels changed$/);
    expect((await refresh(grouped, by, ...wider, { seed: 1 })).action).toBe('full');
  });

  test('refuses rows that cannot be fitted', async () => {
    await expect(fitted.foretellRefresh(config, { x }, [...y.slice(1), Number.NaN])).rejects.toThrow(/y/);
  });
});
