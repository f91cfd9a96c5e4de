import { add, div, ge, mul, position, select, shift, square, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { halfLogTwoPi } from './constants.ts';

/** Standard deviation of the values a series starts from; PyMC's default `init_dist` is Normal(0, 100). */
const startScale = 100;
const logStartScale = 4.605170185988092;

/** log N(x | mean, sd) with a known log of the sd. */
function normalAround(x: Expr, mean: Expr, sd: Expr, logSd: Expr): Expr {
  const distance = sub(x, mean);
  return sub(mul(-0.5, square(div(distance, sd))), add(logSd, halfLogTwoPi));
}

/**
 * Log density of each value of a series along its domain: the first `order` values around 0 with sd 100, each later one
 * around `expected` of those before it.
 */
export function seriesLogDensity(
  x: Expr,
  order: number,
  expected: (before: (k: number) => Expr) => Expr,
  sd: Expr,
  logSd: Expr,
): Expr {
  const start = sub(mul(-0.5, square(mul(1 / startScale, x))), logStartScale + halfLogTwoPi);
  const later = normalAround(
    x,
    expected((k) => shift(x, k)),
    sd,
    logSd,
  );
  return select(ge(position(x.domain), order), later, start);
}
