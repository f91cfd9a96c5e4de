/** x^y = exp(y log x) with the logarithm and its product with y in double-double. */
import {
  abs,
  add,
  bitsOf,
  constant,
  div,
  eq,
  fromBits,
  gt,
  iand,
  iconst,
  ixor,
  type Low,
  lt,
  maskAnd,
  maskNot,
  mul,
  ne,
  pmax,
  pmin,
  select,
  sub,
  trunc,
} from '../low.ts';
import { log2High, log2Low, logTailExtended, thirdLow } from './coefficients.ts';
import { expExtended } from './exp.ts';
import { type Extended, exactProduct, exactSum, extendedProduct, fastSum } from './extended.ts';
import { splitExponent } from './log.ts';
import { estrin } from './polynomial.ts';

const infinity = Number.POSITIVE_INFINITY;
const signBit = iconst(-0x8000000000000000n);

/** log x for finite x > 0, to about 2^-64 relative. */
function logExtended(x: Low): Extended {
  const { exponent, mantissa } = splitExponent(x);
  const f = sub(mantissa, constant(1));
  // s = f / (mantissa + 1)
  const divisor = exactSum(constant(1), mantissa);
  const quotient = div(f, divisor.high);
  const back = exactProduct(quotient, divisor.high);
  const rest = sub(sub(sub(f, back.high), back.low), mul(quotient, divisor.low));
  const s = fastSum(quotient, div(rest, divisor.high));
  // log m = 2 s (1 + z (1/3 + z tail))
  const z = extendedProduct(s, s);
  const tail = mul(z.high, estrin(z.high, logTailExtended));
  const third = fastSum(constant(1 / 3), add(constant(thirdLow), tail));
  const correction = extendedProduct(s, extendedProduct(z, third));
  const half = fastSum(s.high, correction.high);
  const halfLow = add(add(half.low, correction.low), s.low);
  const sum = exactSum(mul(exponent, constant(log2High)), mul(half.high, constant(2)));
  const low = add(add(mul(exponent, constant(log2Low)), mul(halfLow, constant(2))), sum.low);
  return fastSum(sum.high, low);
}

/** x^y by the rules of C's pow: 1 for y = 0 or x = 1, NaN for x < 0 unless y is an integer. */
export function pow(x: Low, y: Low): Low {
  const zero = constant(0);
  const magnitude = abs(x);
  // |log x| > 2^-54 unless x = ±1, so a larger y changes nothing
  const bounded = pmax(pmin(y, constant(2 ** 64)), constant(-(2 ** 64)));
  const logarithm = logExtended(magnitude);
  const product = exactProduct(bounded, logarithm.high);
  // far outside the range of exp the low part may be large, and would spoil the clamped high part
  const low = select(
    lt(abs(product.high), constant(1024)),
    add(product.low, mul(bounded, logarithm.low)),
    zero,
  );
  const main = expExtended(product.high, low);
  const whenGrowing = (isGrowing: Low) => select(isGrowing, constant(infinity), zero);
  const atInfinity = select(eq(magnitude, constant(infinity)), whenGrowing(gt(y, zero)), main);
  const unsigned = select(eq(magnitude, zero), whenGrowing(lt(y, zero)), atInfinity);
  const isInteger = eq(trunc(y), y);
  const halfY = mul(y, constant(0.5));
  const isOdd = maskAnd(isInteger, ne(trunc(halfY), halfY));
  const flipped = fromBits(ixor(bitsOf(unsigned), iand(bitsOf(x), signBit)));
  const signed = select(isOdd, flipped, unsigned);
  const isOutside = maskAnd(maskAnd(lt(x, zero), maskNot(isInteger)), lt(magnitude, constant(infinity)));
  const value = select(isOutside, constant(Number.NaN), signed);
  const isNumeric = maskAnd(eq(x, x), eq(y, y));
  const defined = select(isNumeric, value, constant(Number.NaN));
  const isOne = eq(x, constant(1));
  return select(eq(y, zero), constant(1), select(isOne, constant(1), defined));
}
