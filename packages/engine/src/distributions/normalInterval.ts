import { abs, add, gt, log, log1mexp, logNdtr, lt, mul, neg, select, square, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { halfLogTwoPi } from './constants.ts';

/** Below this (width × distance from 0), the midpoint rule with one correction is exact to rounding. */
const narrow = 2e-3;

/**
 * log(Φ(b) − Φ(a)) for a < b: a difference of lower or upper tails, whichever is the smaller, and a midpoint rule for an
 * interval so narrow that either difference would cancel.
 */
export function logNormalInterval(a: Expr, b: Expr): Expr {
  const isRight = gt(add(a, b), 0);
  const outer = logNdtr(select(isRight, neg(a), b));
  const inner = logNdtr(select(isRight, neg(b), a));
  const difference = add(outer, log1mexp(sub(inner, outer)));
  const width = sub(b, a);
  const middle = mul(0.5, add(a, b));
  const density = sub(mul(-0.5, square(middle)), halfLogTwoPi);
  const correction = mul(1 / 24, mul(square(width), sub(square(middle), 1)));
  const midpoint = add(add(density, log(width)), correction);
  return select(lt(mul(width, add(1, abs(middle))), narrow), midpoint, difference);
}
