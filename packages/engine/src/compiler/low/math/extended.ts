/** Double-double arithmetic without fused multiply-add (Dekker 1971). */
import { add, bitsOf, fromBits, iand, iconst, type Low, mul, sub } from '../low.ts';

/** An unevaluated sum; |low| is at most about an ulp of high. */
export interface Extended {
  readonly high: Low;
  readonly low: Low;
}

const upperHalf = iconst(-0x8000000n);

/** The upper 26 bits of the significand. */
export function leading(x: Low): Low {
  return fromBits(iand(bitsOf(x), upperHalf));
}

/** a + b for |a| ≥ |b|, exactly. */
export function fastSum(a: Low, b: Low): Extended {
  const high = add(a, b);
  return { high, low: sub(b, sub(high, a)) };
}

/** a + b exactly, in any order. */
export function exactSum(a: Low, b: Low): Extended {
  const high = add(a, b);
  const part = sub(high, a);
  return { high, low: add(sub(a, sub(high, part)), sub(b, part)) };
}

/** a × b with an error below 2^-105 relative. */
export function exactProduct(a: Low, b: Low): Extended {
  const high = mul(a, b);
  const a1 = leading(a);
  const a2 = sub(a, a1);
  const b1 = leading(b);
  const b2 = sub(b, b1);
  const cross = add(add(sub(mul(a1, b1), high), mul(a1, b2)), mul(a2, b1));
  return { high, low: add(cross, mul(a2, b2)) };
}

export function extendedProduct(a: Extended, b: Extended): Extended {
  const product = exactProduct(a.high, b.high);
  return fastSum(product.high, add(product.low, add(mul(a.high, b.low), mul(a.low, b.high))));
}
