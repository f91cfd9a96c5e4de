import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromText } from './packed.ts';

it('bytes come back from their text, all of them', () => {
  const text = (bytes: Uint8Array): string =>
    Array.from(bytes, (byte) => String.fromCharCode(byte < 95 ? byte + 32 : byte + 66)).join('');
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  expect(fromText(text(all))).toEqual(all);
  // Nothing that an editor, a printer of code or a line ending could change.
  expect(text(all)).toMatch(/^[\x20-\x7e\u00a1-\u0141]*$/);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(fromText(text(bytes))).toEqual(Uint8Array.from(bytes));
    }),
  );
});
