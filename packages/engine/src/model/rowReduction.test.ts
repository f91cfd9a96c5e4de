import { expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { Model } from './model.ts';
import type { ReducedRows } from './rowReduction.ts';

const random = createRandom(5, 1);
const rows = Array.from({ length: 600 }, (_, i) => ({
  x: i % 12,
  z: 0.5 + (i % 12) * 0.3 + 0.4 * (random.uniform() - 0.5),
  k: Math.floor((1 + (i % 12)) * random.uniform()),
}));

const config = (dependent: string, likelihood: object) => ({
  independent_vars: ['x'],
  dependent_var: dependent,
  variable_params: {
    a: { dist: 'HalfNormal', params: { sigma: 1 } },
    b: { dist: 'HalfNormal', params: { sigma: 1 } },
    s: { dist: 'HalfNormal', params: { sigma: 1 } },
  },
  function_params: { function: 'a + b * x' },
  likelihood,
  sample_params: { draws: 300, tune: 300, chains: 2, random_seed: 4 },
});

const tableOf = (name: 'z' | 'k') => ({ x: rows.map((row) => row.x), [name]: rows.map((row) => row[name]) });

/** Counts of equal rows, as a GROUP BY over all columns gives them. */
function counted(name: 'z' | 'k'): ReducedRows {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const key = `${row.x} ${row[name]}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const keys = [...counts.keys()].map((key) => key.split(' ').map(Number));
  const column = (at: number) => ({
    kind: 'number' as const,
    values: Float64Array.from(keys, (key) => key[at]!),
  });
  return {
    table: { rows: keys.length, columns: { x: column(0), [name]: column(1) } },
    counts: Float64Array.from(counts.values()),
  };
}

function withMoments(of: (y: number) => number, hasSquares: readonly boolean[]): ReducedRows {
  const groups = Array.from({ length: 12 }, (_, x) => rows.filter((row) => row.x === x).map(({ z }) => z));
  const per = (value: (group: readonly number[]) => number) => Float64Array.from(groups, value);
  const mean = (group: readonly number[]) => group.reduce((sum, y) => sum + of(y), 0) / group.length;
  const squares = (group: readonly number[]) => {
    const centre = mean(group);
    return group.reduce((sum, y) => sum + (of(y) - centre) ** 2, 0);
  };
  return {
    table: { rows: 12, columns: { x: { kind: 'number', values: Float64Array.from(groups.keys()) } } },
    counts: per((group) => group.length),
    statistics: {
      low: per((group) => Math.min(...group)),
      high: per((group) => Math.max(...group)),
      means: hasSquares.map(() => per(mean)),
      squares: hasSquares.map((has) => (has ? per(squares) : undefined)),
    },
  };
}

async function means(fit: (model: Model) => Promise<Model>, of: object): Promise<number[]> {
  const model = await fit(new Model(of));
  return Object.values(model.summary()).map(({ mean }) => Number(mean));
}

const normal = config('z', { dist: 'Normal', params: { mu: 'mu', sigma: 's' } });
const logNormal = config('z', { dist: 'LogNormal', params: { mu: 'mu', sigma: 's' } });
const poisson = config('k', { dist: 'Poisson', params: { mu: 'mu + s' } });

test('a model says how its rows are reduced, and when each of them is needed', () => {
  const written = ({ config: of }: { config: object }) =>
    new Model(of).rowReduction?.statistics?.map(({ sql, hasSquares }) => [sql('y'), hasSquares]);
  expect(written({ config: normal })).toEqual([['y', true]]);
  expect(written({ config: logNormal })).toEqual(
    expect.arrayContaining([['case when y > 0 then ln(y) end', true]]),
  );
  expect(new Model(poisson).rowReduction).toEqual({ outcome: 'k', columns: ['x'] });
  expect(
    new Model({ ...normal, preprocessing: { x: { scale: 'standardize' } } }).rowReduction,
  ).toBeUndefined();
  const heavy = config('z', { dist: 'StudentT', params: { nu: 4, mu: 'mu', sigma: 's' } });
  expect(new Model(heavy).rowReduction).toBeUndefined();
});

test('a fit to reduced rows is the fit to the rows', async () => {
  const cases = [
    { of: normal, table: tableOf('z'), reduced: withMoments((y) => y, [true]) },
    { of: poisson, table: tableOf('k'), reduced: counted('k') },
  ];
  for (const { of, table, reduced } of cases) {
    const rowWise = await means((model) => model.fitTable(table), of);
    const there = await means((model) => model.fitReduced(reduced), of);
    there.forEach((mean, k) => {
      expect(Math.abs(mean - rowWise[k]!)).toBeLessThan(0.01);
    });
  }
});

test('a fit to reduced rows knows how many rows there were and refuses outcomes outside the support', async () => {
  const model = await new Model(normal).fitReduced(withMoments((y) => y, [true]));
  expect(model.report()).toMatchObject({ rows: 600 });
  const reduced = withMoments((y) => y, [true, false]);
  const { statistics } = reduced;
  if (statistics === undefined) throw new Error('no statistics');
  const low = statistics.low.map((value, row) => (row === 3 ? -1 : value));
  await expect(
    new Model(logNormal).fitReduced({ ...reduced, statistics: { ...statistics, low } }),
  ).rejects.toThrow(/support of LogNormal/);
});
