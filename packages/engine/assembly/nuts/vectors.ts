// Vectors of f64 at addresses; their length is the number of dimensions.
export let dimension: i32 = 0;
let next: usize = 0;

export function startVectors(base: usize, length: i32): void {
  next = (base + 15) & ~15;
  dimension = length;
}

/** Room for `count` numbers. */
export function reserve(count: i32): usize {
  const address = next;
  next += (((<usize>count) << 3) + 15) & ~15;
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

export function copy(target: usize, source: usize): void {
  memory.copy(target, source, (<usize>dimension) << 3);
}

export function clear(target: usize): void {
  memory.fill(target, 0, (<usize>dimension) << 3);
}

export function dot(a: usize, b: usize): f64 {
  let total = 0.0;
  for (let i = 0; i < dimension; i++) total += at(a, i) * at(b, i);
  return total;
}

/** target = a + b */
export function sum(target: usize, a: usize, b: usize): void {
  for (let i = 0; i < dimension; i++) put(target, i, at(a, i) + at(b, i));
}
