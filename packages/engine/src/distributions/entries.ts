import { stack } from '../expr/build.ts';
import type { Domain, Expr } from '../expr/expr.ts';

/** A parameter as entries of a domain: a written-out list becomes its entries, anything else stays as it is. */
export function entriesOn(domain: Domain, given: Expr): Expr {
  return given.op === 'vector' ? stack(given.args, domain) : given;
}
