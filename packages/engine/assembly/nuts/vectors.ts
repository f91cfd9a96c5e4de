// Working memory: vectors of f64 laid one after the other, each padded with zeros to whole lanes of two.

export let dimension: i32 = 0;
/** Bytes of a padded vector. */
export let vectorBytes: usize = 0;
let next: usize = 0;

export function startVectors(base: usize, length: i32): void {
  next = (base + 15) & ~15;
  dimension = length;
  vectorBytes = (<usize>((length + 1) & ~1)) << 3;
}

/** Room for `count` bytes, filled with zeros, aligned to lanes. */
export function reserve(count: usize): usize {
  const address = next;
  const bytes = (count + 15) & ~15;
  memory.fill(address, 0, bytes);
  next += bytes;
  return address;
}

export function vectorsEnd(): usize {
  return next;
}

export function at(vector: usize, i: i32): f64 {
  return load<f64>(vector + ((<usize>i) << 3));
}

export function put(vector: usize, i: i32, value: f64): void {
  store<f64>(vector + ((<usize>i) << 3), value);
}

/** Both lanes added. */
export function total(lanes: v128): f64 {
  return f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1);
}
