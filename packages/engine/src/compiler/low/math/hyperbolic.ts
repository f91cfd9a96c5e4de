/** sinh, cosh and tanh from (e^x − 1) / 2, which overflows only where they do. */
import { abs, add, constant, copysign, div, type Low, lt, mul, select, sub } from '../low.ts';
import { sinhTail, tanhTail } from './coefficients.ts';
import { expExtended, expm1Half } from './exp.ts';
import { estrin } from './polynomial.ts';

const one = constant(1);

/** x + x³ tail(x²) */
function oddSeries(x: Low, tail: readonly number[]): Low {
  const z = mul(x, x);
  return add(x, mul(mul(x, z), estrin(z, tail)));
}

export function sinh(x: Low): Low {
  const magnitude = abs(x);
  const u = expm1Half(magnitude);
  const sum = add(u, div(u, add(mul(u, constant(2)), one)));
  const large = select(lt(u, constant(2 ** 60)), sum, u);
  return copysign(select(lt(magnitude, one), oddSeries(magnitude, sinhTail), large), x);
}

export function cosh(x: Low): Low {
  const halfExp = expExtended(abs(x), undefined, -1);
  return add(halfExp, div(constant(0.25), halfExp));
}

export function tanh(x: Low): Low {
  const magnitude = abs(x);
  const u = expm1Half(mul(magnitude, constant(2)));
  const large = sub(one, div(one, add(u, one)));
  return copysign(select(lt(magnitude, constant(0.6)), oddSeries(magnitude, tanhTail), large), x);
}
