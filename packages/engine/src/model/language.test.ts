import { expect, test } from 'vitest';
import { compileDensity } from './density.fixture.ts';
import reference from './language.reference.json' with { type: 'json' };
import type { Point } from './logDensityAt.ts';

// Log densities and gradients of whole models by PyMC 5.28's distributions: bench/language-reference.py.

interface Case {
  readonly name: string;
  readonly config: object;
  readonly data: Readonly<Record<string, readonly unknown[]>>;
  readonly y: readonly number[];
  readonly points: readonly {
    readonly parameters: Point;
    readonly log_density: number;
    readonly gradient: Readonly<Record<string, number | number[]>>;
  }[];
}

const cases: readonly Case[] = reference as unknown as readonly Case[];

/** Difference relative to the larger of 1 and the reference. */
const error = (found: number, expected: number): number =>
  Math.abs(found - expected) / Math.max(1, Math.abs(expected));

/** Cases through Student's t and the tail of the Normal, where PyMC's own numbers are off; docs/decisions/pymc-precision.md. */
const imprecise: ReadonlySet<string> = new Set([
  'Horseshoe over columns',
  'distributional regression',
  'censored on both sides',
  'truncated on both sides',
]);

for (const { name, config, data, y, points } of cases) {
  test(`${name}: log density and gradient agree with PyMC`, () => {
    const { at } = compileDensity(config, data, y);
    const tolerance = imprecise.has(name) ? 2e-7 : 1e-10;
    for (const { parameters, log_density, gradient } of points) {
      const found = at(parameters);
      expect(error(found.log_density, log_density)).toBeLessThan(tolerance);
      for (const [key, expected] of Object.entries(gradient)) {
        const slopes = [found.gradient[key]!].flat();
        const misses = [expected].flat().map((slope, k) => error(slopes[k]!, slope));
        expect(Math.max(...misses), key).toBeLessThan(tolerance);
      }
    }
  });
}
