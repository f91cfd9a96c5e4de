/** exp and what follows from it: x = k ln 2 + r, a polynomial in r, and 2^k by the exponent bits (Muller 2016, ch. 11). */
import {
  abs,
  add,
  bitsOf,
  constant,
  fromBits,
  iand,
  iconst,
  ishl,
  isub,
  type Low,
  lt,
  mul,
  pmax,
  pmin,
  select,
  sub,
} from '../low.ts';
import { expTail, log2High, log2Low } from './coefficients.ts';
import { estrin } from './polynomial.ts';

const one = constant(1);
/** Adding it rounds to an integer n, and n + 1023 stands in the low bits. */
const exponentShift = constant(1.5 * 2 ** 52 + 1023);
/** The same with n + 2046, for a power of two in two factors. */
const doubledShift = constant(1.5 * 2 ** 52 + 2046);
const exponentBits = iconst(0x7ff0000000000000n);

/** 2^n for the integer n nearest to x; −1023 < x < 1024. */
function powerOfTwo(x: Low): Low {
  return fromBits(ishl(bitsOf(add(x, exponentShift)), 52));
}

/** value × 2^n for −2044 ≤ n ≤ 2046, where 2^n itself may be subnormal or too large. */
function scaled(value: Low, shifted: Low): Low {
  // the low 12 bits are n + 2046 = e + e' with e ≈ e', two biased exponents
  const bits = bitsOf(shifted);
  const first = iand(ishl(bits, 51), exponentBits);
  const second = isub(ishl(bits, 52), first);
  return mul(mul(value, fromBits(first)), fromBits(second));
}

/** exp(high + low) × 2^extra with |low| ≪ |high|; overflows to Infinity, underflows gradually to 0. */
export function expExtended(high: Low, low: Low | undefined, extra = 0): Low {
  // beyond these bounds the result is 0 or Infinity, for extra of −1 as for 0
  return expBounded(pmax(pmin(high, constant(712)), lowest), low, extra);
}

/** Below it e^x is 0. */
const lowest = constant(-747);

function expBounded(x: Low, low: Low | undefined, extra: number): Low {
  const shifted = add(mul(x, constant(Math.LOG2E)), doubledShift);
  const k = sub(shifted, doubledShift);
  const reduced = sub(x, mul(k, constant(log2High)));
  const rest = low === undefined ? mul(k, constant(-log2Low)) : sub(low, mul(k, constant(log2Low)));
  const r = add(reduced, rest);
  // `reduced` is exact: the rounding of r touches only the tail
  const p = add(one, add(reduced, add(mul(mul(r, r), estrin(r, expTail)), rest)));
  return scaled(p, extra === 0 ? shifted : add(shifted, constant(extra)));
}

/** e^x within 1 ulp. */
export function exp(x: Low): Low {
  return expExtended(x, undefined);
}

/** e^x for x ≤ 0 (or NaN), a little faster. */
export function expNonPositive(x: Low): Low {
  return expBounded(pmax(x, lowest), undefined, 0);
}

/** (e^x − 1) / 2, which does not overflow where sinh does not. */
export function expm1Half(argument: Low): Low {
  // above 710.48 the half overflows
  const x = pmax(pmin(argument, constant(710.6)), constant(-50));
  const k = sub(add(mul(x, constant(Math.LOG2E)), exponentShift), exponentShift);
  const reduced = sub(x, mul(k, constant(log2High)));
  const rest = mul(k, constant(-log2Low));
  const r = add(reduced, rest);
  const p = add(reduced, add(mul(mul(r, r), estrin(r, expTail)), rest));
  const power = powerOfTwo(sub(k, constant(2)));
  const half = mul(add(mul(p, power), sub(power, constant(0.25))), constant(2));
  return select(lt(abs(argument), constant(2 ** -54)), mul(argument, constant(0.5)), half);
}

/** e^x − 1 without cancellation near 0. */
export function expm1(x: Low): Low {
  const doubled = mul(expm1Half(x), constant(2));
  return select(lt(abs(x), constant(2 ** -54)), x, doubled);
}
