// The error functions and the standard normal distribution.

import {
  exp,
  expMinusSquare,
  expm1,
  HALF_LOG_2PI,
  horner,
  isNan,
  log,
  log1p,
  SQRT_2_OVER_PI,
  SQRT_2PI,
  SQRT_HALF,
} from './math';
import { ERF, ERFCX } from './normalTables';

export function erf(x: f64): f64 {
  const a = abs<f64>(x);
  if (a <= 1) return x * horner(ERF, x * x);
  if (a > 6) return isNan(x) ? x : x > 0 ? 1 : -1;
  const complement = expMinusSquare(a, 1) * erfcxPositive(a);
  return x > 0 ? 1 - complement : complement - 1;
}

export function erfc(x: f64): f64 {
  if (isNan(x)) return x;
  if (x < 0.5) return 1 - erf(x);
  if (x > 27.5) return 0;
  return expMinusSquare(x, 1) * erfcxPositive(x);
}

/** exp(x^2) erfc(x). */
export function erfcx(x: f64): f64 {
  if (x >= 0) return erfcxPositive(x);
  if (isNan(x)) return x;
  if (x < -27) return Infinity;
  return 2 / expMinusSquare(x, 1) - erfcxPositive(-x);
}

export function erfcxPositive(x: f64): f64 {
  if (x > 1e15) return x === Infinity ? 0 : 0.5641895835477563 / x;
  const t = (x - 3.75) / (x + 3.75);
  let b1: f64 = 0;
  let b2: f64 = 0;
  for (let i = ERFCX.length - 1; i > 0; i--) {
    const b0 = 2 * t * b1 - b2 + unchecked(ERFCX[i]);
    b2 = b1;
    b1 = b0;
  }
  return (t * b1 - b2 + unchecked(ERFCX[0])) / (1 + 2 * x);
}

/** The standard normal distribution function. */
export function ndtr(x: f64): f64 {
  if (isNan(x)) return x;
  if (abs<f64>(x) < 0.7) return 0.5 + 0.5 * erf(x * SQRT_HALF);
  if (abs<f64>(x) > 38.6) return x > 0 ? 1 : 0;
  const tail = 0.5 * expMinusSquare(x, 0.5) * erfcxPositive(abs<f64>(x) * SQRT_HALF);
  return x > 0 ? 1 - tail : tail;
}

/** The logarithm of the standard normal distribution function, accurate in both tails. */
export function logNdtr(x: f64): f64 {
  if (x > 0) return log1p(-ndtr(-x));
  if (x > -1) return log(ndtr(x));
  if (x === -Infinity) return x;
  return log(0.5 * erfcxPositive(-x * SQRT_HALF)) - 0.5 * x * x;
}

/** The standard normal quantile. */
export function ndtri(p: f64): f64 {
  if (!(p >= 0 && p <= 1)) return NaN;
  const q = p - 0.5;
  if (abs<f64>(q) < 0.3) {
    const x = centralQuantile(q);
    return x - (0.5 * erf(x * SQRT_HALF) - q) * SQRT_2PI * exp(0.5 * x * x);
  }
  return q < 0 ? ndtriExp(log(p)) : -ndtriExp(log1p(-p));
}

/** Φ⁻¹(½ + q) for |q| ≤ 0.425 nearly to the last digit (Wichura 1988, AS 241). */
function centralQuantile(q: f64): f64 {
  const r = 0.180625 - q * q;
  const above =
    ((((((2509.0809287301227 * r + 33430.575583588128) * r + 67265.7709270087) * r + 45921.95393154987) * r +
      13731.693765509461) *
      r +
      1971.5909503065513) *
      r +
      133.14166789178438) *
      r +
    3.3871328727963665;
  const below =
    ((((((5226.495278852854 * r + 28729.085735721943) * r + 39307.89580009271) * r + 21213.794301586597) * r +
      5394.196021424751) *
      r +
      687.1870074920579) *
      r +
      42.31333070160091) *
      r +
    1;
  return (q * above) / below;
}

/** Φ⁻¹(exp(logP)) for −25 ≤ logP ≤ −2.6, likewise. */
function tailQuantile(logP: f64): f64 {
  const r = sqrt<f64>(-logP) - 1.6;
  const above =
    ((((((7.745450142783414e-4 * r + 0.022723844989269184) * r + 0.2417807251774506) * r +
      1.2704582524523684) *
      r +
      3.6478483247632045) *
      r +
      5.769497221460691) *
      r +
      4.630337846156546) *
      r +
    1.4234371107496835;
  const below =
    ((((((1.0507500716444169e-9 * r + 5.475938084995345e-4) * r + 0.015198666563616457) * r +
      0.14810397642748008) *
      r +
      0.6897673349851) *
      r +
      1.6763848301838038) *
      r +
      2.053191626637759) *
      r +
    1;
  return -above / below;
}

/** The standard normal quantile of a probability given by its logarithm. */
export function ndtriExp(logP: f64): f64 {
  if (logP > -0.1) return logP > 0 ? NaN : logP === 0 ? Infinity : upperQuantile(logP);
  if (logP === -Infinity) return logP;
  // Newton on the concave log distribution function, from the tail's asymptote.
  const s = -2 * logP;
  if (logP <= -2.6 && logP >= -25) {
    const near = tailQuantile(logP);
    return near - newtonStep(near, logP);
  }
  let x: f64 = s > 6 ? -sqrt<f64>(s - log(s - log(s)) - 2 * HALF_LOG_2PI) : 1.3 + 1.1 * logP;
  for (let i = 0; i < 12; i++) {
    const step = newtonStep(x, logP);
    x -= step;
    if (abs<f64>(step) <= 1e-9 * abs<f64>(x)) break;
  }
  return x - newtonStep(x, logP);
}

function newtonStep(x: f64, logP: f64): f64 {
  const ratio =
    x < 0 ? SQRT_2_OVER_PI / erfcxPositive(-x * SQRT_HALF) : expMinusSquare(x, 0.5) / (SQRT_2PI * ndtr(x));
  return (logNdtr(x) - logP) / ratio;
}

function upperQuantile(logP: f64): f64 {
  return -ndtriExp(log(-expm1(logP)));
}
