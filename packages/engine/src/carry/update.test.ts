import { describe, expect, test } from 'vitest';
import { DataError } from '../config/errors.ts';
import { distributions } from '../distributions/index.ts';
import { Model } from '../model/model.ts';
import { exp } from '../numeric/math.ts';
import { createRandom, type Random } from '../numeric/random.ts';

const random = createRandom(21, 4);
const sampling = { draws: 500, tune: 500, chains: 4 };
const normal = (mu: number, sigma: number) => ({ dist: 'Normal', params: { mu, sigma } });

/** Likelihoods that reduce exactly, each over a line in a few distinct x; `trials` of the Binomial are a column. */
const families = {
  Normal: {
    likelihood: { dist: 'Normal', params: { mu: 'mu', sigma: 'exp(c)' } },
    numbers: (mu: number) => ({ mu, sigma: 1 }),
  },
  Bernoulli: {
    likelihood: { dist: 'Bernoulli', params: { logit_p: 'mu + 0 * c' } },
    numbers: (mu: number) => ({ logit_p: mu }),
  },
  Binomial: {
    likelihood: { dist: 'Binomial', params: { n: 9, logit_p: 'mu + 0 * c' } },
    numbers: (mu: number) => ({ n: 9, p: 1 / (1 + exp(-mu)) }),
  },
  Poisson: {
    likelihood: { dist: 'Poisson', params: { mu: 'exp(mu) + 0 * c' } },
    numbers: (mu: number) => ({ mu: exp(mu) }),
  },
};

function rowsOf(numbers: (mu: number) => Record<string, number>, dist: string, count: number, from: Random) {
  const x = Array.from({ length: count }, (_, i) => (i % 5) / 5);
  const g = Array.from({ length: count }, (_, i) => `g${i % 3}`);
  const id = x.map(() => from.uniform());
  const draw = (mu: number) => {
    const given = numbers(mu);
    if (dist === 'Bernoulli') return from.uniform() < 1 / (1 + exp(-given['logit_p']!)) ? 1 : 0;
    return distributions[dist]!.random(given, from);
  };
  const effect = { g0: -0.3, g1: 0, g2: 0.3 };
  const y = x.map((value, i) => draw(0.2 + value + effect[g[i] as 'g0']));
  return { x, g, id, y };
}

describe.each(Object.entries(families))(
  'an exact update, %s likelihood by group',
  (dist, { likelihood, numbers }) => {
    test('is the fit to all rows', async () => {
      const config = {
        independent_vars: ['x', 'g'],
        dependent_var: 'y',
        variable_params: {
          a: { ...normal(0, 1), by: 'g' },
          b: normal(0, 1),
          ...(dist === 'Normal' ? { c: normal(0, 1) } : {}),
        },
        function_params: { function: 'a + b * x' },
        likelihood: JSON.parse(JSON.stringify(likelihood).replace(' + 0 * c', '')),
        sample_params: sampling,
      };
      const parts = [0, 1, 2].map(() => rowsOf(numbers, dist, 90, random));
      const all = Object.fromEntries(
        (['x', 'g', 'id', 'y'] as const).map((name) => [
          name,
          parts.flatMap((part) => part[name] as unknown[]),
        ]),
      );
      const whole = await new Model(config).fitTable(all, { seed: 3 });
      const model = await new Model(config).fitTable(parts[0], { seed: 3 });
      const saved = await Model.fromNetcdf(await model.toNetcdf());
      for (const part of parts.slice(1)) {
        const update = await saved.update(part, undefined, { seed: 3 });
        expect(update.method).toBe('exact');
      }
      expect(saved.saved.rows).toBe(270);
      expect(saved.report().distinct_rows).toBe(whole.report().distinct_rows);
      for (const [name, one] of Object.entries(whole.summary())) {
        const other = saved.summary()[name]!;
        const list = (value: number | readonly number[]) => (typeof value === 'number' ? [value] : value);
        list(one.mean).forEach((mean, k) => {
          expect(Math.abs(list(other.mean)[k]! - mean)).toBeLessThan(
            5 * Math.SQRT2 * list(one.mcse_mean)[k]!,
          );
          expect(Math.abs(list(other.sd)[k]! / list(one.sd)[k]! - 1)).toBeLessThan(0.15);
        });
      }
    });
  },
);

