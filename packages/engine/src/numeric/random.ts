/** Random numbers by counter: Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011), the same on every machine. */
import { log } from './math.ts';

export interface Random {
  /** A number in (0, 1) with 53 random bits. */
  uniform(): number;
  /** A standard normal number. */
  normal(): number;
  /** A standard exponential number. */
  exponential(): number;
  /** A whole number from 0 to n − 1, each as likely; n ≤ 2^53. */
  integer(n: number): number;
}

/** The four words of a counter's block under a key. */
export function philox(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
): [number, number, number, number] {
  let [x0, x1, x2, x3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const high0 = highWord(0xd2511f53, x0);
    const low0 = Math.imul(0xd2511f53, x0) >>> 0;
    const high1 = highWord(0xcd9e8d57, x2);
    const low1 = Math.imul(0xcd9e8d57, x2) >>> 0;
    x0 = (high1 ^ x1 ^ k0) >>> 0;
    x1 = low1;
    x2 = (high0 ^ x3 ^ k1) >>> 0;
    x3 = low0;
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return [x0, x1, x2, x3];
}

/** Upper 32 bits of a product of two unsigned words. */
function highWord(a: number, b: number): number {
  const [a0, a1, b0, b1] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const carry = a0 * b1 + (middle & 0xffff);
  return (a1 * b1 + Math.floor(middle / 65536) + Math.floor(carry / 65536)) >>> 0;
}

/** The two words of a seed from 0 to 2^53. */
export function seedWords(seed: number): [low: number, high: number] {
  return [seed >>> 0, Math.floor(seed / 4294967296) >>> 0];
}

/**
 * A stream of random numbers; streams of one seed are independent of each other and of the chains'.
 * @param purpose tells streams of the same number apart; those of 0 are the chains'.
 */
export function createRandom(seed: number, stream: number, purpose = 1): Random {
  const key = seedWords(seed);
  let counter = 0;
  let words: [number, number, number, number] = [0, 0, 0, 0];
  let hasSecond = false;
  let spare: number | undefined;
  const uniform = (): number => {
    if (!hasSecond)
      words = philox([counter++ >>> 0, Math.floor(counter / 4294967296) >>> 0, stream >>> 0, purpose], key);
    const [low, high] = hasSecond ? [words[2], words[3]] : [words[0], words[1]];
    hasSecond = !hasSecond;
    return (high * 2097152 + (low >>> 11) + 0.5) * 1.1102230246251565e-16;
  };
  const normal = (): number => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    // Marsaglia & Bray 1964, polar method.
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) {
        const factor = Math.sqrt((-2 * log(s)) / s);
        spare = v * factor;
        return u * factor;
      }
    }
  };
  return { uniform, normal, exponential: () => -log(uniform()), integer: (n) => Math.floor(uniform() * n) };
}
