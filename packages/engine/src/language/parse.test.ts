import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate } from '../expr/evaluate.ts';
import { parseExpression, parseFunction } from './parse.ts';

const at = (values: Record<string, number>) => (name: string) => values[name]!;
const value = (text: string, values: Record<string, number> = {}) =>
  evaluate(parseFunction(text).body, at(values));
const message = (text: string): string => {
  try {
    parseFunction(text);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error(`${text} was accepted`);
};

test('an expression, a body, an arrow function and a real function mean the same', () => {
  const values = { week: 3, lambda_val: 0.1, intercept: 0.05 };
  const expected = 1 - 0.05 - 0.95 * Math.exp(-0.3);
  const texts = [
    '1 - intercept - (1 - intercept) * exp(-lambda_val * week)',
    '1 - intercept - (1 - intercept) * np.exp(-lambda_val * week)',
    'const rest = 1 - intercept; return rest - rest * Math.exp(-lambda_val * week)',
    '(week, lambda_val, intercept) => 1 - intercept - (1 - intercept) * pm.math.exp(-lambda_val * week)',
    'function f(week, lambda_val, intercept) { return 1 - intercept - (1 - intercept) * exp(-lambda_val * week); }',
  ];
  for (const text of texts) expect(value(text, values)).toBeCloseTo(expected, 14);
  const real = (week: number, lambda_val: number, intercept: number) =>
    1 - intercept - (1 - intercept) * Math.exp(-lambda_val * week);
  const parsed = parseFunction(real);
  expect(parsed.argumentNames).toEqual(['week', 'lambda_val', 'intercept']);
  expect(evaluate(parsed.body, at(values))).toBeCloseTo(expected, 14);
});

test('an expression may stand in brackets as a whole', () => {
  expect(evaluate(parseExpression('((a + 1))'), at({ a: 2 }))).toBe(3);
  expect(evaluate(parseExpression('(-a) ** 2 * (a)'), at({ a: 2 }))).toBe(8);
  expect(() => parseExpression('(a))')).toThrow('the text goes on');
});

test('if, else, let and constant for loops are unrolled', () => {
  const text =
    'let s = 0; for (let i = 1; i <= 4; i++) { if (i > x) { s += i; } else { s -= i; } } return s;';
  expect(value(text, { x: 2 })).toBe(-1 - 2 + 3 + 4);
  expect(value('if (x > 0) return 1; if (x < -5) { return 3 } return 2', { x: -1 })).toBe(2);
});

test('arithmetic agrees with the language it is taken from', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.double({ min: 0.1, max: 3, noNaN: true }),
      (x, y) => {
        const got = value('x > y ? x * y - x / y : -x + y ** 2 + max(x, y, 0)', { x, y });
        const expected = x > y ? x * y - x / y : -x + y ** 2 + Math.max(x, y, 0);
        expect(got).toBeCloseTo(expected, 12);
      },
    ),
    { seed: 1 },
  );
});

test('a text outside the grammar is shown with a caret under the place', () => {
  expect(message('a + process.exit(1)')).toBe(
    'the prefix process is not known; accepted are Math, np, numpy, math, pm, pm.math, pymc.math, pt, tt, jnp\n    a + process.exit(1)\n        ^',
  );
  expect(message('1 + epx(x)')).toBe(
    'epx is not a function of the language; did you mean exp?\n    1 + epx(x)\n        ^',
  );
  expect(message('a + b ~ 3')).toContain('the text goes on');
  expect(message('a +')).toContain('^');
  expect(message('-x ** 2')).toContain('write -(x ** 2) or (-x) ** 2');
  expect(message('exp(x, 2)')).toContain('exp takes 1 arguments, found 2');
  for (const text of [
    'x => { while (true) {} }',
    'new Date()',
    '`t`',
    'import("fs")',
    'this.x',
    'a = 3',
    '',
    'x?.y',
    'let q = 1',
  ]) {
    expect(() => parseFunction(text)).toThrow();
  }
  expect(() => parseExpression('x; y')).toThrow('the text goes on');
});

test('a hostile name does not reach an object prototype', () => {
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
    expect(() => parseFunction(`${name}(1)`)).toThrow('is not a function');
});
