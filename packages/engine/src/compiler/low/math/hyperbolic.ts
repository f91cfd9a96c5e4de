/** sinh, cosh and tanh from (e^x − 1) / 2, which overflows only where they do. */
import { abs, add, constant, copysign, div, type Low, lt, mul, neg, select, sub } from '../low.ts';
import { expExtended, expm1Half } from './exp.ts';

const one = constant(1);

export function sinh(x: Low): Low {
  const magnitude = abs(x);
  const u = expm1Half(magnitude);
  const value = add(u, div(u, add(mul(u, constant(2)), one)));
  const bounded = select(lt(u, constant(2 ** 60)), value, u);
  return copysign(select(lt(magnitude, constant(2 ** -28)), magnitude, bounded), x);
}

export function cosh(x: Low): Low {
  const halfExp = expExtended(abs(x), undefined, -1);
  return add(halfExp, div(constant(0.25), halfExp));
}

export function tanh(x: Low): Low {
  const doubled = mul(abs(x), constant(2));
  const isSmall = lt(doubled, constant(2));
  // with a negative argument the divisor stays in [½, 1], where it rounds finer
  const u = expm1Half(select(isSmall, neg(doubled), doubled));
  const ratio = div(select(isSmall, neg(u), one), add(u, one));
  return copysign(select(isSmall, ratio, sub(one, ratio)), x);
}
