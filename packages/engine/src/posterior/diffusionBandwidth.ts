// Plug-in bandwidth by diffusion; Botev, Grotowski & Kroese 2010, "Kernel density estimation via diffusion",
// Annals of Statistics 38(5): the improved Sheather–Jones rule.
import { cos, exp, pow } from '../numeric/math.ts';

const stages = 7;

/** Bandwidth relative to the range of the draws from their shares in equal bins; nothing when no root is found. */
export function diffusionBandwidth(shares: Float64Array, count: number): number | undefined {
  const squares = cosineTransform(shares).map((value) => value * value);
  const excess = (time: number) => time - fixedPoint(time, count, squares);
  let low = 0;
  let high = 0.01;
  let below = excess(low);
  let above = excess(high);
  if (!(below < 0 && above > 0)) return undefined;
  // The Illinois variant of regula falsi (Dowell & Jarratt 1971): an end that stays twice counts half.
  let side = 0;
  for (let step = 0; step < 200 && high - low > 1e-15 * high; step++) {
    const next = (low * above - high * below) / (above - below);
    if (next <= low || next >= high) break;
    const value = excess(next);
    if (value === 0) return Math.sqrt(next);
    if (value < 0) {
      low = next;
      below = value;
      if (side < 0) above /= 2;
      side = -1;
    } else {
      high = next;
      above = value;
      if (side > 0) below /= 2;
      side = 1;
    }
  }
  return Math.sqrt(-below < above ? low : high);
}

/** ζγ^[l](t) of eq. (30). */
function fixedPoint(time: number, count: number, squares: Float64Array): number {
  const roughness = (order: number, at: number): number => {
    let sum = 0;
    for (let k = 1; k < squares.length - 1; k++) {
      const decay = k * k * Math.PI * Math.PI * at;
      // exp(-decay) is zero in doubles from here on.
      if (decay > 746) break;
      sum += power(k * k, order) * squares[k] * exp(-decay);
    }
    return 0.5 * power(Math.PI * Math.PI, order) * sum;
  };
  let value = roughness(stages, time);
  for (let order = stages - 1; order >= 2; order--) {
    const first = (1 + pow(0.5, order + 0.5)) / 3;
    const second = oddFactorial(order) / Math.sqrt(Math.PI / 2);
    const at = pow((first * second) / (count * value), 2 / (3 + 2 * order));
    value = roughness(order, at);
  }
  return pow(2 * count * Math.sqrt(Math.PI) * value, -0.4);
}

/** 1·3·5·…·(2·order - 1). */
function oddFactorial(order: number): number {
  let product = 1;
  for (let odd = 3; odd < 2 * order; odd += 2) product *= odd;
  return product;
}

function power(base: number, exponent: number): number {
  let product = 1;
  for (let i = 0; i < exponent; i++) product *= base;
  return product;
}

/** Σ_j 2·x_j·cos(πk(2j + 1)/2n), the second discrete cosine transform, from a table of cosines. */
function cosineTransform(values: Float64Array): Float64Array {
  const length = values.length;
  const table = Float64Array.from({ length: 4 * length }, (_, i) => cos((Math.PI * i) / (2 * length)));
  return values.map((_, k) => {
    let sum = 0;
    for (let j = 0; j < length; j++) sum += values[j] * table[(k * (2 * j + 1)) % (4 * length)];
    return k === 0 ? sum : 2 * sum;
  });
}