const line = {
  independent_vars: ['x'],
  dependent_var: 'y',
  variable_params: { a: normal(0, 1), b: normal(0, 1) },
  function_params: { function: 'a + exp(b * x) - 1' },
  sample_params: { draws: 1000, tune: 500 },
};
function lineRows(count: number) {
  const x = Array.from({ length: count }, () => random.uniform());
  return { x, y: x.map((value) => 0.5 + value + 0.3 * random.normal()) };
}

test('a linear predictor of any columns is updated exactly too', async () => {
  const linear = { ...line, function_params: { function: 'a + b * x' } };
  const parts = [80, 3, 60].map(lineRows);
  const all = { x: parts.flatMap((it) => it.x), y: parts.flatMap((it) => it.y) };
  const whole = await new Model(linear).fitTable(all, { seed: 1 });
  const model = await new Model(linear).fitTable(parts[0]!, { seed: 1 });
  for (const part of parts.slice(1))
    expect((await model.update(part, undefined, { seed: 1 })).method).toBe('exact');
  for (const name of ['a', 'b', 'sigma']) {
    const [one, other] = [whole.summary()[name]!, model.summary()[name]!];
    expect(Math.abs(Number(other.mean) - Number(one.mean))).toBeLessThan(6 * Number(one.mcse_mean));
    expect(Number(other.sd) / Number(one.sd)).toBeCloseTo(1, 1);
  }
});

describe('where rows do not reduce', () => {
  const first = lineRows(60);
  const fitted = async () => new Model(line).fitTable(first, { seed: 1 });
  const compare = async (model: Model, further: ReturnType<typeof lineRows>) => {
    const all = { x: [...first.x, ...further.x], y: [...first.y, ...further.y] };
    const whole = await new Model(line).fitTable(all, { seed: 1 });
    for (const name of ['a', 'b', 'sigma']) {
      const [one, other] = [whole.summary()[name]!, model.summary()[name]!];
      expect(Math.abs(Number(other.mean) - Number(one.mean)) / Number(one.sd)).toBeLessThan(0.2);
      expect(Math.abs(Number(other.sd) / Number(one.sd) - 1)).toBeLessThan(0.2);
    }
  };

  test('a few rows reweigh the stored draws', async () => {
    const model = await fitted();
    const further = lineRows(5);
    const { method, reason, rows } = await model.update(further);
    expect(method).toBe('importance');
    expect(reason).toMatch(
      /^the stored draws could be reweighed to 5 rows \(Pareto k -?0\.\d\d, \d+ effective draws\)$/,
    );
    expect(rows).toEqual({ added: 5, total: 65 });
    // No more draws are kept than are effective.
    expect(model.trace.draws).toBeLessThan(1000);
    await compare(model, further);
    expect(model.verdict().status).toBe('good');
  });

  test('many rows are sampled under the carried posterior', async () => {
    const model = await fitted();
    const further = lineRows(400);
    const { method, reason } = await model.update(further, undefined, { seed: 2 });
    expect(method).toBe('nuts');
    expect(reason).toMatch(
      /^NUTS from the last posterior as joint prior: the stored draws could not be reweighed/,
    );
    await compare(model, further);
    const again = await Model.fromNetcdf(await model.toNetcdf());
    expect(again.saved.updates).toEqual([{ method, reason, rows: 400 }]);
    expect((await again.update(lineRows(3))).rows.total).toBe(463);
  });

  test('update after update from a file gives the draws of a model in memory', async () => {
    const parts = [lineRows(300), lineRows(300)];
    const model = await fitted();
    const options = { seed: 2, method: 'nuts' } as const;
    await model.update(parts[0], undefined, options);
    const again = await Model.fromNetcdf(await model.toNetcdf());
    expect(again.saved.joint).toEqual(model.saved.joint);
    expect(again.saved.joint!.code.length).toBeLessThan(6000);
    for (const it of [model, again]) await it.update(parts[1], undefined, options);
    expect(again.trace.posterior['b']!.values).toEqual(model.trace.posterior['b']!.values);
    // Of draws that are reweighed it would tell no more.
    await again.update(lineRows(2), undefined, { method: 'importance' });
    expect(again.saved.joint).toBeUndefined();
  });

  test('a level not seen before joins the population', async () => {
    const grouped = {
      ...line,
      independent_vars: ['x', 'g'],
      variable_params: {
        ...line.variable_params,
        a: { dist: 'Normal', params: { mu: 'm', sigma: 0.3 }, by: 'g' },
        m: normal(0, 1),
      },
    };
    const model = await new Model(grouped).fitTable(
      { ...first, g: first.x.map((_, i) => `g${i % 4}`) },
      { seed: 1 },
    );
    const update = await model.update({ ...lineRows(10), g: Array(10).fill('new') }, undefined, { seed: 1 });
    expect(update.reason).toContain('new levels (new) have no draws to weigh');
    expect(model.summary()['a']!.levels).toEqual(['g0', 'g1', 'g2', 'g3', 'new']);
    expect(model.saved.groups['g']!.rows).toEqual([15, 15, 15, 15, 10]);
    model.predict({ x: [0.5], g: ['new'] });
  });
});

