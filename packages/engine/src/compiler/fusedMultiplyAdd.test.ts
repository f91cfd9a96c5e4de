import { setFlagsFromString } from 'node:v8';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Model } from '../model/model.ts';
import { errorInUlps, vectorKernel } from '../numeric/math.fixture.ts';
import { createRandom } from '../numeric/random.ts';
import { hasFusedMultiplyAdd } from './fusedMultiplyAdd.ts';
import { lowMath } from './low/math/index.ts';
import reference from './low/math/reference.json' with { type: 'json' };

// The V8 of Node before 22 has relaxed SIMD behind a flag.
if (Number.parseInt(process.versions.node, 10) < 22) setFlagsFromString('--experimental-wasm-relaxed-simd');

const infinity = Number.POSITIVE_INFINITY;

const random = createRandom(4, 0);
const columns = Array.from({ length: 5 }, () => Array.from({ length: 60 }, () => random.normal()));
const table = Object.fromEntries(columns.map((column, k) => [`x${k}`, column]));
const y = columns[0]!.map((x, row) => 1 + 0.5 * x - 0.3 * columns[4]![row]! + 0.4 * random.normal());

/** A config whose kernel has a product with a matrix, an exponential and squares. */
const configWith = (sampling: object) => ({
  independent_vars: [{ X: Object.keys(table) }],
  variable_params: {
    beta: { dist: 'Normal', params: { mu: 0, sigma: 1 }, over: 'X' },
    level: { dist: 'Normal', params: { mu: 0, sigma: 2 } },
    sigma: { dist: 'HalfNormal', params: { sigma: 1 } },
  },
  function_params: { function: 'level + dot(X, beta) + 0.1 * exp(-level * level)' },
  likelihood: { dist: 'StudentT', params: { nu: 5, mu: 'mu', sigma: 'sigma' } },
  sample_params: { draws: 300, chains: 2, random_seed: 5, ...sampling },
});

async function fitted(sampling: object, Made = Model) {
  const model = new Made(configWith(sampling));
  await model.fit(table, y);
  return model;
}

const drawsOf = (model: Model): Float64Array => model.trace.posterior['sigma']!.values;

describe.skipIf(!hasFusedMultiplyAdd())('with fused multiply-add', () => {
  test.each(Object.entries(reference))('%s stays within 2 ulp of the exact value', (name, rows) => {
    const kernel = vectorKernel(name, true);
    for (const row of rows) {
      const [x, y = 0] = row.slice(0, -2);
      const [got] = kernel(Float64Array.of(x!, x!), Float64Array.of(y, y));
      expect(errorInUlps(name, row, got!), `${name}(${row})`).toBeLessThanOrEqual(2);
    }
  });

  test.each(Object.keys(lowMath))('%s is 0, infinite or NaN where it is without', (name) => {
    const special = [0, -0, 1, -1, 5e-324, 745, -745, 1e300, -1e300, infinity, -infinity, Number.NaN];
    const pairs = special.flatMap((x) => special.map((y) => [x, y] as const));
    const values = (isFused: boolean): number[] => {
      const [xs, ys] = [0, 1].map((k) => Float64Array.from(pairs, (pair) => pair[k]!));
      return [...vectorKernel(name, isFused)(xs!, ys!)];
    };
    const kind = (value: number) => (value === 0 || !Number.isFinite(value) ? value : 'other');
    expect(values(true).map(kind)).toEqual(values(false).map(kind));
  });

  test('a fit has the same posterior in other bits, and says so', async () => {
    const [plain, fused] = [await fitted({}), await fitted({ fused: true })];
    expect(fused.report().fused).toBe(true);
    expect(plain.report()).not.toHaveProperty('fused');
    expect(drawsOf(fused)).not.toEqual(drawsOf(plain));
    for (const [name, { mean }] of Object.entries(fused.report().parameters)) {
      const { mean: expected, sd } = plain.report().parameters[name]!;
      [expected].flat().forEach((it, k) => {
        expect(Math.abs([mean].flat()[k]! - it)).toBeLessThan(0.25 * [sd].flat()[k]!);
      });
    }
    expect(drawsOf(await fitted({ fused: true }))).toEqual(drawsOf(fused));
  });
});

describe('where WebAssembly has no fused multiply-add', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.resetModules();
  });

  test('a fit that asks for it goes on without, says so, and draws what it draws everywhere', async () => {
    vi.resetModules();
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    const elsewhere = await import('../model/model.ts');
    const asked = await fitted({ fused: true }, elsewhere.Model);
    expect(asked.report().fused).toBe(false);
    expect(drawsOf(asked)).toEqual(drawsOf(await fitted({})));
  });
});

test('`fused: false` is the same as leaving it out', () => {
  const { config } = new Model(configWith({ fused: false }));
  expect(config.sample_params).toEqual(new Model(configWith({})).config.sample_params);
  expect(new Model(configWith({ fused: true })).config.sample_params.fused).toBe(true);
});
