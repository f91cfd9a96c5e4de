// Owen's T function: Gauss-Legendre on the part of [0, a] that carries mass, a <= 1 after Owen's reflection.

import { exp, isNan, PI } from './math';
import { ndtr } from './normal';
import { LEGENDRE_20 } from './tables';

/** T(h, a), the integral of exp(-h^2 (1 + t^2) / 2) / (2 pi (1 + t^2)) over t from 0 to a. */
export function owensT(h: f64, a: f64): f64 {
  if (isNan(h) || isNan(a)) return NaN;
  const slope = abs<f64>(a);
  const height = abs<f64>(h);
  let value: f64;
  if (slope <= 1) value = integral(height, slope);
  else if (slope === Infinity) value = 0.5 * ndtr(-height);
  else {
    const near = ndtr(-height);
    const far = ndtr(-height * slope);
    value = 0.5 * (near + far) - near * far - integral(height * slope, 1 / slope);
  }
  return a < 0 ? -value : value;
}

function integral(h: f64, a: f64): f64 {
  const end = min<f64>(a, 9 / max<f64>(h, 1e-300));
  const panels: i32 = 4;
  const half = (0.5 * end) / <f64>panels;
  let sum: f64 = 0;
  for (let panel = 0; panel < panels; panel++) {
    const middle = <f64>(2 * panel + 1) * half;
    for (let i = 0; i < LEGENDRE_20.length; i += 2) {
      const offset = half * unchecked(LEGENDRE_20[i]);
      sum += unchecked(LEGENDRE_20[i + 1]) * (density(h, middle - offset) + density(h, middle + offset));
    }
  }
  return (exp(-0.5 * h * h) * half * sum) / (2 * PI);
}

function density(h: f64, t: f64): f64 {
  return exp(-0.5 * h * h * t * t) / (1 + t * t);
}
