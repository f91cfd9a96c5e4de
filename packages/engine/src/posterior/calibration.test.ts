import { expect, it } from 'vitest';
import { intervalCoverage, pit } from './calibration.ts';
import { binRanks, rankHistogram, simulationRank, uniformityPValue } from './rankHistogram.ts';
import { referenceDraws } from './reference/draws.ts';
import { crps, intervalScore, logScore, pinballLoss, pointErrors } from './score.ts';

it('CRPS is the double sum of its definition', () => {
  const draws = Float64Array.of(0.3, -1.2, 2.5, 0.3, 1.75);
  for (const outcome of [-3, 0.3, 1, 9]) {
    let distance = 0;
    let spread = 0;
    for (const one of draws) {
      distance += Math.abs(one - outcome) / draws.length;
      for (const other of draws) spread += Math.abs(one - other) / draws.length ** 2;
    }
    expect(crps(draws, outcome)).toBeCloseTo(distance - spread / 2, 12);
  }
});

it('CRPS of one draw is the absolute error, and keeps its digits far from zero', () => {
  expect(crps(Float64Array.of(4), 1.5)).toBe(2.5);
  const near = Float64Array.of(0, 1, 3);
  expect(
    crps(
      near.map((draw) => draw + 2 ** 40),
      2 ** 40 + 2,
    ),
  ).toBeCloseTo(crps(near, 2), 12);
});

it('the interval score is the width, and more outside (Gneiting & Raftery 2007, eq. 43)', () => {
  expect(intervalScore(1, 3, 2, 0.9)).toBe(2);
  expect(intervalScore(1, 3, 4, 0.9)).toBeCloseTo(2 + 20, 12);
  expect(intervalScore(1, 3, 0.5, 0.5)).toBeCloseTo(2 + 2, 12);
  expect(() => intervalScore(1, 3, 2, 1)).toThrow(/coverage/);
});

it('the pinball loss weighs both sides by the probability', () => {
  expect(pinballLoss(1, 3, 0.9)).toBeCloseTo(1.8, 12);
  expect(pinballLoss(3, 1, 0.9)).toBeCloseTo(0.2, 12);
});

it('the log score averages densities, not their logarithms', () => {
  expect(logScore(Float64Array.of(Math.log(0.2), Math.log(0.6)))).toBeCloseTo(Math.log(0.4), 12);
});

it('point errors are mean absolute and root mean squared', () => {
  expect(pointErrors(Float64Array.of(1, 2), Float64Array.of(2, 4))).toEqual({
    mae: 1.5,
    rmse: Math.sqrt(2.5),
  });
});

it('PIT counts draws below and half of those equal', () => {
  expect(pit(Float64Array.of(1, 2, 2, 3), 2)).toBe(0.5);
  expect(pit(Float64Array.of(1, 2, 2, 3), 0)).toBe(0);
  expect(pit(Float64Array.of(1, 2, 2, 3), 9)).toBe(1);
});

it('coverage counts the ends as inside and tells the sides apart', () => {
  const lower = Float64Array.of(0, 0, 0, 0);
  const upper = Float64Array.of(1, 1, 1, 3);
  const found = intervalCoverage(lower, upper, Float64Array.of(1, -1, 2, 1));
  expect(found).toEqual({ coverage: 0.5, meanWidth: 1.5, below: 1, above: 1 });
});

it('ranks of chains that mix are level, and those of a chain that lies apart are not', () => {
  const level = rankHistogram(referenceDraws['independent'].draws, 4, 10);
  const shifted = rankHistogram(referenceDraws['shifted'].draws, 4, 10);
  for (const counts of level) expect(uniformityPValue(counts)).toBeGreaterThan(1e-3);
  expect(uniformityPValue(shifted[3])).toBeLessThan(1e-6);
  expect(level.flatMap((counts) => [...counts]).reduce((sum, count) => sum + count, 0)).toBe(1000);
});

it('the chi-square test agrees with scipy.stats.chisquare([10, 20, 30, 40])', () => {
  expect(uniformityPValue(Uint32Array.of(10, 20, 30, 40))).toBeCloseTo(0.00016974243555282646, 15);
});

it('simulation ranks run from 0 to the number of draws and fill equal bins', () => {
  const draws = Float64Array.of(1, 2, 3);
  expect([0, 1.5, 9].map((truth) => simulationRank(draws, truth))).toEqual([0, 1, 3]);
  expect(binRanks([0, 1, 2, 3], 3, 2)).toEqual(Uint32Array.of(2, 2));
  expect(() => binRanks([0], 4, 2)).toThrow(/evenly/);
});
