// Regularised incomplete gamma functions: power series, Legendre's continued fraction, and for a > 20 near x = a
// the uniform expansion of Temme (1979), DLMF 8.12.

import { digamma, lgamma, lgamma1p, stirlingRest } from './gamma';
import { exp, expm1, log, log1p, log1pmx, ONE_OVER_SQRT_PI, SQRT_2PI, SQRT_HALF } from './math';
import { erfcxPositive } from './normal';
import { TEMME, TEMME_LENGTH } from './tables';

/** P(a, x). */
export function gammaP(a: f64, x: f64): f64 {
  if (!(a > 0 && x >= 0)) return NaN;
  if (x === 0) return 0;
  if (x === Infinity) return 1;
  if (isUniform(a, x)) return x > a ? 1 - uniformTail(a, x) : uniformTail(a, x);
  return x > 1 && x > a ? 1 - gammaQ(a, x) : seriesP(a, x);
}

/** Q(a, x) = 1 - P(a, x). */
export function gammaQ(a: f64, x: f64): f64 {
  if (!(a > 0 && x >= 0)) return NaN;
  if (x === 0) return 1;
  if (x === Infinity) return 0;
  if (isUniform(a, x)) return x > a ? uniformTail(a, x) : 1 - uniformTail(a, x);
  if (x > 1.1) return x < a ? 1 - seriesP(a, x) : fractionQ(a, x);
  const isLower = x <= 0.5 ? -0.4 / log(x) < a : x * 1.1 < a;
  return isLower ? 1 - seriesP(a, x) : seriesQ(a, x);
}

/** The derivative of P(a, x) in a; that of Q is its negative. */
export function gammaPDa(a: f64, x: f64): f64 {
  if (!(a > 0 && x >= 0)) return NaN;
  if (x === 0 || x === Infinity) return 0;
  if (isUniform(a, x)) return uniformDerivative(a, x);
  return x < max<f64>(a + 0.5, 1.5) ? seriesDerivative(a, x) : -fractionDerivative(a, x);
}

function isUniform(a: f64, x: f64): bool {
  return a > 20 && abs<f64>(x - a) < 0.3 * a;
}

/** x^a exp(-x) / Gamma(a + 1). */
export function gammaPrefix(a: f64, x: f64): f64 {
  if (a < 10) return a < 0.5 ? exp(a * log(x) - x - lgamma1p(a)) : exp(a * log(x) - x - lgamma(a + 1));
  const mu = (x - a) / a;
  const exponent = x < 0.6 * a ? log(x / a) - mu : log1pmx(mu);
  return exp(a * exponent - stirlingRest(a)) / (SQRT_2PI * sqrt<f64>(a));
}

function seriesP(a: f64, x: f64): f64 {
  let term: f64 = 1;
  let sum: f64 = 1;
  for (let n: f64 = 1; n < 10000; n++) {
    term *= x / (a + n);
    sum += term;
    if (term < 1e-17 * sum) break;
  }
  return gammaPrefix(a, x) * sum;
}

// The sum of t_n (log x - digamma(a + n + 1)), t_n the terms of P: one sign up to x = a + 1/2.
function seriesDerivative(a: f64, x: f64): f64 {
  let term: f64 = 1;
  let slope = log(x) - digamma(a + 1);
  let sum: f64 = slope;
  for (let n: f64 = 1; n < 10000; n++) {
    slope -= 1 / (a + n);
    term *= x / (a + n);
    sum += term * slope;
    if (abs<f64>(term * slope) < 1e-17 * abs<f64>(sum)) break;
  }
  return gammaPrefix(a, x) * sum;
}

// Q for a small a and x < 1.1, where 1 - P would cancel.
function seriesQ(a: f64, x: f64): f64 {
  let factor: f64 = 1;
  let sum: f64 = 0;
  for (let n: f64 = 1; n < 200; n++) {
    factor *= -x / n;
    const term = factor / (a + n);
    sum += term;
    if (abs<f64>(term) < 1e-17 * abs<f64>(sum)) break;
  }
  const power = a * log(x) - (a < 0.5 ? lgamma1p(a) : lgamma(a + 1));
  return -expm1(power) - exp(power) * a * sum;
}

// Lentz's evaluation of x + 1 - a - 1(1 - a) / (x + 3 - a - ...), without its derivative and with it.
function fractionQ(a: f64, x: f64): f64 {
  let b = x + 1 - a;
  let c: f64 = 1e300;
  let d = 1 / b;
  let h = d;
  for (let n: f64 = 1; n < 10000; n++) {
    const numerator = n * (a - n);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    h *= c * d;
    if (abs<f64>(c * d - 1) < 2e-16) break;
  }
  return gammaPrefix(a, x) * a * h;
}

