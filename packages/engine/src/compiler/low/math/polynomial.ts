import { add, constant, type Low, mul } from '../low.ts';

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
