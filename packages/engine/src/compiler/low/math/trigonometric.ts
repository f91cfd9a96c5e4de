/**
 * sin, cos and tan by Cody and Waite's reduction with π/2 in three parts.
 * Accurate for |x| < 1.6e6 (2^20 quarter turns); beyond that the phase is lost gradually, but sin and cos stay within ±1.
 */
import {
  abs,
  add,
  bitsOf,
  constant,
  div,
  fromBits,
  iadd,
  iand,
  iconst,
  ieq,
  ishl,
  ixor,
  type Low,
  lt,
  mul,
  pmax,
  pmin,
  select,
  sub,
} from '../low.ts';
import { cosTail, halfPi1, halfPi2, halfPi3, sinTail, twoOverPi } from './coefficients.ts';
import { type Extended, exactSum, fastSum } from './extended.ts';
import { estrin } from './polynomial.ts';

const shift = constant(1.5 * 2 ** 52);

/** x less the nearest multiple of π/2, and that multiple in the low bits of an i64. */
function reduce(x: Low): Extended & { quarter: Low } {
  const shifted = add(mul(x, constant(twoOverPi)), shift);
  const k = sub(shifted, shift);
  const first = sub(x, mul(k, constant(halfPi1)));
  const second = exactSum(first, mul(k, constant(-halfPi2)));
  const { high, low } = fastSum(second.high, sub(second.low, mul(k, constant(halfPi3))));
  const bounded = pmax(pmin(high, constant(0.8)), constant(-0.8));
  const kept = select(lt(abs(high), constant(0.8)), low, constant(0));
  return { high: bounded, low: kept, quarter: bitsOf(shifted) };
}

/** sin(high + low) for |high| ≤ π/4. */
function sinNear({ high, low }: Extended): Low {
  const z = mul(high, high);
  const cube = mul(z, high);
  const tail = estrin(z, sinTail.slice(1));
  const inner = sub(mul(z, sub(mul(low, constant(0.5)), mul(cube, tail))), low);
  return sub(high, sub(inner, mul(cube, constant(sinTail[0]))));
}

/** cos(high + low) for |high| ≤ π/4. */
function cosNear({ high, low }: Extended): Low {
  const z = mul(high, high);
  const halfSquare = mul(z, constant(0.5));
  const w = sub(constant(1), halfSquare);
  const tail = sub(mul(mul(z, z), estrin(z, cosTail)), mul(high, low));
  return add(w, add(sub(sub(constant(1), w), halfSquare), tail));
}

function isBit(integer: Low, bit: bigint): Low {
  return ieq(iand(integer, iconst(bit)), iconst(bit));
}

/** The sign of x^(quarter turns): flips where bit 1 of the quarter is set. */
function signed(value: Low, quarter: Low): Low {
  return fromBits(ixor(bitsOf(value), ishl(iand(quarter, iconst(2n)), 62)));
}

export function sin(x: Low): Low {
  const reduced = reduce(x);
  const value = select(isBit(reduced.quarter, 1n), cosNear(reduced), sinNear(reduced));
  return select(lt(abs(x), constant(2 ** -27)), x, signed(value, reduced.quarter));
}

export function cos(x: Low): Low {
  const reduced = reduce(x);
  const value = select(isBit(reduced.quarter, 1n), sinNear(reduced), cosNear(reduced));
  return signed(value, iadd(reduced.quarter, iconst(1n)));
}

export function tan(x: Low): Low {
  const reduced = reduce(x);
  const sine = sinNear(reduced);
  const cosine = cosNear(reduced);
  const isOdd = isBit(reduced.quarter, 1n);
  const value = div(select(isOdd, cosine, sine), select(isOdd, sub(constant(-0), sine), cosine));
  return select(lt(abs(x), constant(2 ** -27)), x, value);
}
