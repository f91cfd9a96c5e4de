// Sums over recorded draws or gradients: rows of one padded vector each, `stride` bytes apart.
import { at, put, total, vectorBytes } from './vectors';

function inner(a: usize, b: usize): f64 {
  const bytes = vectorBytes;
  let lanes = f64x2.splat(0.0);
  for (let o: usize = 0; o < bytes; o += 16) {
    lanes = f64x2.add(lanes, f64x2.mul(v128.load(a + o), v128.load(b + o)));
  }
  return total(lanes);
}

/** image = Rᵀ R vector, for the matrix R of the rows. */
export function timesMoments(rows: usize, count: i32, stride: usize, vector: usize, image: usize): void {
  const bytes = vectorBytes;
  memory.fill(image, 0, bytes);
  for (let k = 0; k < count; k++) {
    const share = f64x2.splat(inner(rows, vector));
    for (let o: usize = 0; o < bytes; o += 16) {
      v128.store(image + o, f64x2.add(v128.load(image + o), f64x2.mul(share, v128.load(rows + o))));
    }
    rows += stride;
  }
}

/** moments = B Rᵀ R Bᵀ, row-major, for a basis B of so many padded vectors one after the other; `shares` is room for as many numbers. */
export function momentsAlong(
  rows: usize,
  count: i32,
  stride: usize,
  basis: usize,
  size: i32,
  shares: usize,
  moments: usize,
): void {
  memory.fill(moments, 0, (<usize>(size * size)) << 3);
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < size; i++) put(shares, i, inner(rows, basis + <usize>i * vectorBytes));
    for (let i = 0; i < size; i++) {
      const share = at(shares, i);
      for (let j = 0; j < size; j++) {
        put(moments, i * size + j, at(moments, i * size + j) + share * at(shares, j));
      }
    }
    rows += stride;
  }
}
