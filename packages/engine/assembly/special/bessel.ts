// Modified Bessel functions of order 0 and 1: the ascending series, and Hankel's expansion above 25.
import { exp, HALF_LOG_2PI, log, log1p, SQRT_2PI } from './math';

/** I_0(x) - 1 by the ascending series, all of whose terms are positive. */
function i0m1(x: f64): f64 {
  const y = 0.25 * x * x;
  let term: f64 = 1;
  let sum: f64 = 0;
  for (let k: f64 = 1; k < 200; k++) {
    term *= y / (k * k);
    sum += term;
    if (term < 1e-17 * sum) break;
  }
  return sum;
}

/** 2 I_1(x) / x by the ascending series. */
function i1Scaled(x: f64): f64 {
  const y = 0.25 * x * x;
  let term: f64 = 1;
  let sum: f64 = 1;
  for (let k: f64 = 1; k < 200; k++) {
    term *= y / (k * (k + 1));
    sum += term;
    if (term < 1e-17 * sum) break;
  }
  return sum;
}

/** sqrt(2 pi x) exp(-x) I_n(x) for large x (DLMF 10.40.1), mu = 4 n^2. */
function hankel(mu: f64, x: f64): f64 {
  let term: f64 = 1;
  let sum: f64 = 1;
  for (let k: f64 = 1; k < 60; k++) {
    const odd = 2 * k - 1;
    const next = (term * (odd * odd - mu)) / (8 * k * x);
    if (abs<f64>(next) < 1e-17) break;
    term = next;
    sum += term;
  }
  return sum;
}

/** exp(-|x|) I_0(x). */
export function i0e(x: f64): f64 {
  const a = abs<f64>(x);
  return a < 25 ? (1 + i0m1(a)) * exp(-a) : hankel(0, a) / (SQRT_2PI * sqrt<f64>(a));
}

/** exp(-|x|) I_1(x). */
export function i1e(x: f64): f64 {
  const a = abs<f64>(x);
  if (a < 25) return 0.5 * x * i1Scaled(a) * exp(-a);
  const value = hankel(4, a) / (SQRT_2PI * sqrt<f64>(a));
  return x < 0 ? -value : value;
}

/** log I_0(x). */
export function logI0(x: f64): f64 {
  const a = abs<f64>(x);
  if (a === Infinity) return a;
  return a < 25 ? log1p(i0m1(a)) : a - 0.5 * log(a) - HALF_LOG_2PI + log(hankel(0, a));
}

/** I_1(x) / I_0(x), the derivative of log I_0. */
export function besselI1OverI0(x: f64): f64 {
  const a = abs<f64>(x);
  if (a === Infinity) return x < 0 ? -1 : 1;
  if (a < 25) return (0.5 * x * i1Scaled(a)) / (1 + i0m1(a));
  const ratio = hankel(4, a) / hankel(0, a);
  return x < 0 ? -ratio : ratio;
}
