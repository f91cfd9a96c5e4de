import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { editDistance, nearest } from './nearest.ts';

it('counts a swap of neighbours as one slip', () => {
  expect(editDistance('Noraml', 'Normal')).toBe(1);
  expect(editDistance('kitten', 'sitting')).toBe(3);
});

it('is a symmetric distance that is zero only between equals', () => {
  const word = fc.string({ maxLength: 8 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b) === 0).toBe(a === b);
    }),
    { seed: 1 },
  );
});

it('finds the name that was meant, whatever its case or hyphens', () => {
  const known = ['Normal', 'HalfNormal', 'LogNormal', 'target_accept'];
  expect(nearest('HalfNorml', known)).toBe('HalfNormal');
  expect(nearest('lognormal', known)).toBe('LogNormal');
  expect(nearest('target-accept', known)).toBe('target_accept');
  expect(nearest('targetAccept', known)).toBe('target_accept');
});

it('stays silent when nothing is near', () => {
  expect(nearest('Zipf', ['Normal', 'Flat'])).toBeUndefined();
  expect(nearest('a', ['b', 'c'])).toBeUndefined();
});
