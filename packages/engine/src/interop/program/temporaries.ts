/** Splits a graph of shared nodes into named steps, so that printing it as text does not repeat what is shared. */
import type { Expr } from '../../expr/expr.ts';
import { shareCommon, topological } from '../../expr/traverse.ts';

const leaves: ReadonlySet<string> = new Set(['const', 'parameter', 'column', 'size', 'position', 'spread']);

/** Whether a node's text is a name, so that repeating it costs nothing. */
function isShort(node: Expr): boolean {
  return leaves.has(node.op) || (node.op === 'gather' && node.args[0]!.op === 'parameter');
}

export interface Steps {
  /** Nodes to name, each after those it uses. */
  readonly named: readonly Expr[];
  /** The expressions with equal parts shared. */
  readonly roots: readonly Expr[];
}

/**
 * The nodes of some expressions that deserve a name: those used more than once, and those for which `needsName` holds
 * given one of their users.
 */
export function steps(
  exprs: readonly Expr[],
  needsName: (node: Expr, user: Expr) => boolean = () => false,
): Steps {
  const roots = shareCommon(exprs);
  const order = topological(roots);
  const uses = new Map<Expr, number>();
  const wanted = new Set<Expr>();
  for (const node of order) {
    for (const arg of node.args) {
      uses.set(arg, (uses.get(arg) ?? 0) + 1);
      if (needsName(arg, node)) wanted.add(arg);
    }
  }
  const named = order.filter((node) => wanted.has(node) || ((uses.get(node) ?? 0) > 1 && !isShort(node)));
  return { named, roots };
}
