// Rice distribution (Marcum's Q of order 1): Gauss-Legendre over the density, scaled so that nothing overflows.

import { i0e } from './bessel';
import { exp, isNan } from './math';
import { LEGENDRE_20 } from './tables';

/** P(R <= r), R = |N((nu, 0), I)|. */
export function riceCdf(nu: f64, r: f64): f64 {
  if (isNan(nu) || isNan(r) || nu < 0) return NaN;
  if (r <= 0) return 0;
  return r < peak(nu) ? lower(nu, r) : 1 - upper(nu, r);
}

/** P(R > r). */
export function riceSf(nu: f64, r: f64): f64 {
  if (isNan(nu) || isNan(r) || nu < 0) return NaN;
  if (r <= 0) return 1;
  return r < peak(nu) ? 1 - lower(nu, r) : upper(nu, r);
}

function peak(nu: f64): f64 {
  return sqrt<f64>(nu * nu + 1);
}

function lower(nu: f64, r: f64): f64 {
  return integral(nu, max<f64>(0, reach(nu, r, -1)), r);
}

function upper(nu: f64, r: f64): f64 {
  return r === Infinity ? 0 : integral(nu, r, reach(nu, r, 1));
}

// How far from r the density exp(-(t - nu)^2 / 2) t i0e(nu t) has fallen by 1e-17 from its value at r.
function reach(nu: f64, r: f64, direction: f64): f64 {
  const gap = abs<f64>(r - nu);
  return r + direction * (90 / (gap + sqrt<f64>(gap * gap + 90)));
}

function integral(nu: f64, from: f64, to: f64): f64 {
  const panels: i32 = 6;
  const half = (0.5 * (to - from)) / <f64>panels;
  let sum: f64 = 0;
  for (let panel = 0; panel < panels; panel++) {
    const middle = from + <f64>(2 * panel + 1) * half;
    for (let i = 0; i < LEGENDRE_20.length; i += 2) {
      const offset = half * unchecked(LEGENDRE_20[i]);
      sum += unchecked(LEGENDRE_20[i + 1]) * (density(nu, middle - offset) + density(nu, middle + offset));
    }
  }
  return half * sum;
}

function density(nu: f64, t: f64): f64 {
  return t * exp(-0.5 * (t - nu) * (t - nu)) * i0e(nu * t);
}
