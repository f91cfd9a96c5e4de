// The regularised incomplete beta function: power series, and the continued fraction of Didonato and Morris
// (1992, TOMS 708), which takes lambda = a - (a + b) x rather than x, so that large a and b keep their digits.
import { digamma, lbeta, stirlingRest } from './gamma';
import { exp, log, log1p, log1pmx, SQRT_2PI } from './math';

// Partial derivatives left behind by the last evaluation with derivatives.
let derivativeA: f64 = 0;
let derivativeB: f64 = 0;

/** I_x(a, b). */
export function betaI(a: f64, b: f64, x: f64): f64 {
  return isOutside(a, b, x) ? NaN : betaIOf(a, b, x, 1 - x, false);
}

/** 1 - I_x(a, b). */
export function betaIComplement(a: f64, b: f64, x: f64): f64 {
  return isOutside(a, b, x) ? NaN : betaIOf(b, a, 1 - x, x, false);
}

/** The derivative of I_x(a, b) in a. */
export function betaIDa(a: f64, b: f64, x: f64): f64 {
  if (isOutside(a, b, x)) return NaN;
  betaIOf(a, b, x, 1 - x, true);
  return derivativeA;
}

/** The derivative of I_x(a, b) in b. */
export function betaIDb(a: f64, b: f64, x: f64): f64 {
  if (isOutside(a, b, x)) return NaN;
  betaIOf(a, b, x, 1 - x, true);
  return derivativeB;
}

function isOutside(a: f64, b: f64, x: f64): bool {
  return !(a > 0 && b > 0 && x >= 0 && x <= 1);
}

/** I_x(a, b) with y = 1 - x given, so that neither end of the interval loses digits. */
export function betaIOf(a: f64, b: f64, x: f64, y: f64, isDerived: bool): f64 {
  derivativeA = 0;
  derivativeB = 0;
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  if (x <= 0.7 && (b <= 1 || b * x <= 0.7)) return series(a, b, x, y, isDerived);
  if (y <= 0.7 && (a <= 1 || a * y <= 0.7)) return swapped(series(b, a, y, x, isDerived));
  const lambda = meanGap(a, b, x, y);
  if (lambda >= 0 || (b <= 1 && a > 1)) return fraction(a, b, x, y, lambda, isDerived);
  return swapped(fraction(b, a, y, x, -lambda, isDerived));
}

function swapped(complement: f64): f64 {
  const kept = derivativeA;
  derivativeA = -derivativeB;
  derivativeB = -kept;
  return 1 - complement;
}

/** a - (a + b) x, from the smaller of x and y and with the products' rounding errors added back. */
function meanGap(a: f64, b: f64, x: f64, y: f64): f64 {
  return x <= y ? gap(a, b, x) : -gap(b, a, y);
}

function gap(a: f64, b: f64, x: f64): f64 {
  const sum = a + b;
  const part = sum - a;
  const sumError = a - (sum - part) + (b - part);
  const product = sum * x;
  const s = reinterpret<f64>(reinterpret<u64>(sum) & 0xfffffffff8000000);
  const t = reinterpret<f64>(reinterpret<u64>(x) & 0xfffffffff8000000);
  const productError = s * t - product + s * (x - t) + (sum - s) * t + (sum - s) * (x - t);
  return a - product - (productError + sumError * x);
}

/** x^a y^b / Beta(a, b). */
export function betaPrefix(a: f64, b: f64, x: f64, y: f64): f64 {
  if (min<f64>(a, b) < 10) {
    const logX = x <= y ? log(x) : log1p(-y);
    const logY = x <= y ? log1p(-x) : log(y);
    return exp(a * logX + b * logY - lbeta(a, b));
  }
  const lambda = meanGap(a, b, x, y);
  const rest = stirlingRest(a + b) - stirlingRest(a) - stirlingRest(b);
  const exponent = a * log1pmx(-lambda / a) + b * log1pmx(lambda / b);
  return (exp(exponent + rest) * sqrt<f64>(a) * sqrt<f64>(b / (a + b))) / SQRT_2PI;
}

/** log x - E[log X], X ~ Beta(a, b). */
function logGap(a: f64, b: f64, x: f64, y: f64): f64 {
  return (x <= y ? log(x) : log1p(-y)) - digamma(a) + digamma(a + b);
}

// x^a / (a B) (1 + a sum (1 - b)_n x^n / (n! (a + n))); the prefix here lacks y^b.
function series(a: f64, b: f64, x: f64, y: f64, isDerived: bool): f64 {
  const logX = x <= y ? log(x) : log1p(-y);
  let factor: f64 = 1;
  let dFactor: f64 = 0;
  let sum: f64 = 0;
  let dA: f64 = 0;
  let dB: f64 = 0;
  for (let n: f64 = 1; n < 2000; n++) {
    const scale = x / n;
    dFactor = (dFactor * (n - b) - factor) * scale;
    factor *= (n - b) * scale;
    const weight = 1 / (a + n);
    sum += factor * weight;
    dA += factor * weight * (n * weight);
    dB += dFactor * weight;
    if (
      abs<f64>(factor * weight) <= 1e-17 * abs<f64>(sum) &&
      abs<f64>(dFactor * weight) <= 1e-17 * abs<f64>(dB)
    )
      break;
  }
  const prefix = exp(a * logX - lbeta(a, b)) / a;
  const value = prefix * (1 + a * sum);
  if (isDerived) {
    const total = digamma(a + b);
    derivativeA = value * (logX - digamma(a + 1) + total) + prefix * dA;
    derivativeB = value * (total - digamma(b)) + prefix * a * dB;
  }
  return value;
}

