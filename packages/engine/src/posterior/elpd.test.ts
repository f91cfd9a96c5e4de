import { describe, expect, it } from 'vitest';
import { looPit } from './calibration.ts';
import { compare, stackingWeights } from './compare.ts';
import { loo, looObservation, relativeEfficiency } from './loo.ts';
import { fitGeneralizedPareto, psis } from './psis.ts';
import { arviz, largestError, relativeError } from './reference/arviz.ts';
import { referenceDraws, referenceLogLikelihoods, referencePredictions } from './reference/draws.ts';
import { stacking } from './reference/stacking.ts';
import type { Trace, TraceVariable } from './trace.ts';
import { waic } from './waic.ts';

const efficiency = 0.875;
const logLikelihoods = referenceLogLikelihoods.map(
  ({ observations, values }): TraceVariable => ({ name: 'y', dims: ['row'], shape: [observations], values }),
);

describe.each([0, 1])('of model %i', (model) => {
  it('PSIS-LOO is ArviZ’s', () => {
    const ours = loo(logLikelihoods[model], efficiency);
    const theirs = arviz.elpd[model].loo;
    expect(relativeError(ours.elpd, theirs.elpd)).toBeLessThan(1e-9);
    expect(relativeError(ours.se, theirs.se)).toBeLessThan(1e-9);
    expect(relativeError(ours.p, theirs.p)).toBeLessThan(1e-9);
    expect(relativeError(ours.paretoKLimit, theirs.good_k)).toBeLessThan(1e-14);
    expect(largestError([...ours.pointwise], theirs.pointwise)).toBeLessThan(1e-9);
    expect(largestError([...ours.paretoK], theirs.pareto_k)).toBeLessThan(1e-9);
    expect(ours.unreliable).toEqual(
      [...theirs.pareto_k.keys()].filter((i) => theirs.pareto_k[i] > theirs.good_k),
    );
  });

  it('WAIC is ArviZ’s', () => {
    const ours = waic(logLikelihoods[model]);
    const theirs = arviz.elpd[model].waic;
    expect(relativeError(ours.elpd, theirs.elpd)).toBeLessThan(1e-9);
    expect(relativeError(ours.se, theirs.se)).toBeLessThan(1e-9);
    expect(relativeError(ours.p, theirs.p)).toBeLessThan(1e-9);
    expect(largestError([...ours.pointwise], theirs.pointwise)).toBeLessThan(1e-9);
  });

  it('LOO-PIT is ArviZ’s', () => {
    const { observations, values } = referenceLogLikelihoods[model];
    const ours = Array.from({ length: observations }, (_, i) => {
      const density = values.filter((_, at) => at % observations === i);
      const { logWeights } = looObservation(density, efficiency);
      return looPit(referencePredictions.draws[i], referencePredictions.outcomes[i], logWeights);
    });
    expect(largestError(ours, arviz.elpd[model].loo_pit)).toBeLessThan(1e-9);
  });
});

describe.each(Object.keys(arviz.elpd_of_draws))('of three outcomes around the draws "%s"', (name) => {
  const { draws, chains } = referenceDraws[name];
  const theirs = arviz.elpd_of_draws[name];
  const trace: Trace = {
    chains,
    draws: draws.length / chains,
    coords: {},
    posterior: { x: { name: 'x', dims: [], shape: [], values: draws } },
    sampleStats: {},
  };
  const values = Float64Array.from({ length: 3 * draws.length }, (_, at) => {
    const distance = draws[Math.floor(at / 3)] - [0, 1, -2][at % 3];
    return -0.5 * distance * distance;
  });
  const variable: TraceVariable = { name: 'y', dims: ['row'], shape: [3], values };
  // A difference of large numbers: its digits are those of its parts. ArviZ's sums pass over NaN, ours do not.
  const nearDifference = (ours: number, their: number, part: number) => {
    if (name === 'with_nan') expect(ours).toBeNaN();
    else expect(Math.abs(ours - their) / Math.max(1, Math.abs(part))).toBeLessThan(1e-6);
  };

  it('PSIS-LOO is ArviZ’s, with the relative efficiency it finds itself', () => {
    const ours = loo(variable, relativeEfficiency(trace));
    expect(relativeError(ours.elpd, theirs.loo.elpd)).toBeLessThan(1e-6);
    expect(relativeError(ours.se, theirs.loo.se)).toBeLessThan(1e-6);
    nearDifference(ours.p, theirs.loo.p, theirs.loo.elpd);
    expect(largestError([...ours.pointwise], theirs.loo.pointwise)).toBeLessThan(1e-6);
    if (name !== 'with_nan') expect(largestError([...ours.paretoK], theirs.loo.pareto_k)).toBeLessThan(1e-6);
  });

  it('WAIC is ArviZ’s', () => {
    const ours = waic(variable);
    expect(relativeError(ours.elpd, theirs.waic.elpd)).toBeLessThan(1e-6);
    expect(relativeError(ours.se, theirs.waic.se)).toBeLessThan(1e-6);
    nearDifference(ours.p, theirs.waic.p, theirs.waic.elpd);
    expect(largestError([...ours.pointwise], theirs.waic.pointwise)).toBeLessThan(1e-6);
  });
});

