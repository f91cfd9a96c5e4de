import { expect, test } from 'vitest';
import { Model } from './model.ts';

/** Problems of NIST's Statistical Reference Datasets (nonlinear regression) with their certified parameters. */
const misra1a = {
  function: 'b1 * (1 - exp(-b2 * x))',
  x: [77.6, 114.9, 141.1, 190.8, 239.9, 289, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760],
  y: [10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.4, 75.47, 81.78],
  certified: { b1: 238.94212918, b2: 0.00055015643181 },
  starts: [
    { b1: 500, b2: 0.0001 },
    { b1: 250, b2: 0.0005 },
  ],
};
const rat42 = {
  function: 'b1 / (1 + exp(b2 - b3 * x))',
  x: [9, 14, 21, 28, 42, 57, 63, 70, 79],
  y: [8.93, 10.8, 18.59, 22.33, 39.35, 56.11, 61.73, 64.62, 67.08],
  certified: { b1: 72.462237576, b2: 2.6180768402, b3: 0.067359200066 },
  starts: [
    { b1: 100, b2: 1, b3: 0.1 },
    { b1: 75, b2: 2.5, b3: 0.07 },
  ],
};
/** Hard from the first start: its search must not end in a wrong number. */
const mgh09 = {
  function: 'b1 * (x ** 2 + x * b2) / (x ** 2 + x * b3 + b4)',
  x: [4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625],
  y: [0.1957, 0.1947, 0.1735, 0.16, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246],
  certified: { b1: 0.19280693458, b2: 0.19128232873, b3: 0.12305650693, b4: 0.13606233068 },
  starts: [
    { b1: 25, b2: 39, b3: 41.5, b4: 39 },
    { b1: 0.25, b2: 0.39, b3: 0.415, b4: 0.39 },
  ],
};

type Problem = {
  readonly function: string;
  readonly x: number[];
  readonly y: number[];
  readonly certified: Readonly<Record<string, number>>;
  readonly starts: readonly Readonly<Record<string, number>>[];
};

function modelOf(problem: Problem): Model {
  const flat = Object.keys(problem.certified).map((name) => [name, { dist: 'Flat', params: {} }]);
  return new Model({
    independent_vars: ['x'],
    variable_params: { ...Object.fromEntries(flat), sigma: { dist: 'HalfFlat', params: {} } },
    function_params: { function: problem.function },
  });
}

/** Digits that the worst parameter has right. */
function digitsOf(
  values: Readonly<Record<string, unknown>>,
  certified: Readonly<Record<string, number>>,
): number {
  const errors = Object.entries(certified).map(([name, value]) => Math.abs(Number(values[name]) / value - 1));
  return -Math.log10(Math.max(...errors, 1e-16));
}

test("certified parameters are found to eight digits from NIST's starts", () => {
  for (const problem of [misra1a, rat42]) {
    for (const start of problem.starts) {
      const found = modelOf(problem).mode({ x: problem.x }, problem.y, { start });
      expect(found.converged).toBe(true);
      expect(digitsOf(found.values, problem.certified)).toBeGreaterThan(8);
    }
  }
});

test('a search that leads nowhere says so', () => {
  const model = modelOf(mgh09);
  const [far, near] = mgh09.starts.map((start) =>
    model.mode({ x: mgh09.x }, mgh09.y, { start, limit: 4000 }),
  );
  expect(near!.converged).toBe(true);
  expect(digitsOf(near!.values, mgh09.certified)).toBeGreaterThan(8);
  expect(far!.converged || far!.reason!.length > 0).toBe(true);
  if (far!.converged) expect(digitsOf(far!.values, mgh09.certified)).toBeGreaterThan(6);
});

test('a start that is no place of the model is an error that names it', () => {
  const model = modelOf(misra1a);
  const at = (start: Record<string, number>) => () => model.mode({ x: misra1a.x }, misra1a.y, { start });
  expect(at({ b3: 1 })).toThrow('start.b3');
  expect(at({ sigma: -1 })).toThrow('start.sigma');
});
