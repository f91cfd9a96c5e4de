import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { constant, vector } from '../expr/build.ts';
import { evaluate } from '../expr/evaluate.ts';
import type { Expr } from '../expr/expr.ts';
import type { Distribution, Numbers, Params } from './distribution.ts';
import { distributions } from './index.ts';

/** Values from mpmath's 30 digits, checked against SciPy and PyMC 5.28 by bench/distribution-reference.py. */
interface Row {
  readonly name: string;
  readonly parameters: Readonly<Record<string, number | readonly number[]>>;
  readonly points: readonly {
    readonly y: number;
    readonly logDensity: number;
    readonly cdf: number | null;
  }[];
  readonly mean: number | null;
  readonly variance: number | null;
}

const rows: readonly Row[] = JSON.parse(readFileSync(new URL('./reference.json', import.meta.url), 'utf8'));

function canonical(distribution: Distribution, given: Row['parameters']): Params {
  const names = Object.keys(given);
  const way = distribution.parametrizations.find(
    (it) =>
      it.names.every((name) => names.includes(name)) &&
      names.every((name) => it.names.includes(name) || Object.hasOwn(it.optional ?? {}, name)),
  );
  if (way === undefined) throw new Error(`${distribution.name} is not given by ${names.join(', ')}`);
  const exprs = Object.entries(given).map(([name, value]): [string, Expr] => [
    name,
    typeof value === 'number' ? constant(value) : vector([...value]),
  ]);
  return way.toCanonical(Object.fromEntries(exprs));
}

const value = (expr: Expr): number => evaluate(expr, () => Number.NaN);

function numbers(params: Params): Numbers {
  return Object.fromEntries(Object.entries(params).map(([name, expr]) => [name, value(expr)]));
}

/** Difference relative to the larger of 1 and the reference. */
const error = (found: number, expected: number): number =>
  found === expected ? 0 : Math.abs(found - expected) / Math.max(1, Math.abs(expected));

const relativeError = (found: number, expected: number): number =>
  found === expected ? 0 : Math.abs(found / expected - 1);

for (const { name, parameters, points, mean, variance } of rows) {
  const distribution = distributions[name]!;
  const label = `${name}(${JSON.stringify(parameters).replaceAll('"', '').slice(1, -1)})`;

  test(`${label} has the log density, cdf, mean and variance of the reference`, () => {
    const params = canonical(distribution, parameters);
    const plain = numbers(params);
    for (const { y, logDensity, cdf } of points) {
      expect(error(value(distribution.logDensity(constant(y), params)), logDensity)).toBeLessThan(2e-13);
      if (cdf === null) continue;
      if (distribution.cdf !== undefined)
        expect(relativeError(distribution.cdf(y, plain), cdf)).toBeLessThan(1e-10);
      if (distribution.logCdf !== undefined) {
        expect(relativeError(Math.exp(value(distribution.logCdf(constant(y), params))), cdf)).toBeLessThan(
          1e-11,
        );
      }
      if (distribution.logSurvival !== undefined) {
        const survival = Math.exp(value(distribution.logSurvival(constant(y), params)));
        expect(Math.abs(survival + cdf - 1)).toBeLessThan(1e-12);
      }
    }
    if (mean !== null && distribution.mean !== undefined) {
      expect(relativeError(distribution.mean(plain), mean)).toBeLessThan(1e-10);
    }
    if (variance !== null && distribution.variance !== undefined) {
      expect(relativeError(distribution.variance(plain), variance)).toBeLessThan(1e-8);
    }
  });
}

test('every distribution with a cdf stands in the reference table', () => {
  const known = new Set(rows.map((row) => row.name));
  const missing = Object.values(distributions).filter((it) => it.cdf !== undefined && !known.has(it.name));
  expect(missing.map((it) => it.name)).toEqual([]);
});
