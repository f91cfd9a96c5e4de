// A file's own checksum, written into it: SHA-256 of all its bytes with the 64 digits of the checksum taken as zeros.
import { FormatError } from '../config/errors.ts';
import { sha256 } from '../numeric/sha256.ts';

const PREFIX = 'posterity-sha256:';
const PREFIX_BYTES = Uint8Array.from(PREFIX, (letter) => letter.charCodeAt(0));
const DIGITS = 64;
const ZERO = 48;

/** Stands in a file where its seal will be; must come before any text that a user wrote. */
export const UNSEALED = PREFIX + '0'.repeat(DIGITS);

/** Writes the seal into the bytes, which must hold `UNSEALED`. */
export function seal(bytes: Uint8Array): void {
  const at = placeOfDigits(bytes);
  if (at < 0) throw new Error('the file has no place for its checksum; please report');
  const digest = digestWithout(bytes, at);
  for (let i = 0; i < DIGITS; i++) bytes[at + i] = digest.charCodeAt(i);
}

/** Whether the bytes carry a seal; throws FormatError when they carry one that does not fit them. */
export function checkSeal(bytes: Uint8Array): boolean {
  const at = placeOfDigits(bytes);
  if (at < 0) return false;
  const found = String.fromCharCode(...bytes.subarray(at, at + DIGITS));
  if (found === digestWithout(bytes, at)) return true;
  throw new FormatError(
    'the file has been altered or damaged since it was saved (its checksum does not fit its content); use an intact copy',
  );
}

function digestWithout(bytes: Uint8Array, at: number): string {
  const blank = bytes.slice();
  blank.fill(ZERO, at, at + DIGITS);
  return sha256(blank);
}

function placeOfDigits(bytes: Uint8Array): number {
  const first = PREFIX_BYTES[0];
  const last = bytes.length - PREFIX_BYTES.length - DIGITS;
  for (let at = bytes.indexOf(first); at >= 0 && at <= last; at = bytes.indexOf(first, at + 1)) {
    if (PREFIX_BYTES.every((byte, i) => bytes[at + i] === byte)) return at + PREFIX_BYTES.length;
  }
  return -1;
}
