// The generalised U-turn criterion (Betancourt 2017, §A.4.2) where two neighbouring pieces of a trajectory meet, with
// Stan's checks across the seam. A piece is given by the momenta of its two ends and the sum of all its momenta;
// in whitened coordinates velocities are momenta. Reversing time changes nothing, so pieces may be met from either side.
import { total, vectorBytes } from './vectors';

/** Joins two single points: writes the sum of their momenta; false where they turn back. */
export function joinPoints(a: usize, b: usize, sum: usize): bool {
  let fromA = f64x2.splat(0.0);
  let fromB = f64x2.splat(0.0);
  const bytes = vectorBytes;
  for (let o: usize = 0; o < bytes; o += 16) {
    const p = v128.load(a + o);
    const q = v128.load(b + o);
    const r = f64x2.add(p, q);
    v128.store(sum + o, r);
    fromA = f64x2.add(fromA, f64x2.mul(p, r));
    fromB = f64x2.add(fromB, f64x2.mul(q, r));
  }
  return total(fromA) > 0.0 && total(fromB) > 0.0;
}

/** Joins piece a, from aFar to aNear, with piece b, from bNear to bFar; adds b's sum to a's. */
export function joinPieces(
  aFar: usize,
  aNear: usize,
  aSum: usize,
  bNear: usize,
  bFar: usize,
  bSum: usize,
): bool {
  let whole1 = f64x2.splat(0.0);
  let whole2 = f64x2.splat(0.0);
  let left1 = f64x2.splat(0.0);
  let left2 = f64x2.splat(0.0);
  let right1 = f64x2.splat(0.0);
  let right2 = f64x2.splat(0.0);
  const bytes = vectorBytes;
  for (let o: usize = 0; o < bytes; o += 16) {
    const first = v128.load(aFar + o);
    const last = v128.load(bFar + o);
    const before = v128.load(aNear + o);
    const after = v128.load(bNear + o);
    const a = v128.load(aSum + o);
    const b = v128.load(bSum + o);
    const sum = f64x2.add(a, b);
    v128.store(aSum + o, sum);
    whole1 = f64x2.add(whole1, f64x2.mul(first, sum));
    whole2 = f64x2.add(whole2, f64x2.mul(last, sum));
    const left = f64x2.add(a, after);
    left1 = f64x2.add(left1, f64x2.mul(first, left));
    left2 = f64x2.add(left2, f64x2.mul(after, left));
    const right = f64x2.add(before, b);
    right1 = f64x2.add(right1, f64x2.mul(before, right));
    right2 = f64x2.add(right2, f64x2.mul(last, right));
  }
  return (
    total(whole1) > 0.0 &&
    total(whole2) > 0.0 &&
    total(left1) > 0.0 &&
    total(left2) > 0.0 &&
    total(right1) > 0.0 &&
    total(right2) > 0.0
  );
}
