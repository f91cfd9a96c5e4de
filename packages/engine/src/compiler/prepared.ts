/** What a kernel computes once for its data: values of columns and constants alone, kept beside the columns. */
import * as b from '../expr/build.ts';
import { isElementwise } from '../expr/evaluate.ts';
import { type Expr, scalar } from '../expr/expr.ts';
import { rebuild, shareCommon, topological } from '../expr/traverse.ts';

export interface PreparedValue {
  /** The leaf that stands for the value. */
  readonly leaf: Expr;
  readonly expr: Expr;
}

const dataLeaves = new Set<Expr['op']>(['const', 'column', 'size', 'position']);

/** The nodes of an order (arguments first) that no parameter takes part in. */
export function dataOnly(order: readonly Expr[]): Set<Expr> {
  const fixed = new Set<Expr>();
  for (const node of order) {
    const isFixed =
      node.args.length === 0 ? dataLeaves.has(node.op) : node.args.every((arg) => fixed.has(arg));
    if (isFixed) fixed.add(node);
  }
  return fixed;
}

const cheap = new Set<Expr['op']>([
  'add',
  'sub',
  'mul',
  'neg',
  'select',
  'abs',
  'floor',
  'ceil',
  'min',
  'max',
]);
for (const comparison of ['lt', 'le', 'gt', 'ge', 'eq', 'ne', 'and', 'or', 'not'] as const)
  cheap.add(comparison);
const expensive = 10;

/** Roughly the instructions an entry takes. */
export function costOf(root: Expr): number {
  let cost = 0;
  for (const node of topological([root])) {
    if (node.args.length === 0 || node.op === 'spread' || node.domain === scalar) continue;
    cost += cheap.has(node.op) ? 1 : isElementwise(node.op) || node.op === 'segmentSum' ? expensive : 2;
  }
  return cost;
}

/** Cost from which reading a value is cheaper than computing it. */
const worthKeeping = 3;

function isWorthKeeping(node: Expr): boolean {
  if (node.args.length === 0 || node.op === 'spread') return false;
  if (node.domain !== scalar) return costOf(node) >= worthKeeping;
  return topological([node]).some((inner) => inner.domain !== scalar);
}

/** Name of the leaf with number k; no column of a user's can have it. */
const prefix = ':prepared ';

/** The number of a prepared value's leaf, or undefined for any other node. */
export function preparedNumber(node: Expr): number | undefined {
  return node.op === 'column' && node.name!.startsWith(prefix)
    ? Number(node.name!.slice(prefix.length))
    : undefined;
}

/** The expressions with what can be prepared replaced by leaves. */
export function withPrepared(roots: readonly Expr[]): { roots: Expr[]; prepared: PreparedValue[] } {
  const shared = shareCommon(roots);
  const order = topological(shared);
  const fixed = dataOnly(order);
  const leaves = new Map<Expr, Expr>();
  const prepared: PreparedValue[] = [];
  for (const node of order) {
    if (fixed.has(node)) continue;
    for (const arg of node.args) {
      if (!fixed.has(arg) || leaves.has(arg) || !isWorthKeeping(arg)) continue;
      const leaf = b.column(`${prefix}${prepared.length}`, arg.domain);
      leaves.set(arg, leaf);
      prepared.push({ leaf, expr: arg });
    }
  }
  const done = new Map<Expr, Expr>();
  for (const node of order) {
    const args = node.args.map((arg) => done.get(arg)!);
    const same = args.every((arg, i) => arg === node.args[i]);
    done.set(node, leaves.get(node) ?? (same ? node : rebuild(node, args)));
  }
  return { roots: shared.map((root) => done.get(root)!), prepared };
}
