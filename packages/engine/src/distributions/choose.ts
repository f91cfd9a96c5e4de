import { lt, select } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';

/** Entry k of the items where `boundaries[k − 1] ≤ y < boundaries[k]`, by bisection; one boundary fewer than items. */
export function chooseBetween(y: Expr, boundaries: readonly (Expr | number)[], items: readonly Expr[]): Expr {
  if (items.length === 1) return items[0]!;
  const middle = items.length >> 1;
  const below = chooseBetween(y, boundaries.slice(0, middle - 1), items.slice(0, middle));
  const above = chooseBetween(y, boundaries.slice(middle), items.slice(middle));
  return select(lt(y, boundaries[middle - 1]!), below, above);
}

/** Entry k of the items for a whole number k. */
export function chooseEntry(k: Expr, items: readonly Expr[]): Expr {
  return chooseBetween(
    k,
    items.slice(1).map((_, i) => i + 0.5),
    items,
  );
}