it('the comparison of two models is ArviZ’s', () => {
  const [first, second] = logLikelihoods.map((variable) => loo(variable, efficiency));
  for (const ours of compare({ second, first })) {
    const theirs = arviz.compare[ours.name];
    expect(ours.rank).toBe(theirs['rank']);
    expect(relativeError(ours.elpd, theirs['elpd_loo'])).toBeLessThan(1e-9);
    expect(Math.abs(ours.difference - theirs['elpd_diff'])).toBeLessThan(1e-9);
    expect(Math.abs(ours.differenceSe - theirs['dse'])).toBeLessThan(1e-9);
    expect(Math.abs(ours.weight - theirs['weight'])).toBeLessThan(1e-6);
  }
});

describe('stacking weights', () => {
  const meanLogScore = (pointwise: readonly (readonly number[])[], weights: readonly number[]) =>
    pointwise[0].reduce(
      (sum, _, i) =>
        sum + Math.log(weights.reduce((total, w, k) => total + w * Math.exp(pointwise[k][i]), 0)),
      0,
    ) / pointwise[0].length;

  it.each(stacking.cases)(
    'are the optimum that SLSQP and trust-constr of scipy find: $name',
    ({ pointwise, weights }) => {
      const ours = stackingWeights(pointwise.map((values) => Float64Array.from(values)));
      expect(largestError(ours, weights)).toBeLessThan(1e-6);
      expect(meanLogScore(pointwise, ours)).toBeGreaterThan(meanLogScore(pointwise, weights) - 1e-10);
    },
  );

  // ArviZ stops SLSQP at 1e-6 of the objective, which is flat.
  it.each(stacking.cases)(
    'are ArviZ’s as far as that goes, and no worse: $name',
    ({ pointwise, weights, arviz: theirs }) => {
      expect(largestError(theirs, weights)).toBeLessThan(1e-3);
      const ours = stackingWeights(pointwise.map((values) => Float64Array.from(values)));
      expect(meanLogScore(pointwise, ours)).toBeGreaterThan(meanLogScore(pointwise, theirs) - 1e-10);
    },
  );
});

it('stacking gives the weights of a mixture that is known', () => {
  // Two models, each sure of other rows: 3 of 4 rows and 1 of 4.
  const high = Math.log(0.9);
  const low = Math.log(0.1);
  const first = Float64Array.of(high, high, high, low);
  const second = Float64Array.of(low, low, low, high);
  // d/dw of 3·log(.1 + .8w) + log(.9 - .8w) = 0 at w = 0.8125.
  const [weight, rest] = stackingWeights([first, second]);
  expect(weight).toBeCloseTo(0.8125, 6);
  expect(weight + rest).toBeCloseTo(1, 12);
  const [all] = stackingWeights([first, first.map((value) => value - 1)]);
  expect(all).toBeCloseTo(1, 6);
});

it('models of different observations are not compared', () => {
  const [first] = logLikelihoods.map((variable) => loo(variable));
  const short = { ...first, pointwise: first.pointwise.slice(1) };
  expect(() => compare({ first, short })).toThrow(/same observations/);
});

it('the generalised Pareto fit finds the shape of its own quantiles, drawn to its prior mean 0.5', () => {
  const [shape, scale] = [0.3, 2];
  const quantile = (probability: number) => (scale / shape) * ((1 - probability) ** -shape - 1);
  const excesses = Float64Array.from({ length: 2000 }, (_, i) => quantile((i + 0.5) / 2000));
  const { k, sigma } = fitGeneralizedPareto(excesses);
  expect(k).toBeCloseTo(0.3, 1);
  expect(sigma).toBeCloseTo(2, 1);
});

it('equal weights stay equal, and have no tail to judge', () => {
  const { logWeights, paretoK } = psis(new Float64Array(100));
  expect(paretoK).toBe(Number.POSITIVE_INFINITY);
  for (const weight of logWeights) expect(weight).toBeCloseTo(-Math.log(100), 12);
});

it('the relative efficiency of a single chain is 1', () => {
  const trace = { chains: 1, draws: 4, coords: {}, posterior: {}, sampleStats: {} };
  expect(relativeEfficiency(trace)).toBe(1);
});
