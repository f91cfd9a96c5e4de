import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { distributions } from '../../packages/engine/src/distributions/index.ts';
import { constant } from '../../packages/engine/src/expr/build.ts';
import { evaluate } from '../../packages/engine/src/expr/evaluate.ts';

// The exact values of docs/decisions/pymc-precision.md, which bench/pymc-precision.py printed: where PyMC is off, we are not.

const cutpoints = { 'cutpoints[0]': -0.5, 'cutpoints[1]': 0.4, 'cutpoints[2]': 1.5 };
const parameters: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ExGaussian: { mu: 0.5, sigma: 1.2, nu: 0.8 },
  SkewNormal: { mu: 0.5, sigma: 1.5, alpha: 3 },
  TruncatedNormal: { mu: 0.5, sigma: 1.5, lower: 0.2, upper: Number.POSITIVE_INFINITY },
  BetaBinomial: { n: 12, alpha: 2.3, beta: 0.7 },
  OrderedProbit: { eta: 0.3, sigma: 1, ...cutpoints },
  StudentT: { nu: 4.2, mu: 0, sigma: 1.3 },
  HalfStudentT: { nu: 1, sigma: 0.3 },
  LKJCorr: { eta: 2, n: 2 },
};

const note = readFileSync(new URL('../../docs/decisions/pymc-precision.md', import.meta.url), 'utf8');
const rows = note
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, name = '', at, , exact]) => ({
    name: name.replace(/\(.*/, ''),
    at: Number(at),
    exact: Number(exact),
  }))
  .filter(({ name }) => Object.hasOwn(parameters, name));

test('the note tells of every distribution', () => {
  expect(new Set(rows.map(({ name }) => name)).size).toBe(Object.keys(parameters).length);
});

for (const { name, at, exact } of rows) {
  test(`${name} at ${at} has the exact log density`, () => {
    const params = Object.fromEntries(
      Object.entries(parameters[name]!).map(([key, value]) => [key, constant(value)]),
    );
    const value = evaluate(distributions[name]!.logDensity(constant(at), params), () => Number.NaN);
    expect(Math.abs(value - exact)).toBeLessThan(2e-14 * Math.max(1, Math.abs(exact)));
  });
}
