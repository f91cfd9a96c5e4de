/** Logarithms: x = 2^k m with √½ ≤ m < √2, log m = 2 atanh((m − 1) / (m + 1)) (as in FDLIBM's e_log.c and s_log1p.c). */
import {
  abs,
  add,
  bitsOf,
  constant,
  div,
  eq,
  fromBits,
  gt,
  iadd,
  iand,
  iconst,
  ior,
  ishrU,
  type Low,
  lt,
  maskAnd,
  mul,
  select,
  sub,
} from '../low.ts';
import { log2High, log2Low, logTail } from './coefficients.ts';
import { estrin } from './polynomial.ts';

const rootHalfBits = 0x3fe6a09e_00000000n;
const oneBits = 0x3ff00000_00000000n;
const mantissaBits = 0x000fffff_ffffffffn;
const twoTo52 = 2 ** 52;

/** x = 2^exponent × mantissa with √½ ≤ mantissa < √2, for finite x > 0 (also subnormal). */
export function splitExponent(x: Low, mayBeSubnormal = true): { exponent: Low; mantissa: Low } {
  const isSubnormal = lt(x, constant(2 ** -1022));
  const normal = mayBeSubnormal ? select(isSubnormal, mul(x, constant(2 ** 54)), x) : x;
  const shifted = iadd(bitsOf(normal), iconst(oneBits - rootHalfBits));
  const biased = fromBits(ior(ishrU(shifted, 52), bitsOf(constant(twoTo52))));
  const bias = mayBeSubnormal
    ? select(isSubnormal, constant(twoTo52 + 1023 + 54), constant(twoTo52 + 1023))
    : constant(twoTo52 + 1023);
  return {
    exponent: sub(biased, bias),
    mantissa: fromBits(iadd(iand(shifted, iconst(mantissaBits)), iconst(rootHalfBits))),
  };
}

/** exponent × ln 2 + log(mantissa) + correction, where the correction is tiny. */
function logOf({ exponent, mantissa }: { exponent: Low; mantissa: Low }, correction?: Low): Low {
  const f = sub(mantissa, constant(1));
  const halfSquare = mul(mul(f, f), constant(0.5));
  const s = div(f, add(f, constant(2)));
  const z = mul(s, s);
  const tail = mul(z, estrin(z, logTail));
  const exponentLow = mul(exponent, constant(log2Low));
  const low = correction === undefined ? exponentLow : add(exponentLow, correction);
  const inner = sub(sub(halfSquare, add(mul(s, add(halfSquare, tail)), low)), f);
  return sub(mul(exponent, constant(log2High)), inner);
}

/** `value` for 0 < x < ∞, and else the logarithm's limit: −∞ at 0, NaN below, x at ∞ and NaN. */
function withLimits(x: Low, value: Low): Low {
  const isInside = maskAnd(gt(x, constant(0)), lt(x, constant(Number.POSITIVE_INFINITY)));
  const atEdge = select(eq(x, constant(0)), constant(Number.NEGATIVE_INFINITY), constant(Number.NaN));
  return select(isInside, value, select(gt(x, constant(0)), x, atEdge));
}

/** Natural logarithm within 1 ulp; −Infinity at 0, NaN below. */
export function log(x: Low): Low {
  return withLimits(x, logOf(splitExponent(x)));
}

/** log(1 + x) without cancellation near 0; −Infinity at −1, NaN below. */
export function log1p(x: Low): Low {
  const u = add(constant(1), x);
  const lost = select(lt(x, constant(1)), sub(x, sub(u, constant(1))), sub(constant(1), sub(u, x)));
  const value = withLimits(u, logOf(splitExponent(u, false), div(lost, u)));
  return select(lt(abs(x), constant(2 ** -54)), x, value);
}

/** log(1 + x) for 0 ≤ x ≤ 1 (or NaN), without the general function's cases. */
export function log1pUnit(x: Low): Low {
  const one = constant(1);
  const u = add(one, x);
  const isLarge = gt(u, constant(Math.SQRT2));
  const mantissa = select(isLarge, mul(u, constant(0.5)), u);
  const exponent = select(isLarge, one, constant(0));
  // 1 / u to about a tenth, enough for the half ulp that u lost
  const inverse = sub(constant(1.5), mul(u, constant(0.5)));
  return logOf({ exponent, mantissa }, mul(sub(x, sub(u, one)), inverse));
}
