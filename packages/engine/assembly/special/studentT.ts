// Student's t distribution by the incomplete beta function.
import { betaIOf, logitQuantile } from './incompleteBeta';
import { exp, isNan } from './math';

/** The distribution function of Student's t with nu degrees of freedom. */
export function studentTCdf(nu: f64, t: f64): f64 {
  if (!(nu > 0) || isNan(t)) return NaN;
  const square = t * t;
  if (square === Infinity && abs<f64>(t) === Infinity) return t > 0 ? 1 : 0;
  // Where t^2 < nu the mass in the middle is the small one, and x = t^2 / (nu + t^2).
  const x = 1 / (1 + square / nu);
  const y = 1 / (1 + nu / square);
  const tail = 0.5 * betaIOf(0.5 * nu, 0.5, x, y, false);
  return t > 0 ? 1 - tail : tail;
}

/** The quantile of Student's t with nu degrees of freedom. */
export function studentTInverse(nu: f64, p: f64): f64 {
  if (!(nu > 0 && p >= 0 && p <= 1)) return NaN;
  const tail = p < 0.5 ? p : 1 - p;
  if (tail === 0.5) return 0;
  const u =
    tail <= 0.25
      ? logitQuantile(0.5 * nu, 0.5, 2 * tail)
      : -logitQuantile(0.5, 0.5 * nu, 2 * abs<f64>(p - 0.5));
  const t = sqrt<f64>(nu) * exp(-0.5 * u);
  return p < 0.5 ? -t : t;
}
