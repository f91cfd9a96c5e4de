import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lowMath } from '../compiler/low/math/index.ts';
import reference from '../compiler/low/math/reference.json' with { type: 'json' };
import { errorInUlps, vectorKernel } from './math.fixture.ts';
import * as math from './math.ts';

const functions: Record<string, (...args: number[]) => number> = Object.fromEntries(
  Object.keys(lowMath).map((name) => [name, Reflect.get(math, name)]),
);
const infinity = Number.POSITIVE_INFINITY;

describe('Elementary functions', () => {
  const within: Record<string, number> = {
    exp: 1,
    log: 1,
    log1p: 1,
    sin: 1,
    cos: 1,
    asin: 1,
    acos: 1,
    atan: 1,
  };
  for (const [name, rows] of Object.entries(reference)) {
    const limit = within[name] ?? 2;
    test(`${name} stays within ${limit} ulp of the exact value`, () => {
      expect(rows.length).toBeGreaterThanOrEqual(60);
      for (const row of rows) {
        const got = functions[name](...row.slice(0, -2));
        expect(errorInUlps(name, row, got), `${name}(${row})`).toBeLessThanOrEqual(limit);
      }
    });
  }

  test('every function has reference values', () => {
    expect(Object.keys(reference).sort()).toEqual(Object.keys(lowMath).sort());
  });

  // C17 annex F
  test.each([
    [
      'exp',
      [
        [-infinity, 0],
        [infinity, infinity],
        [0, 1],
        [710, infinity],
        [-746, 0],
      ],
    ],
    [
      'expm1',
      [
        [-infinity, -1],
        [infinity, infinity],
        [0, 0],
        [-0, -0],
        [710, infinity],
      ],
    ],
    [
      'log',
      [
        [0, -infinity],
        [-0, -infinity],
        [infinity, infinity],
        [1, 0],
        [-1, Number.NaN],
      ],
    ],
    [
      'log1p',
      [
        [-1, -infinity],
        [infinity, infinity],
        [0, 0],
        [-0, -0],
        [-2, Number.NaN],
      ],
    ],
    [
      'sin',
      [
        [0, 0],
        [-0, -0],
        [infinity, Number.NaN],
      ],
    ],
    [
      'cos',
      [
        [0, 1],
        [-0, 1],
        [infinity, Number.NaN],
      ],
    ],
    [
      'tan',
      [
        [0, 0],
        [-0, -0],
        [-infinity, Number.NaN],
      ],
    ],
    [
      'sinh',
      [
        [0, 0],
        [-0, -0],
        [711, infinity],
        [-infinity, -infinity],
      ],
    ],
    [
      'cosh',
      [
        [0, 1],
        [711, infinity],
        [-infinity, infinity],
      ],
    ],
    [
      'tanh',
      [
        [0, 0],
        [-0, -0],
        [infinity, 1],
        [-infinity, -1],
      ],
    ],
    [
      'asin',
      [
        [0, 0],
        [-0, -0],
        [1, Math.PI / 2],
        [-1, -Math.PI / 2],
        [1.1, Number.NaN],
      ],
    ],
    [
      'acos',
      [
        [1, 0],
        [-1, Math.PI],
        [0, Math.PI / 2],
        [-1.1, Number.NaN],
      ],
    ],
    [
      'atan',
      [
        [0, 0],
        [-0, -0],
        [infinity, Math.PI / 2],
        [-infinity, -Math.PI / 2],
      ],
    ],
    [
      'softplus',
      [
        [-infinity, 0],
        [infinity, infinity],
        [1000, 1000],
      ],
    ],
    [
      'invlogit',
      [
        [-infinity, 0],
        [infinity, 1],
        [0, 0.5],
      ],
    ],
  ] as const)('%s meets the limits of the C standard, and NaN stays NaN', (name, pairs) => {
    for (const [x, value] of pairs) expect(functions[name](x), `${name}(${x})`).toBe(value);
    expect(functions[name](Number.NaN)).toBeNaN();
  });

  test('pow follows the C standard (F.10.4.4) in all special cases', () => {
    const special = [0, -0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, infinity, -infinity, 1e300, -1e300];
    for (const x of special) {
      for (const y of special) {
        // ECMAScript agrees with C except for |x| = 1 with infinite y; its finite values may be off by an ulp
        const isOneToInfinity = Math.abs(x) === 1 && Math.abs(y) === infinity;
        const expected = isOneToInfinity ? 1 : x ** y;
        const got = math.pow(x, y);
        const isNear = Math.abs(got - expected) <= 4e-16 * Math.abs(expected) && expected !== 0;
        if (!isNear) expect(got, `pow(${x}, ${y})`).toBe(expected);
      }
      expect(math.pow(x, Number.NaN)).toBe(x === 1 ? 1 : Number.NaN);
      expect(math.pow(Number.NaN, x)).toBe(x === 0 ? 1 : Number.NaN);
    }
  });

  test('logaddexp takes infinite arguments and NaN', () => {
    expect(math.logaddexp(-infinity, -infinity)).toBe(-infinity);
    expect(math.logaddexp(infinity, infinity)).toBe(infinity);
    expect(math.logaddexp(-infinity, 3)).toBe(3);
    expect(math.logaddexp(3, infinity)).toBe(infinity);
    expect(math.logaddexp(Number.NaN, 3)).toBeNaN();
    expect(math.logaddexp(3, Number.NaN)).toBeNaN();
  });

  test('sin and cos stay within ±1 for arguments whose phase is lost', () => {
    for (const x of [1e7, 1e12, -1e17, 1e300]) {
      expect(Math.abs(math.sin(x))).toBeLessThanOrEqual(1);
      expect(Math.abs(math.cos(x))).toBeLessThanOrEqual(1);
    }
  });
});

describe('Vector kernels', () => {
  const number = fc.oneof(
    fc.double(),
    fc.double({ min: -50, max: 50 }),
    fc.double({ min: -1, max: 1 }),
    fc.constantFrom(0, -0, infinity, -infinity, Number.NaN, 1, -1, 5e-324),
  );
  const pair = fc.tuple(number, number, number, number);

  test.each(Object.keys(lowMath))('%s has the same bits in both lanes as in scalar code', (name) => {
    const kernel = vectorKernel(name);
    fc.assert(
      fc.property(pair, ([x0, x1, y0, y1]) => {
        const out = kernel(Float64Array.of(x0, x1), Float64Array.of(y0, y1));
        expect(out[0]).toBe(functions[name](x0, y0));
        expect(out[1]).toBe(functions[name](x1, y1));
      }),
      { numRuns: 500, seed: 3 },
    );
  });
});
