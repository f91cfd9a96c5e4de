// lgamma, its derivatives and log Beta: polynomials on [0.5, 3], recurrences to them, Stirling's series above 10.

import { cosPi, HALF_LOG_2PI, horner, isNan, LOG_PI, log, log1p, PI, sinPi } from './math';
import {
  BERNOULLI,
  BERNOULLI_ODD,
  DIGAMMA_1_2,
  DIGAMMA_ROOT,
  DIGAMMA_TAIL,
  LGAMMA_1_HIGH,
  LGAMMA_1_LOW,
  LGAMMA_2_HIGH,
  LGAMMA_2_LOW,
  STIRLING,
} from './tables';

/** lgamma(x) - [(x - 1/2) log x - x + log(2 pi) / 2] for x >= 10. */
export function stirlingRest(x: f64): f64 {
  return horner(STIRLING, 1 / (x * x)) / x;
}

/** lgamma(1 + z) for z in [-0.5, 0.5], to full relative accuracy. */
export function lgamma1p(z: f64): f64 {
  return z * (z < 0 ? horner(LGAMMA_1_LOW, z) : horner(LGAMMA_1_HIGH, z));
}

function lgamma2p(z: f64): f64 {
  return z * (z < 0 ? horner(LGAMMA_2_LOW, z) : horner(LGAMMA_2_HIGH, z));
}

export function lgamma(x: f64): f64 {
  if (isNan(x)) return x;
  if (abs<f64>(x) === Infinity) return Infinity;
  if (x <= 0) {
    if (x === floor<f64>(x)) return Infinity;
    if (x > -0.5) return lgamma1p(x) - log(-x);
    return LOG_PI - log(abs<f64>(sinPi(x))) - lgamma(1 - x);
  }
  if (x < 0.5) return lgamma1p(x) - log(x);
  if (x < 1.5) return lgamma1p(x - 1);
  if (x <= 3) return lgamma2p(x - 2);
  if (x < 10) {
    let product: f64 = 1;
    let y = x;
    while (y > 3) {
      y -= 1;
      product *= y;
    }
    return log(product) + lgamma2p(y - 2);
  }
  const l = log(x);
  if (x > 1e17) return x * (l - 1);
  return (x - 0.5) * (l - 1) + (HALF_LOG_2PI - 0.5) + stirlingRest(x);
}

export function digamma(x: f64): f64 {
  if (isNan(x) || x === Infinity) return x;
  if (x <= 0) {
    if (x === floor<f64>(x)) return NaN;
    return digamma(1 - x) - (PI * cosPi(x)) / sinPi(x);
  }
  if (x >= 10) {
    const square = 1 / (x * x);
    return log(x) - 0.5 / x - square * horner(DIGAMMA_TAIL, square);
  }
  if (x < 1) return digamma1to2(x + 1) - 1 / x;
  let sum: f64 = 0;
  let y = x;
  while (y > 2) {
    y -= 1;
    sum += 1 / y;
  }
  return sum + digamma1to2(y);
}

function digamma1to2(x: f64): f64 {
  return (x - unchecked(DIGAMMA_ROOT[0]) - unchecked(DIGAMMA_ROOT[1])) * horner(DIGAMMA_1_2, x - 1.5);
}

export function trigamma(x: f64): f64 {
  if (isNan(x)) return x;
  if (x <= 0) {
    if (x === floor<f64>(x)) return Infinity;
    const s = PI / sinPi(x);
    return s * s - trigamma(1 - x);
  }
  let sum: f64 = 0;
  let y = x;
  while (y < 12) {
    sum += 1 / (y * y);
    y += 1;
  }
  const square = 1 / (y * y);
  return sum + (1 + 0.5 / y + square * horner(BERNOULLI, square)) / y;
}

/** The second derivative of digamma. */
export function tetragamma(x: f64): f64 {
  if (isNan(x)) return x;
  if (x <= 0) {
    if (x === floor<f64>(x)) return NaN;
    const s = PI / sinPi(x);
    return tetragamma(1 - x) - 2 * s * s * s * cosPi(x);
  }
  let sum: f64 = 0;
  let y = x;
  while (y < 12) {
    sum += 2 / (y * y * y);
    y += 1;
  }
  const square = 1 / (y * y);
  return -(sum + square * (1 + 1 / y + square * horner(BERNOULLI_ODD, square)));
}

/** log Beta(a, b) for a, b > 0; large arguments go through the difference of Stirling remainders. */
export function lbeta(a: f64, b: f64): f64 {
  const p = min<f64>(a, b);
  const q = max<f64>(a, b);
  if (isNan(p) || isNan(q) || p < 0) return NaN;
  if (p === 0) return Infinity;
  if (q === Infinity) return -Infinity;
  if (q < 10) return p < 1e-3 ? lgammaSmall(p, q) : lgamma(p) + (lgamma(q) - lgamma(p + q));
  const sum = p + q;
  const difference = stirlingRest(q) - stirlingRest(sum);
  const h = p / q;
  if (p < 10) return lgamma(p) + (p * (1 - log(sum)) - (q - 0.5) * log1p(h) + difference);
  return (
    HALF_LOG_2PI -
    0.5 * log(q) +
    (p - 0.5) * (log(h) - log1p(h)) -
    q * log1p(h) +
    stirlingRest(p) +
    difference
  );
}

// A tiny p: lgamma(q) - lgamma(p + q) by its Taylor series, because p + q rounds.
function lgammaSmall(p: f64, q: f64): f64 {
  if (q < 0.5) return lgamma1p(p) + lgamma1p(q) - lgamma1p(p + q) + log((p + q) / (p * q));
  return (
    lgamma1p(p) -
    log(p) -
    p * (digamma(q) + p * (0.5 * trigamma(q) + (p / 6) * (tetragamma(q) + (p / 4) * 6)))
  );
}
