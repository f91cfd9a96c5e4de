import { add, div, gt, type Input, lgamma, log, log1p, mul, select, square, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';

/** From here on Stirling's series with three terms is exact to rounding. */
const large = 100;

/**
 * log Γ(a + y) − log Γ(a) − y log a, for a > 0 and y ≥ 0. The plain difference loses all digits for large `a`, where this
 * goes to 0; a StudentT or NegativeBinomial then turns into its Normal or Poisson limit.
 */
export function logGammaRatio(a: Expr, y: Input): Expr {
  const sum = add(a, y);
  const plain = sub(sub(lgamma(sum), lgamma(a)), mul(y, log(a)));
  const series = add(
    sub(mul(sub(sum, 0.5), log1p(div(y, a))), y),
    sub(stirlingCorrection(sum), stirlingCorrection(a)),
  );
  return select(gt(a, large), series, plain);
}

/** 1/(12x) − 1/(360x³) + 1/(1260x⁵). */
function stirlingCorrection(x: Expr): Expr {
  const inverseSquare = div(1, square(x));
  const tail = sub(1 / 360, mul(1 / 1260, inverseSquare));
  return div(sub(1 / 12, mul(tail, inverseSquare)), x);
}
