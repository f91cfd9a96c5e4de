import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Sha256, sha256 } from './sha256.ts';

it('SHA-256 of "abc" is the example of FIPS 180-4', () => {
  expect(sha256(new TextEncoder().encode('abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});

it("SHA-256 agrees with OpenSSL's on bytes of any length", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(sha256(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
    }),
    { seed: 1 },
  );
});

it('bytes that come in pieces have the digest of the whole', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 }), (pieces) => {
      const hash = new Sha256();
      const whole = createHash('sha256');
      for (const piece of pieces) {
        hash.update(piece);
        whole.update(piece);
      }
      expect(hash.hex()).toBe(whole.digest('hex'));
    }),
    { seed: 1 },
  );
});