function fraction(a: f64, b: f64, x: f64, y: f64, lambda: f64, isDerived: bool): f64 {
  const prefix = betaPrefix(a, b, x, y);
  if (prefix === 0) return 0;
  // p / q the convergents of 1 / (beta_0 + alpha_1 / (beta_1 + ...)), pa qa pb qb their derivatives.
  const first = a * (lambda + 1);
  let p0: f64 = 0,
    p1: f64 = 1,
    q0: f64 = 1;
  let q1 = first / (a + 1);
  let pa0: f64 = 0,
    pa1: f64 = 0,
    qa0: f64 = 0;
  let qa1 = ((lambda + 1) / (a + 1) + a * y) / (a + 1);
  let pb0: f64 = 0,
    pb1: f64 = 0,
    qb0: f64 = 0;
  let qb1 = (-a * x) / (a + 1);
  let h = p1 / q1;
  let ha: f64 = 0;
  let hb: f64 = 0;
  for (let n: f64 = 1; n < 100000; n++) {
    const e = a + 2 * n - 1;
    const e2 = e + 2;
    const u = (((a + n - 1) * (a + b + n - 1)) / (e * e)) * n * x * x;
    const alpha = u * (b - n);
    const w = lambda + 1 + n * (1 + y);
    const beta = n + (n * (b - n) * x) / e + ((a + n) / e2) * w;
    const p = beta * p1 + alpha * p0;
    const q = beta * q1 + alpha * q0;
    const scale = 1 / q;
    if (isDerived) {
      const alphaA = alpha * (1 / (a + n - 1) + 1 / (a + b + n - 1) - 2 / e);
      const alphaB = alpha / (a + b + n - 1) + u;
      const betaA = (-n * (b - n) * x) / (e * e) + ((n + 1) / (e2 * e2)) * w + ((a + n) / e2) * y;
      const betaB = (n * x) / e - ((a + n) / e2) * x;
      const pa = beta * pa1 + alpha * pa0 + betaA * p1 + alphaA * p0;
      const qa = beta * qa1 + alpha * qa0 + betaA * q1 + alphaA * q0;
      const pb = beta * pb1 + alpha * pb0 + betaB * p1 + alphaB * p0;
      const qb = beta * qb1 + alpha * qb0 + betaB * q1 + alphaB * q0;
      pa0 = pa1 * scale;
      qa0 = qa1 * scale;
      pb0 = pb1 * scale;
      qb0 = qb1 * scale;
      pa1 = pa * scale;
      qa1 = qa * scale;
      pb1 = pb * scale;
      qb1 = qb * scale;
    }
    p0 = p1 * scale;
    q0 = q1 * scale;
    p1 = p * scale;
    q1 = 1;
    let isDone = abs<f64>(p1 - h) <= 3e-16 * abs<f64>(p1);
    h = p1;
    if (isDerived) {
      const nextA = pa1 - p1 * qa1;
      const nextB = pb1 - p1 * qb1;
      isDone = isDone && abs<f64>(nextA - ha) <= 1e-14 * abs<f64>(nextA);
      isDone = isDone && abs<f64>(nextB - hb) <= 1e-14 * abs<f64>(nextB);
      ha = nextA;
      hb = nextB;
    }
    if (isDone) break;
  }
  if (isDerived) {
    derivativeA = prefix * (h * logGap(a, b, x, y) + ha);
    derivativeB = prefix * (h * logGap(b, a, y, x) + hb);
  }
  return prefix * h;
}

/** The x at which I_x(a, b) = p. */
export function betaIInverse(a: f64, b: f64, p: f64): f64 {
  if (!(a > 0 && b > 0 && p >= 0 && p <= 1)) return NaN;
  const u = p <= 0.5 ? logitQuantile(a, b, p) : -logitQuantile(b, a, 1 - p);
  return u < 0 ? exp(u) / (1 + exp(u)) : 1 / (1 + exp(-u));
}

/** log(x / (1 - x)) at I_x(a, b) = p for p <= 1/2: Newton on log I, concave in the logit. */
export function logitQuantile(a: f64, b: f64, p: f64): f64 {
  if (p === 0) return -Infinity;
  const target = log(p);
  let u = log(a) - log(b);
  // Far in the lower tail I is x^a / (a B(a, b)).
  const tail = (target + log(a) + lbeta(a, b)) / a;
  if (tail < u - 2) u = tail;
  for (let i = 0; i < 100; i++) {
    if (u < -740) return min<f64>(tail, u);
    const e = exp(-abs<f64>(u));
    const small = e / (1 + e);
    const x = u < 0 ? small : 1 / (1 + e);
    const y = u < 0 ? 1 / (1 + e) : small;
    const value = betaIOf(a, b, x, y, false);
    if (value === 0) {
      u += 1;
      continue;
    }
    const difference = abs<f64>(value - p) < 0.1 * p ? log1p((value - p) / p) : log(value) - target;
    const step = (difference * value) / betaPrefix(a, b, x, y);
    u -= max<f64>(-5, min<f64>(5, step));
    if (abs<f64>(step) <= 2e-16 * max<f64>(1, abs<f64>(u))) break;
    if (i > 5 && abs<f64>(step) <= 1e-13) break;
  }
  return u;
}
