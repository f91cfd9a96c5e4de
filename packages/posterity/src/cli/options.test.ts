import { expect, test } from 'vitest';
import { fraction, fractions, portNumber, positiveNumber, wholeNumber } from './options.ts';

test('whole numbers from 0 on are taken, everything else is refused', () => {
  expect(wholeNumber('17')).toBe(17);
  for (const text of ['-1', '1.5', '1e3', '', 'x', '99999999999999999999']) {
    expect(() => wholeNumber(text)).toThrow('expected a whole number from 0 on.');
  }
});

test('ports end where the system ends them', () => {
  expect([portNumber('0'), portNumber('65535')]).toEqual([0, 65_535]);
  expect(() => portNumber('65536')).toThrow('expected a port from 0 to 65535.');
  expect(() => portNumber('http')).toThrow('expected a whole number from 0 on.');
});

test('fractions strictly between 0 and 1 are taken, everything else is refused', () => {
  expect(fraction('0.9')).toBe(0.9);
  for (const text of ['0', '1', '-0.5', '90', '', 'x']) {
    expect(() => fraction(text)).toThrow('expected a number between 0 and 1.');
  }
});

test('counts from 1 on are taken, everything else is refused', () => {
  expect(positiveNumber('1')).toBe(1);
  for (const text of ['0', '-1', '1.5', '', 'x']) {
    expect(() => positiveNumber(text)).toThrow('expected a whole number from 1 on.');
  }
});

test('lists of fractions have each once, and not too many', () => {
  expect(fractions('0.05,0.5,0.95')).toEqual([0.05, 0.5, 0.95]);
  expect(() => fractions('0.5,1')).toThrow('expected a number between 0 and 1.');
  expect(() => fractions('0.5,,0.7')).toThrow('expected a number between 0 and 1.');
  expect(() => fractions('0.5,0.5')).toThrow('each number once');
  const many = Array.from({ length: 1001 }, (_, k) => (k + 1) / 1003).join(',');
  expect(() => fractions(many)).toThrow('at most 1000 numbers');
});
