import { expect, it } from 'vitest';
import { arvizDraws, relativeError } from './reference/arviz.ts';
import { referenceDraws } from './reference/draws.ts';
import { summarize, summarizeDraws, summaryFields, summaryRows } from './summary.ts';
import type { Trace } from './trace.ts';

it('a scalar has one number a field, ArviZ’s', () => {
  const { draws, chains } = referenceDraws['autocorrelated'];
  const arviz = arvizDraws('autocorrelated');
  const row = summarizeDraws(draws, chains);
  const theirs = {
    mean: arviz.mean,
    sd: arviz.sd,
    q05: arviz.quantiles[1],
    q50: arviz.quantiles[3],
    q95: arviz.quantiles[5],
    ess_bulk: arviz.ess_bulk,
    ess_tail: arviz.ess_tail,
    r_hat: arviz.r_hat,
    mcse_mean: arviz.mcse_mean,
  };
  for (const field of summaryFields)
    expect(relativeError(row[field], theirs[field]), field).toBeLessThan(1e-9);
});

const interleaved = (() => {
  const one = referenceDraws['independent'].draws;
  const other = referenceDraws['antithetic'].draws;
  const values = Float64Array.from({ length: 2 * one.length }, (_, i) => (i % 2 ? other : one)[i >> 1]);
  const trace: Trace = {
    chains: 4,
    draws: 250,
    coords: { release: ['a', 'b'] },
    posterior: {
      lambda: { name: 'lambda', dims: ['release'], shape: [2], values },
      sigma: { name: 'sigma', dims: [], shape: [], values: one },
    },
    sampleStats: {},
  };
  return trace;
})();

it('a vector has one entry a level, in the order of the labels', () => {
  const summary = summarize(interleaved);
  const { draws } = referenceDraws['antithetic'];
  expect(summary['lambda'].levels).toEqual(['a', 'b']);
  expect(summary['lambda'].ess_bulk).toEqual([
    summarizeDraws(referenceDraws['independent'].draws, 4).ess_bulk,
    summarizeDraws(draws, 4).ess_bulk,
  ]);
  expect(summary['sigma'].levels).toBeUndefined();
  expect(summaryRows(summary).map(({ label }) => label)).toEqual(['lambda[a]', 'lambda[b]', 'sigma']);
});

it('a matrix has a label a dimension, and positions where labels are missing', () => {
  const values = referenceDraws['independent'].draws.slice(0, 4 * 10 * 6);
  const beta = { name: 'beta', dims: ['release', 'column'], shape: [2, 3], values };
  const summary = summarize({ ...interleaved, draws: 10, posterior: { beta } });
  expect(summary['beta'].levels).toEqual([
    ['a', 0],
    ['a', 1],
    ['a', 2],
    ['b', 0],
    ['b', 1],
    ['b', 2],
  ]);
  expect(summaryRows(summary)[5].label).toBe('beta[b, 2]');
});

it('constant draws have R-hat 1 and count in full; a single chain is compared by its halves', () => {
  const row = summarizeDraws(referenceDraws['constant'].draws, 4);
  expect(row).toMatchObject({ mean: 0.1, sd: 0, r_hat: 1, ess_bulk: 400, ess_tail: 400, mcse_mean: 0 });
  expect(summarizeDraws(referenceDraws['one_chain'].draws, 1).r_hat).toBeLessThan(1.1);
});
