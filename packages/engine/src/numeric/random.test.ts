import { expect, test } from 'vitest';
import { createRandom, philox } from './random.ts';

test('Philox4x32-10 gives the known answers of Random123 (kat_vectors)', () => {
  const hex = (words: readonly number[]) => words.map((word) => word.toString(16).padStart(8, '0')).join(' ');
  expect(hex(philox([0, 0, 0, 0], [0, 0]))).toBe('6627e8d5 e169c58d bc57ac4c 9b00dbd8');
  const ones = 0xffffffff;
  expect(hex(philox([ones, ones, ones, ones], [ones, ones]))).toBe('408f276d 41c83b0e a20bc7c6 6d5451fd');
  const pi = philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]);
  expect(hex(pi)).toBe('d16cfe09 94fdcceb 5001e420 24126ea1');
});

test('normal numbers have the moments of the normal distribution', () => {
  const random = createRandom(7, 3);
  const n = 200_000;
  let [sum, squares, fourths] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const x = random.normal();
    sum += x;
    squares += x * x;
    fourths += x * x * x * x;
  }
  // Five standard errors: a false alarm in a million.
  expect(Math.abs(sum / n)).toBeLessThan(5 / Math.sqrt(n));
  expect(Math.abs(squares / n - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
  expect(Math.abs(fourths / n - 3)).toBeLessThan(5 * Math.sqrt(96 / n));
});

test('streams and seeds differ, and the same stream repeats', () => {
  const first = (seed: number, stream: number) => createRandom(seed, stream).uniform();
  expect(first(1, 1)).toBe(first(1, 1));
  expect(first(1, 1)).not.toBe(first(1, 2));
  expect(first(1, 1)).not.toBe(first(2, 1));
  expect(first(2 ** 40, 1)).not.toBe(first(0, 1));
});
