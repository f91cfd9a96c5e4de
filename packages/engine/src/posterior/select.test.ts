import { expect, it } from 'vitest';
import { quantiles } from './quantile.ts';
import { referenceDraws } from './reference/draws.ts';
import { quantilesInPlace } from './select.ts';

const probabilities = [0.05, 0.5, 0.95, 0, 1, 0.25, 0.3333, 0.999];

it.each(Object.keys(referenceDraws))(
  'quantiles of the draws "%s" are those of sorting, bit for bit',
  (name) => {
    const { draws } = referenceDraws[name];
    const found = new Float64Array(probabilities.length);
    quantilesInPlace(draws.slice(), probabilities, found);
    expect([...found]).toEqual(quantiles(draws, probabilities));
  },
);

it('one value, two values and infinities have quantiles too', () => {
  const found = new Float64Array(2);
  quantilesInPlace(Float64Array.of(3), [0, 0.7], found);
  expect([...found]).toEqual([3, 3]);
  quantilesInPlace(Float64Array.of(5, 1), [0.25, 1], found);
  expect([...found]).toEqual([2, 5]);
  quantilesInPlace(Float64Array.of(Infinity, 1, -Infinity), [0, 0.5], found);
  expect([...found]).toEqual([-Infinity, 1]);
});
