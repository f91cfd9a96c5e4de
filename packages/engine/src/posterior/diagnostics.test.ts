import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ndtri } from '../numeric/special.ts';
import { autocorrelation } from './autocorrelation.ts';
import { eBfmi } from './eBfmi.ts';
import { ess, essBulk, essMean, essQuantile, essSd, essTail } from './ess.ts';
import { mcseMean, mcseQuantile, mcseSd } from './mcse.ts';
import { mean, variance } from './moments.ts';
import { quantiles } from './quantile.ts';
import { ranks } from './rank.ts';
import { arvizDraws, largestError, relativeError } from './reference/arviz.ts';
import { referenceDraws } from './reference/draws.ts';
import { plainRHat, rHat, splitRHat } from './rHat.ts';

describe.each(Object.keys(referenceDraws))('of the draws "%s"', (name) => {
  const { draws, chains } = referenceDraws[name];
  const arviz = arvizDraws(name);
  const isConstant = name === 'constant';
  // ArviZ takes what spans less than 1e-15 for constant, whatever its scale; so do not we.
  const isTiny = name === 'tiny';
  // Equal but for the order of summation, which costs numpy's means of draws near 1e9 nine digits more.
  const tolerance = name === 'huge' ? 1e-6 : 1e-9;
  const expectNear = (ours: number, theirs: number) =>
    expect(relativeError(ours, theirs)).toBeLessThan(tolerance);
  const expectNumbers = (ours: readonly number[], theirs: readonly number[]) =>
    expect(largestError(ours, theirs)).toBeLessThan(tolerance);

  it('mean, sd and quantiles are numpy’s', () => {
    expectNear(mean(draws), arviz.mean);
    if (!isConstant) expectNear(Math.sqrt(variance(draws, 1)), arviz.sd);
    expectNumbers(quantiles(draws, [0, 0.05, 0.25, 0.5, 0.77, 0.95, 1]), arviz.quantiles);
  });

  it('R-hat is ArviZ’s', () => {
    expectNear(rHat(draws, chains), arviz.r_hat);
    if (!isConstant && chains > 1) expectNear(plainRHat(draws, chains), arviz.r_hat_identity);
  });

  it('every effective sample size is ArviZ’s', () => {
    expectNear(essBulk(draws, chains), arviz.ess_bulk);
    expectNear(essTail(draws, chains), arviz.ess_tail);
    expectNear(essMean(draws, chains), arviz.ess_mean);
    if (!isTiny) expectNear(essSd(draws, chains), arviz.ess_sd);
    expectNear(essQuantile(draws, chains, 0.25), arviz['ess_quantile_0.25']);
    expectNear(ess(draws, chains), arviz.ess_identity);
  });

  it('every Monte Carlo standard error is ArviZ’s', () => {
    if (!isConstant) expectNear(mcseMean(draws, chains), arviz.mcse_mean);
    if (!isConstant && !isTiny) expectNear(mcseSd(draws, chains), arviz.mcse_sd);
    expectNear(mcseQuantile(draws, chains, 0.25), arviz['mcse_quantile_0.25']);
  });

  it('E-BFMI and autocorrelation are ArviZ’s', () => {
    if (isConstant) return;
    expectNumbers(eBfmi(draws, chains), arviz.e_bfmi);
    const length = draws.length / chains;
    const step = Math.max(1, Math.floor(length / 10));
    const ours = autocorrelation(draws.subarray(0, length)).filter((_, lag) => lag % step === 0);
    expectNumbers([...ours], arviz.autocorrelation);
  });
});

it('ESS and R-hat do not depend on the scale of the draws', () => {
  const { draws, chains } = referenceDraws['tiny'];
  const scaled = draws.map((draw) => draw * 2 ** 40);
  expect(essSd(draws, chains)).toBe(essSd(scaled, chains));
  expect(essMean(draws, chains)).toBe(essMean(scaled, chains));
  expect(rHat(draws, chains)).toBe(rHat(scaled, chains));
});

it('R-hat and bulk ESS see only the ranks', () => {
  const { draws, chains } = referenceDraws['autocorrelated'];
  const cubed = draws.map((draw) => draw * draw * draw);
  expect(essBulk(cubed, chains)).toBe(essBulk(draws, chains));
  expect(essTail(cubed, chains)).toBe(essTail(draws, chains));
});

it('one chain has no R-hat, but its halves can be compared', () => {
  const { draws } = referenceDraws['one_chain'];
  expect(rHat(draws, 1)).toBeNaN();
  expect(splitRHat(draws, 1)).toBeCloseTo(1, 1);
});

it('R-hat is the plain one of the normal scores of the ranks, of draws and of their distances from the median', () => {
  const scores = (values: Float64Array) =>
    ranks(values).map((rank) => ndtri((rank - 0.375) / (values.length + 0.25)));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 16, maxLength: 64 }), (list) => {
      const draws = Float64Array.from(list.slice(0, list.length - (list.length % 4)));
      const [median] = quantiles(draws, [0.5]);
      const bulk = plainRHat(scores(draws), 4);
      const tail = plainRHat(scores(draws.map((draw) => Math.abs(draw - median))), 4);
      const expected = Number.isNaN(tail) ? bulk : Math.max(bulk, tail);
      expect(relativeError(splitRHat(draws, 2), expected)).toBeLessThan(1e-9);
    }),
    { seed: 1 },
  );
});

it('draws that mix slowly have the ESS of autocovariances added up lag by lag, though these are transformed', () => {
  const { draws } = referenceDraws['autocorrelated'];
  const walk = (length: number) => {
    let place = 0;
    return Float64Array.from({ length }, (_, i) => {
      place = 0.97 * place + draws[i % draws.length];
      return place;
    });
  };
  const long = walk(1200);
  const length = long.length / 2;
  const mean = (from: number) => long.subarray(from, from + length).reduce((a, b) => a + b, 0) / length;
  const centers = [mean(0), mean(length)];
  const naive = (lag: number) => {
    let sum = 0;
    for (let chain = 0; chain < 2; chain++)
      for (let i = chain * length + lag; i < (chain + 1) * length; i++)
        sum += (long[i] - centers[chain]) * (long[i - lag] - centers[chain]);
    return sum / long.length;
  };
  const within = (naive(0) * length) / (length - 1);
  const plus = naive(0) + variance(Float64Array.from(centers), 1);
  const rho = (lag: number) => (lag === 0 ? 1 : 1 - (within - naive(lag)) / plus);
  let [time, last] = [-1, Number.POSITIVE_INFINITY];
  for (let lag = 0; lag < length - 3; lag += 2) {
    const pair = rho(lag) + rho(lag + 1);
    if (pair <= 0) break;
    last = Math.min(last, pair);
    time += 2 * last;
  }
  expect(ess(long, 2)).toBeGreaterThan(0.97 * (long.length / time));
  expect(ess(long, 2)).toBeLessThan(1.03 * (long.length / time));
});
