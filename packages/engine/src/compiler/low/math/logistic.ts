/** Functions of log-odds and log-probabilities that neither overflow nor cancel. */
import { abs, add, constant, div, eq, type Low, lt, mul, neg, pmax, select, sub } from '../low.ts';
import { expNonPositive } from './exp.ts';
import { log1pUnit } from './log.ts';

const zero = constant(0);
const one = constant(1);

/** log(1 + e^x). */
export function softplus(x: Low): Low {
  return add(pmax(x, zero), log1pUnit(expNonPositive(neg(abs(x)))));
}

/** 1 / (1 + e^-x), with full relative accuracy also for very negative x. */
export function invlogit(x: Low): Low {
  const small = expNonPositive(neg(abs(x)));
  const sum = add(one, small);
  const ratio = div(select(lt(x, zero), small, one), sum);
  // what the sum lost, divided by a sum between 1 and 2
  const lost = mul(sub(small, sub(sum, one)), constant(0.75));
  return sub(ratio, mul(ratio, lost));
}

/** log(e^a + e^b); the error is relative to the larger of |a| and |b|. */
export function logaddexp(a: Low, b: Low): Low {
  const distance = select(eq(a, b), zero, abs(sub(a, b)));
  // a NaN difference reaches the result through the logarithm
  return add(pmax(a, b), log1pUnit(expNonPositive(neg(distance))));
}
