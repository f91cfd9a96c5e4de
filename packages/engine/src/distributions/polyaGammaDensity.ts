// The density of PolyaGamma(h, 0) as an expression: its Laplace transform cosh(√(t/2))⁻ʰ inverted along the parabola
// t = 2u² − π²/2 with Re u = a, which goes round every singularity; the trapezoidal rule then errs by e⁻³⁷ (Weideman and
// Trefethen 2007). The well-known alternating series loses all digits in the right tail and for large h.
import {
  add,
  atan,
  cos,
  div,
  exp,
  log,
  log1p,
  lt,
  mul,
  neg,
  select,
  sin,
  softplus,
  sqrt,
  square,
  sub,
} from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { logTwo } from './constants.ts';

const nodes = 32;
const quarterPiSquared = 0.25 * Math.PI * Math.PI;
/** √x times the least distance of the line from a singularity. */
export const leastDistance = 0.8;
/** √x times the height at which the integrand has fallen by e⁻³⁸. */
export const height = Math.sqrt(19);

/** log density at x > 0 of PolyaGamma(h, z), whose exponential tilt is exact. */
export function polyaGammaLogDensity(x: Expr, h: Expr, z: Expr): Expr {
  const tilt = sub(mul(h, logCosh(mul(0.5, z))), mul(0.5, mul(square(z), x)));
  return add(tilt, untilted(x, h));
}

/** log cosh y. */
function logCosh(y: Expr): Expr {
  return sub(softplus(mul(2, y)), add(y, logTwo));
}

function untilted(x: Expr, h: Expr): Expr {
  const a = sqrt(saddleSquared(x, h));
  const step = div(height / nodes, sqrt(x));
  let top: Expr | undefined;
  let total: Expr | undefined;
  for (let k = 0; k < nodes; k++) {
    const v = mul(k + 0.5, step);
    const { modulus, phase } = logCoshRoot(
      sub(sub(square(a), square(v)), quarterPiSquared),
      mul(2, mul(a, v)),
    );
    const size = sub(mul(x, mul(2, sub(square(a), square(v)))), mul(h, modulus));
    const angle = sub(mul(mul(4, x), mul(a, v)), mul(h, phase));
    top ??= size;
    const term = mul(exp(sub(size, top)), sub(mul(a, cos(angle)), mul(v, sin(angle))));
    total = total === undefined ? term : add(total, term);
  }
  const scale = add(log(step), log(mul(4 / Math.PI, total!)));
  return add(scale, sub(top!, mul(2 * quarterPiSquared, x)));
}

/** About the square of u at the saddle point, kept away from the singularity at 0; the value does not depend on it. */
function saddleSquared(x: Expr, h: Expr): Expr {
  const inverse = div(mul(0.25, h), x);
  const left = add(square(inverse), quarterPiSquared - 1);
  const right = mul(inverse, add(2, mul(quarterPiSquared - 2, inverse)));
  const saddle = select(lt(inverse, 1), right, left);
  const least = div(leastDistance * leastDistance, x);
  return select(lt(saddle, least), least, saddle);
}

/** log cosh √(p + iq) for q > 0, continuous in q: w − log 2 + log(1 + e^(−2w)) with Re w > 0. */
function logCoshRoot(p: Expr, q: Expr): { readonly modulus: Expr; readonly phase: Expr } {
  const isRight = lt(0, p);
  const large = sqrt(mul(0.5, add(sqrt(add(square(p), square(q))), select(isRight, p, neg(p)))));
  const small = div(mul(0.5, q), large);
  const real = select(isRight, large, small);
  const imaginary = select(isRight, small, large);
  const decay = exp(mul(-2, real));
  const re = mul(decay, cos(mul(2, imaginary)));
  const im = neg(mul(decay, sin(mul(2, imaginary))));
  const squared = add(mul(2, re), square(decay));
  return {
    modulus: add(sub(real, logTwo), mul(0.5, log1p(squared))),
    phase: add(imaginary, atan(div(im, add(1, re)))),
  };
}
