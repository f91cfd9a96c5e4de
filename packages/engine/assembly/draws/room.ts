// Working memory: arrays laid one after the other, all given up together when the next question is opened.

let start: usize = (__heap_base + 15) & ~15;
let next: usize = start;

/** Lays arrays behind what is there already, such as a kernel and its data. */
export function beginAt(address: usize): void {
  start = (address + 15) & ~15;
  next = start;
}

/** First address that is not taken. */
export function mark(): usize {
  return next;
}

/** Gives up what was taken since a mark. */
export function release(to: usize): void {
  next = to;
}

/** Gives up every array. */
export function clear(): void {
  next = start;
}

/** Room for `count` numbers of eight bytes, and a lane more. */
export function take(count: i32): usize {
  const address = next;
  next += (((<usize>count) << 3) + 31) & ~15;
  const missing = <i32>((next + 65535) >> 16) - memory.size();
  if (missing > 0 && memory.grow(missing) < 0) unreachable();
  return address;
}

/** Whether x is NaN. */
export function isNan(x: f64): bool {
  return !(x <= 0 || x > 0);
}

export function at(array: usize, i: i32): f64 {
  return load<f64>(array + ((<usize>i) << 3));
}

export function put(array: usize, i: i32, value: f64): void {
  store<f64>(array + ((<usize>i) << 3), value);
}

/** The address of the i-th number. */
export function after(array: usize, i: i32): usize {
  return array + ((<usize>i) << 3);
}

/** The i-th of an array of places, four bytes each. */
export function placeAt(places: usize, i: i32): i32 {
  return load<i32>(places + ((<usize>i) << 2));
}

export function putPlace(places: usize, i: i32, place: i32): void {
  store<i32>(places + ((<usize>i) << 2), place);
}
