// The elementary functions come from the engine's own math module, so that every platform computes the same bits.
// Without a decorator AssemblyScript imports them from the module of this file's name, `math`.

export declare function exp(x: f64): f64;

export declare function log(x: f64): f64;

export declare function log1p(x: f64): f64;

export declare function expm1(x: f64): f64;

export declare function sin(x: f64): f64;

export declare function cos(x: f64): f64;

export const PI: f64 = Math.PI;
export const LOG_PI: f64 = 1.1447298858494002;
export const HALF_LOG_2PI: f64 = 0.9189385332046727;
export const SQRT_2PI: f64 = 2.5066282746310002;
export const SQRT_2_OVER_PI: f64 = 0.7978845608028654;
export const SQRT_HALF: f64 = Math.SQRT1_2;
export const ONE_OVER_SQRT_PI: f64 = 0.5641895835477563;

/** Whether x is NaN. */
export function isNan(x: f64): bool {
  return !(x <= 0 || x > 0);
}

/** The polynomial with these coefficients, lowest power first. */
export function horner(table: StaticArray<f64>, x: f64): f64 {
  let sum: f64 = 0;
  for (let i = table.length - 1; i >= 0; i--) sum = sum * x + unchecked(table[i]);
  return sum;
}

/** log(1 + x) - x without cancellation near 0, by the series of the inverse hyperbolic tangent. */
export function log1pmx(x: f64): f64 {
  if (x < -0.4 || x > 0.6) return log1p(x) - x;
  const r = x / (2 + x);
  const y = r * r;
  let sum: f64 = 0;
  for (let k = 31; k >= 3; k -= 2) sum = sum * y + 1.0 / <f64>k;
  return r * (2 * y * sum - x);
}

/** exp(-c x^2) with the square split in two, so that a large exponent costs no digits. */
export function expMinusSquare(x: f64, c: f64): f64 {
  const high = reinterpret<f64>(reinterpret<u64>(x) & 0xfffffffff8000000);
  return exp(-c * high * high) * exp(-c * (x - high) * (x + high));
}

/** sin(pi x) with an exact reduction of x. */
export function sinPi(x: f64): f64 {
  const a = abs<f64>(x);
  const r = a - 2 * floor<f64>(a * 0.5);
  const sign: f64 = r >= 1 !== x < 0 ? -1 : 1;
  const s = r >= 1 ? r - 1 : r;
  const t = s > 0.5 ? 1 - s : s;
  return sign * (t > 0.25 ? cos(PI * (0.5 - t)) : sin(PI * t));
}

/** cos(pi x) with an exact reduction of x. */
export function cosPi(x: f64): f64 {
  const a = abs<f64>(x);
  const r = a - 2 * floor<f64>(a * 0.5);
  const s = r > 1 ? 2 - r : r;
  if (s <= 0.25) return cos(PI * s);
  return s < 0.75 ? sin(PI * (0.5 - s)) : -cos(PI * (1 - s));
}
