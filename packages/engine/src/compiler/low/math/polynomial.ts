import { add, constant, type Low, mul } from '../low.ts';

/** Σ coefficients[i] x^i by Horner's rule: fewest operations. */
export function horner(x: Low, coefficients: readonly number[]): Low {
  let sum = constant(coefficients[coefficients.length - 1]);
  for (let i = coefficients.length - 2; i >= 0; i--) sum = add(mul(sum, x), constant(coefficients[i]));
  return sum;
}

/** Σ coefficients[i] x^i by Estrin's scheme: a short chain of dependent operations. */
export function estrin(x: Low, coefficients: readonly number[]): Low {
  let terms = coefficients.map(constant);
  let power = x;
  while (terms.length > 1) {
    const next: Low[] = [];
    for (let i = 0; i < terms.length; i += 2) {
      next.push(i + 1 < terms.length ? add(terms[i], mul(terms[i + 1], power)) : terms[i]);
    }
    terms = next;
    if (terms.length > 1) power = mul(power, power);
  }
  return terms[0];
}
