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
import { ERF, ERFCX } from './tables';

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
    let x = q * SQRT_2PI * (1 + 1.0471975511965976 * q * q + 2.4 * q * q * q * q);
    for (let i = 0; i < 4; i++) x -= (0.5 * erf(x * SQRT_HALF) - q) * SQRT_2PI * exp(0.5 * x * x);
    return x;
  }
  return q < 0 ? ndtriExp(log(p)) : -ndtriExp(log1p(-p));
}

/** The standard normal quantile of a probability given by its logarithm. */
export function ndtriExp(logP: f64): f64 {
  if (logP > -0.1) return logP > 0 ? NaN : logP === 0 ? Infinity : upperQuantile(logP);
  if (logP === -Infinity) return logP;
  // Newton on the concave log distribution function, from the tail's asymptote.
  const s = -2 * logP;
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
