// Vectors of sum zero: the isometry from n − 1 free numbers to n entries (Egozcue et al. 2003; Stan Reference Manual,
// "Zero-sum vector"), written with running sums so that it serves any length.
import {
  add,
  div,
  gather,
  lt,
  mul,
  position,
  reverseCumsum,
  select,
  shift,
  size,
  sqrt,
  sub,
} from '../expr/build.ts';
import { type Domain, type Expr, shorter } from '../expr/expr.ts';

/**
 * The n entries of sum zero of n − 1 free numbers on `shorter(domain)`. Lengths and volumes are kept: its Jacobian is 1.
 * With w_j = q_j / √(j (j + 1)), entry i is Σ_{j ≥ i} w_j − (i − 1) w_{i−1}, counted from 1.
 */
export function zeroSum(q: Expr, domain: Domain): Expr {
  const place = position(domain);
  const count = add(place, 1);
  const isFree = lt(place, sub(size(domain), 1));
  const free = select(isFree, gather(q, shorter(domain), domain), 0);
  const w = div(free, sqrt(mul(count, add(count, 1))));
  return sub(reverseCumsum(w), shift(mul(count, w), 1));
}
