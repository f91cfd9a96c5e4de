import { expect, test } from 'vitest';
import { type Density, findMode, type ModeSearch } from './mode.ts';

const settings = { tolerance: 1e-18, limit: 2000 };

function search(density: Density, start: readonly number[]): ModeSearch {
  return findMode(density, Float64Array.from(start), settings);
}

test("a normal target's mode and covariance are found, whatever the units", () => {
  // Precision [[2, 1], [1, 3]] in units of 1e6 and 1e-3; its inverse is [[0.6, -0.2], [-0.2, 0.4]].
  const [u, v] = [1e6, 1e-3];
  const density: Density = (x, g) => {
    const [a, b] = [x[0]! / u - 1, x[1]! / v + 2];
    g[0] = -(2 * a + b) / u;
    g[1] = -(a + 3 * b) / v;
    return -(a * a + a * b + 1.5 * b * b);
  };
  const { mode } = search(density, [0, 0]);
  expect(mode!.position[0]! / u).toBeCloseTo(1, 8);
  expect(mode!.position[1]! / v).toBeCloseTo(-2, 8);
  expect(mode!.covariance[0]! / (u * u)).toBeCloseTo(0.6, 5);
  expect(mode!.covariance[1]! / (u * v)).toBeCloseTo(-0.2, 5);
  expect(mode!.covariance[3]! / (v * v)).toBeCloseTo(0.4, 5);
});

test("Rosenbrock's curved valley is followed to its end", () => {
  const density: Density = (x, g) => {
    const [a, b] = [x[0]!, x[1]!];
    const off = b - a * a;
    g[0] = 2 * (1 - a) + 400 * a * off;
    g[1] = -200 * off;
    return -((1 - a) * (1 - a) + 100 * off * off);
  };
  const { mode, evaluations } = search(density, [-1.2, 1]);
  expect(mode!.position[0]).toBeCloseTo(1, 6);
  expect(mode!.position[1]).toBeCloseTo(1, 6);
  expect(evaluations).toBeLessThan(400);
});

test('a mode at infinity ends the search with that verdict', () => {
  const rising: Density = (x, g) => {
    const e = 1 / (1 + Math.abs(x[0]!));
    g[0] = x[0]! > -0.5 ? 0.5 * e : 1;
    return x[0]! > -0.5 ? -0.5 * e : x[0]! - 0.5;
  };
  const { mode, failure } = search(rising, [0]);
  expect(mode).toBeUndefined();
  expect(failure).toMatch(/infinity|no mode|no curvature/);
});

test('a ridge is told from a mode', () => {
  const ridge: Density = (x, g) => {
    const sum = x[0]! + x[1]! - 3;
    g[0] = -sum;
    g[1] = -sum;
    return -0.5 * sum * sum;
  };
  expect(search(ridge, [0.3, -0.4]).mode).toBeUndefined();
});

test('where nothing is finite the search says so at once', () => {
  const nowhere: Density = () => Number.NEGATIVE_INFINITY;
  expect(search(nowhere, [0])).toMatchObject({ evaluations: 1 });
  expect(search(nowhere, [0]).failure).toContain('not finite');
});
