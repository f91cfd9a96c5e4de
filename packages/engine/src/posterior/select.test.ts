import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quantiles } from './quantile.ts';
import { referenceDraws } from './reference/draws.ts';
import { quantilesOf } from './select.ts';

const probabilities = [0.05, 0.5, 0.95, 0, 1, 0.25, 0.3333, 0.999];

it.each(Object.keys(referenceDraws))(
  'quantiles of the draws "%s" are those of sorting, bit for bit',
  (name) => {
    const { draws } = referenceDraws[name];
    const found = new Float64Array(probabilities.length);
    quantilesOf(draws.slice(), probabilities, found);
    expect([...found]).toEqual(quantiles(draws, probabilities));
  },
);

it('one value, two values and infinities have quantiles too', () => {
  const found = new Float64Array(2);
  quantilesOf(Float64Array.of(3), [0, 0.7], found);
  expect([...found]).toEqual([3, 3]);
  quantilesOf(Float64Array.of(5, 1), [0.25, 1], found);
  expect([...found]).toEqual([2, 5]);
  quantilesOf(Float64Array.of(Infinity, 1, -Infinity), [0, 0.5], found);
  expect([...found]).toEqual([-Infinity, 1]);
});

it('quantiles of any values are those of sorting: heavy tails, ties and what is no number too', () => {
  const value = fc.oneof(
    fc.double(),
    fc.integer({ min: 0, max: 3 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(value, { minLength: 90, maxLength: 300 }), (list) => {
      const values = Float64Array.from(list, (it) => it + 0);
      const found = new Float64Array(probabilities.length);
      quantilesOf(values, probabilities, found);
      expect([...found]).toEqual(quantiles(values, probabilities));
    }),
    { seed: 1 },
  );
  const spread = Float64Array.from({ length: 5000 }, (_, i) => 1 / (2501.5 - i) ** 3);
  const found = new Float64Array(probabilities.length);
  quantilesOf(spread, probabilities, found);
  expect([...found]).toEqual(quantiles(spread, probabilities));
});
