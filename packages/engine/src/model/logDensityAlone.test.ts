import { afterEach, describe, expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { compileDensity } from './density.fixture.ts';
import { Model } from './model.ts';

const random = createRandom(8, 0);
const numbers = (count: number): number[] => Array.from({ length: count }, () => random.normal());

const coefficients = {
  level: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
  beta: { dist: 'Normal', params: { mu: 0, sigma: 1 }, over: 'X' },
};
const likelihoods = {
  'a Bernoulli outcome': { dist: 'Bernoulli', params: { logit_p: 'mu' } },
  'a Student t outcome': { dist: 'StudentT', params: { nu: 4, mu: 'mu', sigma: 0.7 } },
  'a Poisson outcome': { dist: 'Poisson', params: { mu: 'exp(mu / 9)' } },
};

// One to three columns are multiplied term by term, more tile by tile; blocks and lanes end within and after the rows.
describe.each(Object.entries(likelihoods))(
  'with %s the log density alone has the same bits',
  (_, likelihood) => {
    test.each([
      [3, 1],
      [3, 6],
      [3, 77],
      [6, 1],
      [6, 16],
      [6, 77],
      [6, 700],
    ])('for %i columns and %i rows', (count, rows) => {
      const names = Array.from({ length: count }, (_, k) => `x${k}`);
      const columns = Object.fromEntries(names.map((name) => [name, numbers(rows)]));
      const config = {
        independent_vars: [{ X: names }],
        variable_params: coefficients,
        function_params: { function: 'level + dot(X, beta)' },
        likelihood,
      };
      const y = numbers(rows).map((it) => (it > 0 ? 1 : 0));
      const { dimension, free, freeAlone } = compileDensity(config, columns, y);
      for (let k = 0; k < 20; k++) {
        const q = numbers(dimension);
        expect(freeAlone(q)).toBe(free(q).value);
      }
    });
  },
);

describe('fits', () => {
  const x = numbers(40);
  const y = x.map((it) => 0.3 + 0.5 * it + 0.2 * random.normal());
  const config = (method: string) => ({
    independent_vars: ['x'],
    variable_params: {
      a: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
      b: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
    },
    function_params: { function: 'a + b * x + 0.01 * a * b * b' },
    likelihood: { dist: 'StudentT', params: { nu: 4, mu: 'mu', sigma: 0.2 } },
    sample_params: { method, draws: 100, tune: 100, random_seed: 3 },
  });
  const { Instance } = WebAssembly;
  afterEach(() => {
    WebAssembly.Instance = Instance;
  });

  /** Fits; tells the draws, and whether a kernel with a function of the log density alone was used. */
  async function fitted(model: Model): Promise<{ draws: Float64Array; hasAlone: boolean }> {
    let hasAlone = false;
    WebAssembly.Instance = new Proxy(Instance, {
      construct: (target, args: [WebAssembly.Module], self) => {
        hasAlone ||= WebAssembly.Module.exports(args[0]).some(({ name }) => name === 'logDensity');
        return Reflect.construct(target, args, self);
      },
    });
    await model.fit({ x }, y);
    return { draws: model.trace.posterior['b']!.values, hasAlone };
  }

  test('independent draws are the same with and without it; few rows compile it for a second fit', async () => {
    const model = new Model(config('auto'));
    const [first, second] = [await fitted(model), await fitted(model)];
    expect(model.report().method).toBe('importance');
    expect([first.hasAlone, second.hasAlone]).toEqual([false, true]);
    expect(second.draws).toEqual(first.draws);
  });

  test('NUTS compiles no such function', async () => {
    const model = new Model(config('nuts'));
    expect((await fitted(model)).hasAlone).toBe(false);
    expect((await fitted(model)).hasAlone).toBe(false);
  });
});