describe('rows learned from before', () => {
  test('are refused and listed, unless they are allowed', async () => {
    const first = lineRows(30);
    const model = await new Model(line).fitTable(first);
    const before = model.summary();
    const mixed = lineRows(3);
    const again = { x: [...mixed.x, first.x[7]!, first.x[2]!], y: [...mixed.y, first.y[7]!, first.y[2]!] };
    await expect(model.update(again)).rejects.toThrow(DataError);
    await expect(model.update(again)).rejects.toThrow(
      /^2 of 5 rows were learned from before \(rows 4, 5; a new row is taken for a known one with probability 1e-13\)/,
    );
    await expect(model.update(first)).rejects.toThrow(
      'this very table was learned from before (rows 1, 2, 3,',
    );
    expect(model.summary()).toBe(before);
    expect((await model.update(again, undefined, { allowSeen: true })).rows.total).toBe(35);
  });

  test('cannot be told where rows repeat by nature, but a whole table can', async () => {
    const coin = {
      independent_vars: [],
      dependent_var: 'y',
      variable_params: { p: { dist: 'Beta', params: { alpha: 1, beta: 1 } } },
      function_params: { function: 'p' },
      likelihood: { dist: 'Bernoulli', params: { p: 'mu' } },
    };
    const toss = (count: number) => ({ y: Array.from({ length: count }, () => random.integer(2)) });
    const first = toss(200);
    const model = await new Model(coin).fitTable(first);
    expect((await model.update(toss(150))).method).toBe('exact');
    await expect(model.update(first)).rejects.toThrow('this very table was learned from before');
    expect(model.saved.rows).toBe(350);
  });

  test('a few repeated rows among many do not hide a batch given twice', async () => {
    const first = lineRows(200);
    const doubled = { x: [...first.x, first.x[0]!], y: [...first.y, first.y[0]!] };
    const model = await new Model(line).fitTable(doubled);
    const again = { x: first.x.slice(50, 60), y: first.y.slice(50, 60) };
    await expect(model.update(again)).rejects.toThrow('10 of 10 rows were learned from before');
  });

  test('a table without the columns that rows are known by is refused', async () => {
    const model = await new Model(line).fitTable({ ...lineRows(30), id: [...Array(30).keys()] });
    await expect(model.update(lineRows(2))).rejects.toThrow('the model knows the rows it has seen by it');
  });
});

test('a model that needs all its rows says so', async () => {
  const lagged = { ...line, function_params: { function: 'a + exp(b * lag(x, 1))' } };
  const model = await new Model(lagged).fitTable(lineRows(30));
  await expect(model.update(lineRows(3))).rejects.toThrow('a model with lag needs all its rows at once');
});