function fractionDerivative(a: f64, x: f64): f64 {
  // p, q numerators and denominators of the convergents, dp and dq their derivatives in a.
  let b = x + 1 - a;
  let p0: f64 = 0,
    p1: f64 = 1,
    q0: f64 = 1,
    q1 = b;
  let dp0: f64 = 0,
    dp1: f64 = 0,
    dq0: f64 = 0,
    dq1: f64 = -1;
  let h: f64 = 1 / b;
  let dh: f64 = h * h;
  for (let n: f64 = 1; n < 10000; n++) {
    const s = n * (a - n);
    b += 2;
    const p = b * p1 + s * p0;
    const q = b * q1 + s * q0;
    const dp = b * dp1 - p1 + s * dp0 + n * p0;
    const dq = b * dq1 - q1 + s * dq0 + n * q0;
    const scale = 1 / q;
    p0 = p1 * scale;
    q0 = q1 * scale;
    dp0 = dp1 * scale;
    dq0 = dq1 * scale;
    p1 = p * scale;
    q1 = 1;
    dp1 = dp * scale;
    dq1 = dq * scale;
    const next = dp1 - p1 * dq1;
    const isDone = abs<f64>(p1 - h) <= 4e-16 * abs<f64>(p1) && abs<f64>(next - dh) <= 1e-14 * abs<f64>(next);
    h = p1;
    dh = next;
    if (isDone) break;
  }
  return gammaPrefix(a, x) * a * (h * (log(x) - digamma(a)) + dh);
}

// The smaller of P and Q is exp(-a eta^2 / 2) (erfcx(|eta| sqrt(a/2)) / 2 +- sum C_k(eta) a^-k / sqrt(2 pi a)).
let sumC: f64 = 0;
let sumDEta: f64 = 0;
let sumDA: f64 = 0;

function uniformSums(a: f64, eta: f64): void {
  sumC = 0;
  sumDEta = 0;
  sumDA = 0;
  const rows = TEMME.length / TEMME_LENGTH;
  for (let k = rows - 1; k >= 0; k--) {
    let value: f64 = 0;
    let slope: f64 = 0;
    for (let n = TEMME_LENGTH - 1; n >= 0; n--) {
      slope = slope * eta + value;
      value = value * eta + unchecked(TEMME[k * TEMME_LENGTH + n]);
    }
    sumC = sumC / a + value;
    sumDEta = sumDEta / a + slope;
    sumDA = sumDA / a - <f64>k * value;
  }
  sumDA /= a;
}

function uniformTail(a: f64, x: f64): f64 {
  const half = -log1pmx((x - a) / a);
  const eta = x < a ? -sqrt<f64>(2 * half) : sqrt<f64>(2 * half);
  uniformSums(a, eta);
  const rest = sumC / (SQRT_2PI * sqrt<f64>(a));
  // At x = a the callers take the lower tail.
  return exp(-a * half) * (0.5 * erfcxPositive(sqrt<f64>(a * half)) + (x <= a ? -rest : rest));
}

function uniformDerivative(a: f64, x: f64): f64 {
  const mu = (x - a) / a;
  const half = -log1pmx(mu);
  const eta = x < a ? -sqrt<f64>(2 * half) : sqrt<f64>(2 * half);
  uniformSums(a, eta);
  const root = sqrt<f64>(a);
  const ratio = abs<f64>(eta) < 1e-12 ? 1 : mu / eta;
  const dEta = -ratio / a;
  const dZ = SQRT_HALF * (dEta * root + (0.5 * eta) / root);
  const rest = sumC * (log1p(mu) - 0.5 / a) + sumDEta * dEta + sumDA;
  return exp(-a * half) * (dZ * ONE_OVER_SQRT_PI - rest / (SQRT_2PI * root));
}

/** The x at which P(a, x) = p. */
export function gammaPInverse(a: f64, p: f64): f64 {
  if (!(a > 0 && p >= 0 && p <= 1)) return NaN;
  return p <= 0.5 ? inverse(a, p, false) : inverse(a, 1 - p, true);
}

/** The x at which Q(a, x) = q. */
export function gammaQInverse(a: f64, q: f64): f64 {
  if (!(a > 0 && q >= 0 && q <= 1)) return NaN;
  return q < 0.5 ? inverse(a, q, true) : inverse(a, 1 - q, false);
}

// Newton in u = log x on log P or log Q, which are concave in u (log X has a log-concave density): the only
// safeguard is a bound on the first leaps.
function inverse(a: f64, tail: f64, isUpper: bool): f64 {
  if (tail === 0) return isUpper ? Infinity : 0;
  const target = log(tail);
  let x = a < 1 ? exp((log1p(-0.5) + lgamma(a + 1)) / a) : a - 0.3;
  if (!isUpper) {
    const small = exp((target + lgamma(a + 1)) / a);
    if (small < 0.2 * (a + 1)) x = small;
  }
  if (x === 0) return 0;
  for (let i = 0; i < 100; i++) {
    const value = isUpper ? gammaQ(a, x) : gammaP(a, x);
    if (value === 0) {
      x *= isUpper ? 0.5 : 2;
      continue;
    }
    const slope = (gammaPrefix(a, x) * a) / value;
    const gap = abs<f64>(value - tail) < 0.1 * tail ? log1p((value - tail) / tail) : log(value) - target;
    let step = (isUpper ? gap : -gap) / slope;
    step = max<f64>(-3, min<f64>(max<f64>(3, 1 - log(x)), step));
    x *= abs<f64>(step) < 1e-3 ? 1 + expm1(step) : exp(step);
    if (abs<f64>(step) < 1e-15) break;
    if (i > 5 && abs<f64>(step) < 1e-13) break;
  }
  return x;
}
