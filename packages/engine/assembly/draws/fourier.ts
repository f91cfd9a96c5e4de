// The discrete Fourier transform of a power of two, in place (Cooley & Tukey 1965).
import { cos, sin } from './math';
import { after, at, put, take } from './room';

let known = 0;
let cosines: usize = 0;
let sines: usize = 0;

/** The table of an earlier question is gone. */
export function forgetAngles(): void {
  known = 0;
}

function prepare(size: i32): void {
  if (known === size) return;
  known = size;
  const half = size >> 1;
  cosines = take(half);
  sines = take(half);
  for (let k = 0; k < half; k++) {
    const angle = (2 * Math.PI * <f64>k) / <f64>size;
    put(cosines, k, cos(angle));
    put(sines, k, -sin(angle));
  }
}

function swap(values: usize, i: i32, j: i32): void {
  const kept = at(values, i);
  put(values, i, at(values, j));
  put(values, j, kept);
}

export function transform(real: usize, imaginary: usize, size: i32): void {
  prepare(size);
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      swap(real, i, j);
      swap(imaginary, i, j);
    }
  }
  const half = size >> 1;
  for (let span = 1; span < size; span <<= 1) {
    const stride = half / span;
    for (let start = 0; start < size; start += 2 * span) {
      for (let k = 0, angle = 0; k < span; k++, angle += stride) {
        const even = start + k;
        const odd = even + span;
        const c = at(cosines, angle);
        const s = at(sines, angle);
        const re = at(real, odd) * c - at(imaginary, odd) * s;
        const im = at(real, odd) * s + at(imaginary, odd) * c;
        put(real, odd, at(real, even) - re);
        put(imaginary, odd, at(imaginary, even) - im);
        put(real, even, at(real, even) + re);
        put(imaginary, even, at(imaginary, even) + im);
      }
    }
  }
}

/** The power of a series padded to `size`, added to what is there: two real series at once are transformed as one complex. */
export function addPower(real: usize, imaginary: usize, size: i32, power: usize): void {
  transform(real, imaginary, size);
  for (let k = 0; k < size; k++) {
    const re = load<f64>(after(real, k));
    const im = load<f64>(after(imaginary, k));
    put(power, k, at(power, k) + re * re + im * im);
  }
}
