import { exp, expm1, log, log1p } from '../numeric/math.ts';

/** log(1 − exp(x)) for x ≤ 0 as a number (Mächler 2012). */
export function log1mexp(x: number): number {
  return x > -Math.LN2 ? log(-expm1(x)) : log1p(-exp(x));
}
