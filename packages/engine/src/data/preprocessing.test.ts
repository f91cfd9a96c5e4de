import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ColumnPreprocessing } from '../config/config.ts';
import { toTable } from './columns.ts';
import {
  applyPreprocessing,
  encodedVectors,
  fitPreprocessing,
  invertColumn,
  logDerivative,
  scalers,
  transforms,
} from './preprocessing.ts';

const values = (
  input: Record<string, unknown[]>,
  config: Record<string, ColumnPreprocessing>,
  name: string,
) => {
  const table = toTable(input);
  const { columns } = applyPreprocessing(fitPreprocessing(config, [], table), table);
  return [...columns[name].values].map(Number);
};

describe('scalers', () => {
  // scikit-learn 1.x: StandardScaler, MaxAbsScaler, MinMaxScaler of [1, 2, 3, -6]; sd of n is sqrt(50 / 4).
  it.each([
    ['standardize', [1, 2, 3, -6].map((x) => x / Math.sqrt(12.5))],
    ['max', [1 / 6, 2 / 6, 3 / 6, -1]],
    ['minmax', [7 / 9, 8 / 9, 1, 0]],
    ['center', [1, 2, 3, -6]],
  ] as const)('%s', (scale, expected) => {
    const scaled = values({ x: [1, 2, 3, -6] }, { x: { scale } }, 'x');
    scaled.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 14);
    });
  });

  it('leave a constant column finite', () => {
    for (const scale of ['standardize', 'max', 'minmax', 'center'] as const) {
      for (const cell of [0, 0.1, 1e300, 1e-300]) {
        expect(values({ x: [cell, cell, cell] }, { x: { scale } }, 'x').every(Number.isFinite)).toBe(true);
      }
    }
    expect(scalers.standardize.fit(Float64Array.of(0.1, 0.1, 0.1)).factor).toBe(1);
  });
});

it('comes back to the own units, for every transform and scaler', () => {
  const inDomain = {
    log: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
    log1p: fc.double({ min: -0.9, max: 1e3, noNaN: true }),
    logit: fc.double({ min: 1e-3, max: 0.999, noNaN: true }),
    sqrt: fc.double({ min: 0, max: 1e3, noNaN: true }),
  };
  for (const transform of ['log', 'log1p', 'logit', 'sqrt'] as const) {
    const cells = fc.array(inDomain[transform], { minLength: 1, maxLength: 20 });
    const scale = fc.constantFrom('standardize', 'max', 'minmax', 'center', undefined);
    fc.assert(
      fc.property(cells, scale, (x, wanted) => {
        const table = toTable({ x });
        const state = fitPreprocessing({ x: { transform, ...(wanted && { scale: wanted }) } }, [], table);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
        const { columns } = applyPreprocessing(state, table);
        const back = invertColumn(state, 'x', Float64Array.from(columns.x.values, Number));
        back.forEach((value, i) => {
          expect(Math.abs(value - x[i])).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(x[i])));
        });
      }),
      { seed: 6, numRuns: 50 },
    );
  }
});

it('gives the log derivative that central differences give', () => {
  for (const it of Object.values(transforms)) {
    for (const x of [0.01, 0.3, 0.9]) {
      const slope = (it.apply(x + 1e-6) - it.apply(x - 1e-6)) / 2e-6;
      expect(it.logDerivative(x)).toBeCloseTo(Math.log(slope), 6);
    }
  }
  const state = fitPreprocessing({ x: { transform: 'log', scale: 'max' } }, [], toTable({ x: [Math.E, 1] }));
  expect(logDerivative(state, 'x', Float64Array.of(2))[0]).toBeCloseTo(Math.log(1 / 2), 12);
});

it('keeps the constants of training when it meets other data', () => {
  const state = fitPreprocessing({ x: { scale: 'minmax' } }, ['z'], toTable({ x: [0, 10], z: [1, 3] }));
  const { columns } = applyPreprocessing(state, toTable({ x: [20], z: [null] }));
  expect([columns.x.values[0], columns.z.values[0]]).toEqual([2, 2]);
});

it('fills with the mean before it transforms, and counts empty cells for nothing', () => {
  const table = toTable({ x: [1, null, 3] });
  const state = fitPreprocessing({ x: { transform: 'log', scale: 'center' } }, ['x'], table);
  expect(state.x.fill).toBe(2);
  const { x } = applyPreprocessing(state, table).columns;
  expect(x.values[1]).toBeCloseTo(Math.log(2) - Math.log(3) / 2, 14);
});

it('turns levels into columns of 0 and 1 under the name of the column, which keeps its cells', () => {
  const table = toTable({ channel: ['tv', 'web', 'tv'] });
  const state = fitPreprocessing({ channel: { encode: 'onehot' } }, [], table);
  expect(encodedVectors(state)).toEqual({ channel: ['channel[tv]', 'channel[web]'] });
  const { columns } = applyPreprocessing(state, table);
  expect(columns.channel).toBe(table.columns.channel);
  expect([...columns['channel[tv]'].values]).toEqual([1, 0, 1]);
  expect([...columns['channel[web]'].values]).toEqual([0, 1, 0]);
});

it('turns levels into their positions', () => {
  expect(values({ size: ['s', 'l', 'm'] }, { size: { encode: 'ordinal' } }, 'size')).toEqual([2, 0, 1]);
});

it('refuses an unseen level, or encodes it as nothing when told to', () => {
  const training = toTable({ g: ['a', 'b'] });
  const later = toTable({ g: ['a', 'c', 'c'] });
  const strict = fitPreprocessing({ g: { encode: 'onehot' } }, [], training);
  expect(() => applyPreprocessing(strict, later)).toThrow(
    'g: level "c" in rows 2 and 3 was not seen in training; set unseen: ignore to encode it as zeros',
  );
  const lenient = fitPreprocessing({ g: { encode: 'onehot', unseen: 'ignore' } }, [], training);
  const { columns } = applyPreprocessing(lenient, later);
  expect([[...columns['g[a]'].values], [...columns['g[b]'].values]]).toEqual([
    [1, 0, 0],
    [0, 0, 0],
  ]);
});

it('tells every value outside a domain, text and columns without a number', () => {
  const table = toTable({ a: [1, 0, -2], b: [0.5, 1, 2], c: ['x', '1', 'y'], d: [null, null, null] });
  const config = {
    a: { transform: 'log' },
    b: { transform: 'logit' },
    c: { scale: 'max' },
    d: { scale: 'max' },
  } as const;
  expect(() => fitPreprocessing(config, [], table)).toThrow(
    [
      'a: 0, -2 in rows 2 and 3 is outside numbers above 0 (transform: log)',
      'b: 1, 2 in rows 2 and 3 is outside numbers between 0 and 1 (transform: logit)',
      'c: text "x", "y" in rows 1 and 3; expected numbers',
      'd: every cell is empty; there is nothing to fit',
    ].join('\n'),
  );
});
