import { expect, test } from 'vitest';
import { compileDensity } from './density.fixture.ts';

const X = { X: ['x1', 'x2', 'x3', 'x4'] };
const columns = {
  x1: [0.1, 0.7, -1.2, 0.4, 1.9],
  x2: [1, -0.4, 0.2, 0.9, -1.1],
  x3: [0.3, 0.5, -0.7, 0.1, 0.2],
  x4: [-1, 0.2, 0.8, -0.3, 0.6],
  g: ['u', 'v', 'u', 'w', 'v'],
};
const y = [0.3, -0.2, 1.4, 0.9, -0.7];
const over = (variables: object) => ({
  independent_vars: [X],
  variable_params: variables,
  function_params: { function: 'dot(X, b)' },
});
const by = (variables: object, text: string) => ({
  independent_vars: ['x1'],
  variable_params: variables,
  function_params: { function: text },
});

const configs = {
  'a simplex over columns': over({ b: { dist: 'Dirichlet', params: { a: [0.5, 2, 1, 3] }, over: 'X' } }),
  'a simplex by levels, its concentration learned': by(
    {
      c: { dist: 'Exponential', params: { lam: 1 } },
      b: { dist: 'Dirichlet', params: { a: 'c' }, by: 'g' },
    },
    'b * x1',
  ),
  'a zero-sum vector over columns': over({ b: { dist: 'ZeroSumNormal', params: { sigma: 2 }, over: 'X' } }),
  'zero-sum levels, their scale learned': by(
    {
      s: { dist: 'HalfNormal', params: { sigma: 1 } },
      b: { dist: 'ZeroSumNormal', params: { sigma: 's' }, by: 'g' },
    },
    'b * x1',
  ),
  'two correlated effects': by(
    {
      s: { dist: 'HalfNormal', params: { sigma: 1 } },
      a: { dist: 'Normal', params: { mu: 0.3, sigma: 's' }, by: 'g' },
      b: { dist: 'LogNormal', params: { mu: -0.2, sigma: 0.7 }, by: 'g', correlated_with: 'a', lkj_eta: 3 },
    },
    'a + b * x1',
  ),
  'three correlated effects': by(
    {
      a: { dist: 'Normal', params: { mu: 0.3, sigma: 0.5 }, by: 'g' },
      b: { dist: 'Normal', params: { mu: -0.2, sigma: 0.7 }, by: 'g', correlated_with: 'a' },
      c: { dist: 'Normal', params: { mu: 0, sigma: 2 }, by: 'g', correlated_with: 'b' },
    },
    'a + b * x1 + c * x1 ** 2',
  ),
  'a horseshoe': over({ b: { dist: 'Horseshoe', params: { scale_global: '0.1 * sigma' }, over: 'X' } }),
  'a prior on R²': over({ b: { dist: 'R2D2', params: { sigma: 'sigma' }, over: 'X' } }),
};

for (const [name, config] of Object.entries(configs)) {
  for (const isNoncentered of [false, true]) {
    const form = isNoncentered ? 'non-centred' : 'centred';
    const density = compileDensity(config, columns, y, isNoncentered);
    const q = Float64Array.from({ length: density.dimension }, (_, i) => 0.7 * Math.sin(3 * i + 1));

    test(`${name}, ${form}: the gradient is the slope`, () => {
      const { gradient } = density.free(q);
      const h = 1e-5;
      gradient.forEach((slope, i) => {
        const moved = (by: number) => density.free(q.map((v, k) => (k === i ? v + by : v))).value;
        const central = (8 * (moved(h) - moved(-h)) - (moved(2 * h) - moved(-2 * h))) / (12 * h);
        expect(Math.abs(slope - central)).toBeLessThan(1e-7 * Math.max(1, Math.abs(central)));
      });
    });

    test(`${name}, ${form}: the real line's density is the variables' own and the log Jacobian`, () => {
      const point = density.values(q);
      const own = density.at(point).log_density;
      // Entries that the others determine (the last of a simplex, the last of a zero sum) are left out.
      const isTied = (key: string) =>
        density.specification.variables.find((variable) => variable.name === key)?.distribution.joint
          ?.isShorter === true;
      const free = (at: ArrayLike<number>) =>
        Object.entries(density.values(at)).flatMap(([key, entries]) =>
          isTied(key) ? entries.slice(0, -1) : entries,
        );
      const h = 1e-5;
      const jacobian = Array.from(q, (_, i) => {
        const [up, down] = [h, -h].map((by) => free(q.map((v, k) => (k === i ? v + by : v))));
        return up!.map((value, k) => (value - down![k]!) / (2 * h));
      });
      // On the n − 1 coordinates of a zero sum, an isometry has determinant 1 / √n; on those of a simplex the density is
      // that of Dirichlet with respect to n − 1 coordinates, so nothing is added.
      const tied = density.specification.variables.find(
        ({ distribution }) => distribution.name === 'ZeroSumNormal',
      );
      const entries = tied === undefined ? 1 : point[tied.name]!.length;
      const expected = own + logAbsDeterminant(jacobian) + 0.5 * Math.log(entries);
      expect(density.free(q).value).toBeCloseTo(expected, 6);
    });
  }
}

/** log |det| by Gaussian elimination with row exchanges. */
function logAbsDeterminant(matrix: number[][]): number {
  const rows = matrix.map((row) => [...row]);
  let total = 0;
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows.slice(k).reduce((best, row) => (Math.abs(row[k]!) > Math.abs(best[k]!) ? row : best));
    const at = rows.indexOf(pivot);
    [rows[k], rows[at]] = [pivot, rows[k]!];
    total += Math.log(Math.abs(pivot[k]!));
    for (let i = k + 1; i < rows.length; i++) {
      const factor = rows[i]![k]! / pivot[k]!;
      for (let j = k; j < rows.length; j++) rows[i]![j]! -= factor * pivot[j]!;
    }
  }
  return total;
}

test('a simplex sums to 1 and a zero-sum vector to 0, wherever the chains are', () => {
  const simplex = compileDensity(configs['a simplex over columns'], columns, y);
  const zero = compileDensity(configs['a zero-sum vector over columns'], columns, y);
  for (const scale of [0, 1, 20, 100]) {
    const q = [0.3, -1, 0.6, -0.2].map((v) => scale * v);
    const [x, z] = [simplex.values(q)['b']!, zero.values(q)['b']!];
    expect(x.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(Math.abs(z.reduce((a, b) => a + b))).toBeLessThan(1e-13 * Math.max(1, scale));
  }
});
