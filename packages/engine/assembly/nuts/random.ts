// Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011): random bits by counter, one stream a chain, two blocks at a time.

const bufferBytes: usize = 32;
const buffer = memory.data(32, 16);

let key0: u32 = 0;
let key1: u32 = 0;
let stream: u32 = 0;
let purpose: u32 = 0;
let counter: u64 = 0;
let cursor: usize = bufferBytes;

/** Starts a stream: the seed is the key, the stream and its purpose are the high words of the counter. */
export function seedRandom(seedLow: u32, seedHigh: u32, streamId: u32, purposeId: u32): void {
  key0 = seedLow;
  key1 = seedHigh;
  stream = streamId;
  purpose = purposeId;
  counter = 0;
  cursor = bufferBytes;
}

/** Fills the buffer with the blocks of the next two counters. */
function refill(): void {
  const next = counter + 1;
  let x0: u64 = counter & 0xffffffff;
  let x1: u64 = counter >> 32;
  let x2: u64 = stream;
  let x3: u64 = purpose;
  let y0: u64 = next & 0xffffffff;
  let y1: u64 = next >> 32;
  let y2: u64 = stream;
  let y3: u64 = purpose;
  let k0: u32 = key0;
  let k1: u32 = key1;
  for (let round = 0; round < 10; round++) {
    const first = 0xd2511f53 * x0;
    const second = 0xcd9e8d57 * x2;
    const third = 0xd2511f53 * y0;
    const fourth = 0xcd9e8d57 * y2;
    x0 = (second >> 32) ^ x1 ^ <u64>k0;
    x2 = (first >> 32) ^ x3 ^ <u64>k1;
    y0 = (fourth >> 32) ^ y1 ^ <u64>k0;
    y2 = (third >> 32) ^ y3 ^ <u64>k1;
    x1 = second & 0xffffffff;
    x3 = first & 0xffffffff;
    y1 = fourth & 0xffffffff;
    y3 = third & 0xffffffff;
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  store<u64>(buffer, x0 | (x1 << 32));
  store<u64>(buffer, x2 | (x3 << 32), 8);
  store<u64>(buffer, y0 | (y1 << 32), 16);
  store<u64>(buffer, y2 | (y3 << 32), 24);
  counter += 2;
  cursor = 0;
}

/** 64 random bits. */
export function bits(): u64 {
  if (cursor === bufferBytes) refill();
  const value = load<u64>(buffer + cursor);
  cursor += 8;
  return value;
}

/** A number in (0, 1) from the upper 53 of 64 bits. */
export function fraction(word: u64): f64 {
  return (<f64>(<i64>(word >> 11)) + 0.5) * 1.1102230246251565e-16;
}

/** A number in (0, 1) with 53 random bits. */
export function uniform(): f64 {
  return fraction(bits());
}
