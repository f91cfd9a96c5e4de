import { add, div, gt, log, log1p, logI0, mul, select, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { logTwoPi } from './constants.ts';

/** log(I₀(x) e⁻ˣ) for x ≥ 0, by the asymptotic series where the difference would cancel. */
export function logScaledI0(x: Expr): Expr {
  const u = div(0.125, x);
  const series = mul(u, add(1, mul(u, add(4.5, mul(u, add(37.5, mul(459.375, u)))))));
  const asymptotic = sub(log1p(series), mul(0.5, add(log(x), logTwoPi)));
  return select(gt(x, 1000), asymptotic, sub(logI0(x), x));
}
