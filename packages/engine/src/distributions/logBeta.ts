import { add, lgamma, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';

/** log B(a, b) = log Γ(a) + log Γ(b) − log Γ(a + b). */
export function logBeta(a: Expr, b: Expr): Expr {
  return sub(add(lgamma(a), lgamma(b)), lgamma(add(a, b)));
}
