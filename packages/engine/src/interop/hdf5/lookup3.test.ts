import { expect, it } from 'vitest';
import { lookup3 } from './lookup3.ts';

// Values from driver5 of Bob Jenkins' lookup3.c (http://burtleburtle.net/bob/c/lookup3.c).
it('lookup3 gives the hashes its author published', () => {
  expect(lookup3(new Uint8Array(0))).toBe(0xdeadbeef);
  expect(lookup3(new TextEncoder().encode('Four score and seven years ago'))).toBe(0x17770551);
});
