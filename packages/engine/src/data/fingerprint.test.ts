import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { toTable } from './columns.ts';
import { fingerprint, hashText } from './fingerprint.ts';

it('is the SHA-256 of FIPS 180-4', () => {
  // NIST's example: the message "abc".
  expect(hashText('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: 'grapheme' }), (text) => {
      expect(hashText(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
    }),
    { seed: 5, numRuns: 200 },
  );
});

it('depends on names, kinds, cells and the order of rows, not on the order of columns', () => {
  const base = fingerprint(toTable({ a: [1, 2], b: ['x', 'y'] }));
  expect(fingerprint(toTable({ b: ['x', 'y'], a: [1, 2] }))).toBe(base);
  const others = [
    { a: [2, 1], b: ['x', 'y'] },
    { a: [1, 2], b: ['xy', ''] },
    { a: [1, 2], c: ['x', 'y'] },
    { a: ['1', '2'], b: ['x', 'y'] },
    { a: [1, 2.0000000000000004], b: ['x', 'y'] },
  ];
  for (const other of others) expect(fingerprint(toTable(other))).not.toBe(base);
});

it('takes −0 for 0 and every NaN for one', () => {
  const odd = new Float64Array(new BigUint64Array([0x7ff8000000000001n]).buffer);
  expect(fingerprint(toTable({ a: odd }))).toBe(fingerprint(toTable({ a: [Number.NaN] })));
  expect(fingerprint(toTable({ a: [-0] }))).toBe(fingerprint(toTable({ a: [0] })));
});

it('can look at some of the columns only', () => {
  expect(fingerprint(toTable({ a: [1], b: [2] }), ['a'])).toBe(fingerprint(toTable({ a: [1] })));
});
