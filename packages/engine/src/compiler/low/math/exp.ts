/** exp and what follows from it: x = k ln 2 + r, a polynomial in r, and 2^k by the exponent bits (Muller 2016, ch. 11). */
import {
  abs,
  add,
  bitsOf,
  constant,
  fromBits,
  ishl,
  type Low,
  lt,
  mul,
  pmax,
  pmin,
  select,
  sub,
} from '../low.ts';
import { expTail, inverseLog2, log2High, log2Low } from './coefficients.ts';
import { estrin } from './polynomial.ts';

/** Adding it rounds to an integer whose biased exponent stands in the low bits. */
const exponentShift = constant(1.5 * 2 ** 52 + 1023);

/** 2^k and k as a double, for the integer nearest to x; −1023 < x < 1024. */
function powerOfTwo(x: Low): { power: Low; exponent: Low } {
  const shifted = add(x, exponentShift);
  return { power: fromBits(ishl(bitsOf(shifted), 52)), exponent: sub(shifted, exponentShift) };
}

/** The integer nearest to x / ln 2, as a double. */
function multiple(x: Low): Low {
  return sub(add(mul(x, constant(inverseLog2)), exponentShift), exponentShift);
}

/** exp(high + low) × 2^extra with |low| ≪ |high|; overflows to Infinity, underflows gradually to 0. */
export function expExtended(high: Low, low: Low | undefined, extra = 0): Low {
  // beyond these bounds the result is 0 or Infinity, for extra of −1 as for 0
  const x = pmax(pmin(high, constant(712)), constant(-747));
  const k = multiple(x);
  const reduced = sub(sub(x, mul(k, constant(log2High))), mul(k, constant(log2Low)));
  const r = low === undefined ? reduced : add(reduced, low);
  const p = add(constant(1), add(r, mul(mul(r, r), estrin(r, expTail))));
  // two factors, because 2^k itself may be subnormal or beyond the largest double
  const scale = extra === 0 ? k : add(k, constant(extra));
  const first = powerOfTwo(mul(scale, constant(0.5)));
  const second = powerOfTwo(sub(scale, first.exponent));
  return mul(mul(p, first.power), second.power);
}

/** e^x within 1 ulp. */
export function exp(x: Low): Low {
  return expExtended(x, undefined);
}

/** (e^x − 1) / 2, which does not overflow where sinh does not. */
export function expm1Half(argument: Low): Low {
  // above 710.48 the half overflows
  const x = pmax(pmin(argument, constant(710.6)), constant(-50));
  const k = multiple(x);
  const high = sub(x, mul(k, constant(log2High)));
  const low = mul(k, constant(log2Low));
  const r = sub(high, low);
  const lost = sub(sub(high, r), low);
  const p = add(r, add(lost, mul(mul(r, r), estrin(r, expTail))));
  const { power } = powerOfTwo(sub(k, constant(2)));
  const half = mul(add(mul(p, power), sub(power, constant(0.25))), constant(2));
  return select(lt(abs(argument), constant(2 ** -54)), mul(argument, constant(0.5)), half);
}

/** e^x − 1 without cancellation near 0. */
export function expm1(x: Low): Low {
  const doubled = mul(expm1Half(x), constant(2));
  return select(lt(abs(x), constant(2 ** -54)), x, doubled);
}
