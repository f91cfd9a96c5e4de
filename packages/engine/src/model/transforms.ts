/** Maps between the real line, where chains move, and a variable's support (Stan Reference Manual, "Constraint transforms"). */
import type { Support } from '../distributions/distribution.ts';
import * as b from '../expr/build.ts';
import { asExpr } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';

/** A constrained value from an unconstrained one, and the log of the Jacobian's determinant. */
export interface Transformed {
  readonly value: Expr;
  readonly logJacobian: Expr;
}

/** The value on the support of an unconstrained q, with the log of |dx/dq| for each entry. */
export function constrain(q: Expr, support: Support): Transformed {
  const { lower, upper } = support;
  if (lower !== undefined && upper !== undefined) {
    const width = b.sub(asExpr(upper), asExpr(lower));
    return {
      value: b.add(asExpr(lower), b.mul(width, b.invlogit(q))),
      logJacobian: b.sub(b.log(width), b.add(b.softplus(q), b.softplus(b.neg(q)))),
    };
  }
  if (lower !== undefined) return { value: b.add(asExpr(lower), b.exp(q)), logJacobian: q };
  if (upper !== undefined) return { value: b.sub(asExpr(upper), b.exp(q)), logJacobian: q };
  return { value: q, logJacobian: b.constant(0) };
}

/** The unconstrained value of x, for numbers; not finite where x lies on or outside the bounds. */
export function unconstrain(x: Expr, support: Support): Expr {
  const { lower, upper } = support;
  if (lower !== undefined && upper !== undefined) {
    return b.sub(b.log(b.sub(x, asExpr(lower))), b.log(b.sub(asExpr(upper), x)));
  }
  if (lower !== undefined) return b.log(b.sub(x, asExpr(lower)));
  if (upper !== undefined) return b.log(b.sub(asExpr(upper), x));
  return x;
}
