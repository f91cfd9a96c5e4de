/** asin, acos and atan by reduction to a small argument (as in FDLIBM's e_asin.c, e_acos.c and s_atan.c). */
import {
  abs,
  add,
  bitsOf,
  constant,
  copysign,
  div,
  fromBits,
  iand,
  iconst,
  type Low,
  lt,
  mul,
  select,
  sqrt,
  sub,
} from '../low.ts';
import { asinTail, atanHigh, atanLow, atanTail, halfPiLow } from './coefficients.ts';
import { estrin } from './polynomial.ts';

const one = constant(1);
const half = constant(0.5);
const two = constant(2);
const halfPi = constant(Math.PI / 2);
const quarterPi = constant(Math.PI / 4);
const upperWord = iconst(-0x100000000n);

/** √z in two parts: the upper word of the root, and the rest. */
function rootInParts(z: Low, root: Low): { high: Low; rest: Low } {
  const high = fromBits(iand(bitsOf(root), upperWord));
  // the least double keeps 0 / 0 away where z = 0
  const rest = div(sub(z, mul(high, high)), add(add(root, high), constant(2 ** -1000)));
  return { high, rest };
}

/** NaN outside [−1, 1]. */
export function asin(x: Low): Low {
  const magnitude = abs(x);
  const isSmall = lt(magnitude, half);
  const outer = mul(sub(one, magnitude), half);
  const z = select(isSmall, mul(magnitude, magnitude), outer);
  const tail = mul(z, estrin(z, asinTail));
  const inside = add(magnitude, mul(magnitude, tail));
  const root = sqrt(outer);
  const { high, rest } = rootInParts(outer, root);
  const low = sub(mul(mul(two, root), tail), sub(constant(halfPiLow), mul(two, rest)));
  const outside = sub(quarterPi, sub(low, sub(quarterPi, mul(two, high))));
  return copysign(select(isSmall, inside, outside), x);
}

/** NaN outside [−1, 1]. */
export function acos(x: Low): Low {
  const magnitude = abs(x);
  const isSmall = lt(magnitude, half);
  const outer = mul(sub(one, magnitude), half);
  const z = select(isSmall, mul(x, x), outer);
  const tail = mul(z, estrin(z, asinTail));
  const inside = sub(halfPi, sub(x, sub(constant(halfPiLow), mul(x, tail))));
  const root = sqrt(outer);
  const { high, rest } = rootInParts(outer, root);
  const positive = mul(two, add(high, add(mul(tail, root), rest)));
  const negative = mul(two, sub(halfPi, add(root, sub(mul(tail, root), constant(halfPiLow)))));
  return select(isSmall, inside, select(lt(x, constant(0)), negative, positive));
}

/** Breakpoints of atan's argument and the tangent subtracted above each. */
export function atan(x: Low): Low {
  const t = abs(x);
  const ranges = [
    { above: 7 / 16, numerator: sub(add(t, t), one), denominator: add(two, t) },
    { above: 11 / 16, numerator: sub(t, one), denominator: add(t, one) },
    { above: 19 / 16, numerator: sub(t, constant(1.5)), denominator: add(one, mul(t, constant(1.5))) },
    { above: 39 / 16, numerator: constant(-1), denominator: t },
  ];
  let numerator = t;
  let denominator = one;
  let high = constant(atanHigh[0]);
  let low = constant(atanLow[0]);
  ranges.forEach((range, i) => {
    const isBelow = lt(t, constant(range.above));
    numerator = select(isBelow, numerator, range.numerator);
    denominator = select(isBelow, denominator, range.denominator);
    high = select(isBelow, high, constant(atanHigh[i + 1]));
    low = select(isBelow, low, constant(atanLow[i + 1]));
  });
  const u = div(numerator, denominator);
  const z = mul(u, u);
  const tail = mul(u, mul(z, estrin(z, atanTail)));
  return copysign(add(high, add(u, add(tail, low))), x);
}
