import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate } from '../expr/evaluate.ts';
import { printExpr } from '../expr/print.ts';
import { parseExpression } from '../language/parse.ts';
import { compileDensity } from './density.fixture.ts';

// Texts of the language, generated; each becomes a kernel whose gradient must be the slope of its value.

const names = ['a', 'b', 'c', 'x', 'k'];
const unary = [
  'exp',
  'expm1',
  'log',
  'log1p',
  'sqrt',
  'abs',
  'sin',
  'cos',
  'tan',
  'sinh',
  'cosh',
  'tanh',
  'asin',
  'acos',
  'atan',
  'floor',
  'ceil',
  'sign',
  'logit',
  'invlogit',
  'softplus',
  'lgamma',
  'erf',
  'erfc',
];
const binary = ['min', 'max', 'pow', 'logsumexp', 'sum'];

const text = fc.letrec<{ any: string; leaf: string; truth: string }>((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom(...names),
    fc.double({ min: 0.1, max: 3, noNaN: true }).map((v) => v.toFixed(2)),
  ),
  truth: fc.oneof(
    fc
      .tuple(tie('any'), fc.constantFrom('<', '<=', '>', '>=', '!=', '=='), tie('any'))
      .map(([p, op, q]) => `(${p}) ${op} (${q})`),
    fc.tuple(tie('any'), tie('any')).map(([p, q]) => `((${p}) > 0 && !((${q}) > 1))`),
    fc.tuple(tie('any'), tie('any')).map(([p, q]) => `((${p}) > 0.5 || (${q}) < 0)`),
  ),
  any: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    tie('leaf'),
    fc.tuple(fc.constantFrom(...unary), tie('any')).map(([f, p]) => `${f}(${p})`),
    fc
      .tuple(tie('any'), fc.constantFrom('+', '-', '*', '/', '**'), tie('any'))
      .map(([p, op, q]) => `(${p}) ${op} (${q})`),
    fc.tuple(fc.constantFrom(...binary), tie('any'), tie('any')).map(([f, p, q]) => `${f}(${p}, ${q})`),
    fc.tuple(tie('truth'), tie('any'), tie('any')).map(([c, p, q]) => `((${c}) ? (${p}) : (${q}))`),
    fc.tuple(tie('truth'), tie('any'), tie('any')).map(([c, p, q]) => `where(${c}, ${p}, ${q})`),
    tie('any').map((p) => `-(${p})`),
  ),
})).any;

const flat = { dist: 'Flat', params: {} };
const columns = { x: [0.3, 1.7, -0.6, 2.2, 0.9], g: ['u', 'v', 'u', 'w', 'v'] };

const configOf = (expression: string): object => ({
  independent_vars: ['x'],
  variable_params: { a: flat, b: flat, c: { ...flat, by: 'g' } },
  // Every variable is used, whatever a text leaves out.
  function_params: { function: `(${expression}) + 0.01 * (a + b + c + x)`, constants: { k: 1.3 } },
  likelihood: { log_density: 'mu' },
});

/** Slope by Richardson's extrapolation of central differences, and how far it can be trusted. */
function slopeOf(value: (by: number) => number): { slope: number; doubt: number } {
  const rows: number[][] = [];
  for (let i = 0, h = 4e-3; i < 5; i++, h /= 2) {
    const row = [(value(h) - value(-h)) / (2 * h)];
    for (let j = 1; j <= i; j++) row.push(row[j - 1]! + (row[j - 1]! - rows[i - 1]![j - 1]!) / (4 ** j - 1));
    rows.push(row);
  }
  const slope = rows[4]![4]!;
  return { slope, doubt: Math.max(Math.abs(slope - rows[3]![3]!), Math.abs(slope - rows[4]![3]!)) };
}

test('the gradient of a generated expression is its slope', () => {
  let [compared, doubtful] = [0, 0];
  // Off the round numbers, where steps and kinks lie.
  const coordinate = fc.integer({ min: -1500, max: 1500 }).map((i) => i / 1000 + 0.000137);
  const point = fc.array(coordinate, { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(text, point, (expression, q) => {
      const density = compileDensity(configOf(expression), columns, [0, 0, 0, 0, 0]);
      const { value, gradient } = density.free(q);
      if (!Number.isFinite(value)) return;
      gradient.forEach((found, i) => {
        const { slope, doubt } = slopeOf((by) => density.free(q.map((v, k) => (k === i ? v + by : v))).value);
        const scale = Math.max(1, Math.abs(slope), 1e-6 * Math.abs(value));
        // Steps, kinks and poles nearby show as doubt.
        if (!(doubt < 1e-6 * scale)) {
          doubtful++;
          return;
        }
        compared++;
        expect(Math.abs(found - slope), `${expression} by ${i}`).toBeLessThan(2e-6 * scale);
      });
    }),
    { numRuns: 300, seed: 11, endOnFailure: true },
  );
  expect(compared).toBeGreaterThan(600);
  expect(doubtful).toBeLessThan(0.2 * compared);
});

test('a printed expression is read back as the same one', () => {
  const values: Readonly<Record<string, number>> = { a: 0.7, b: -0.4, c: 1.2, x: 0.3, k: 1.3 };
  const at = (name: string): number => values[name]!;
  fc.assert(
    fc.property(text, (expression) => {
      // sum is a call that only a model expands.
      const parsed = parseExpression(expression.replaceAll('sum(', 'max('));
      const again = parseExpression(printExpr(parsed));
      // Reading folds constants once more, so texts may differ where values do not.
      expect(evaluate(again, at)).toBe(evaluate(parsed, at));
    }),
    { numRuns: 1000, seed: 4 },
  );
});
