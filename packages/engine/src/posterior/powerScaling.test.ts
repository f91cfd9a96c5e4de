import { expect, it } from 'vitest';
import { cumulativeJensenShannon, powerScaling, powerSensitivity, sensitivityLimit } from './powerScaling.ts';
import { arviz, relativeError } from './reference/arviz.ts';
import { referenceDraws, referenceLogLikelihoods } from './reference/draws.ts';

const { observations, values } = referenceLogLikelihoods[0];

it.each(Object.keys(arviz.sensitivity))('the sensitivity of "%s" to a component is ArviZ’s', (name) => {
  const scaling = powerScaling(values.filter((_, at) => at % observations === 7));
  expect(
    relativeError(powerSensitivity(referenceDraws[name].draws, scaling), arviz.sensitivity[name]),
  ).toBeLessThan(1e-9);
});

it('a component that is flat moves nothing, one that is the draw itself moves it', () => {
  const { draws } = referenceDraws['independent'];
  expect(powerSensitivity(draws, powerScaling(new Float64Array(draws.length)))).toBeLessThan(1e-6);
  expect(powerSensitivity(draws, powerScaling(draws))).toBeGreaterThan(sensitivityLimit);
});

it('equal weights and constant draws are at distance zero', () => {
  const draws = Float64Array.of(3, 1, 2);
  expect(cumulativeJensenShannon(draws, Float64Array.of(1, 1, 1))).toBeCloseTo(0, 7);
  expect(cumulativeJensenShannon(new Float64Array(3), Float64Array.of(1, 2, 3))).toBe(0);
});
