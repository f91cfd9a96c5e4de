// Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011): random numbers by counter, one stream a chain.
import { log } from './math';

let key0: u32 = 0;
let key1: u32 = 0;
let stream: u32 = 0;
let purpose: u32 = 0;
let counter: u64 = 0;
let word0: u32 = 0;
let word1: u32 = 0;
let word2: u32 = 0;
let word3: u32 = 0;
let hasSecond = false;
let hasNormal = false;
let spareNormal: f64 = 0;

/** Starts a stream: the seed is the key, the stream and its purpose are the high words of the counter. */
export function seedRandom(seedLow: u32, seedHigh: u32, streamId: u32, purposeId: u32): void {
  key0 = seedLow;
  key1 = seedHigh;
  stream = streamId;
  purpose = purposeId;
  counter = 0;
  hasSecond = false;
  hasNormal = false;
}

function block(): void {
  let x0 = <u32>counter;
  let x1 = <u32>(counter >> 32);
  let x2 = stream;
  let x3 = purpose;
  let k0 = key0;
  let k1 = key1;
  for (let round = 0; round < 10; round++) {
    const product0 = <u64>0xd2511f53 * <u64>x0;
    const product1 = <u64>0xcd9e8d57 * <u64>x2;
    const y0 = <u32>(product1 >> 32) ^ x1 ^ k0;
    const y2 = <u32>(product0 >> 32) ^ x3 ^ k1;
    x1 = <u32>product1;
    x3 = <u32>product0;
    x0 = y0;
    x2 = y2;
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  word0 = x0;
  word1 = x1;
  word2 = x2;
  word3 = x3;
  counter++;
}

/** 53 random bits in (0, 1). */
export function uniform(): f64 {
  let low: u32;
  let high: u32;
  if (hasSecond) {
    low = word2;
    high = word3;
    hasSecond = false;
  } else {
    block();
    low = word0;
    high = word1;
    hasSecond = true;
  }
  const bits = (((<u64>high) << 32) | <u64>low) >> 11;
  return (<f64>bits + 0.5) * 1.1102230246251565e-16;
}

/** A standard normal number (Marsaglia & Bray 1964, polar method). */
export function normal(): f64 {
  if (hasNormal) {
    hasNormal = false;
    return spareNormal;
  }
  while (true) {
    const u = 2.0 * uniform() - 1.0;
    const v = 2.0 * uniform() - 1.0;
    const s = u * u + v * v;
    if (s > 0.0 && s < 1.0) {
      const factor = sqrt<f64>((-2.0 * log(s)) / s);
      spareNormal = v * factor;
      hasNormal = true;
      return u * factor;
    }
  }
}
