import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromHex } from './hex.ts';

it('bytes come back from their digits, however many', () => {
  const digits = (bytes: Uint8Array): string =>
    Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(fromHex(digits(bytes))).toEqual(Uint8Array.from(bytes));
    }),
  );
});
