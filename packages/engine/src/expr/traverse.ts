import * as build from './build.ts';
import { isElementwise } from './evaluate.ts';
import type { Expr } from './expr.ts';

/** Every node reachable from the roots, arguments before their users; safe for very deep graphs. */
export function topological(roots: readonly Expr[]): Expr[] {
  const order: Expr[] = [];
  const seen = new Set<Expr>();
  const stack: { node: Expr; next: number }[] = [];
  for (const root of roots) {
    if (seen.has(root)) continue;
    seen.add(root);
    stack.push({ node: root, next: 0 });
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      if (top.next < top.node.args.length) {
        const arg = top.node.args[top.next++]!;
        if (!seen.has(arg)) {
          seen.add(arg);
          stack.push({ node: arg, next: 0 });
        }
      } else {
        order.push(top.node);
        stack.pop();
      }
    }
  }
  return order;
}

const unaryBuilders: Readonly<Record<string, (a: Expr) => Expr>> = {
  neg: build.neg,
  sqrt: build.sqrt,
  abs: build.abs,
  floor: build.floor,
  ceil: build.ceil,
  sign: build.sign,
  exp: build.exp,
  expm1: build.expm1,
  log: build.log,
  log1p: build.log1p,
  sin: build.sin,
  cos: build.cos,
  tan: build.tan,
  sinh: build.sinh,
  cosh: build.cosh,
  tanh: build.tanh,
  asin: build.asin,
  acos: build.acos,
  atan: build.atan,
  invlogit: build.invlogit,
  softplus: build.softplus,
  lgamma: build.lgamma,
  digamma: build.digamma,
  trigamma: build.trigamma,
  erf: build.erf,
  erfc: build.erfc,
  ndtr: build.ndtr,
  logNdtr: build.logNdtr,
  logI0: build.logI0,
  besselI1OverI0: build.besselI1OverI0,
  not: build.not,
};

const binaryBuilders: Readonly<Record<string, (a: Expr, b: Expr) => Expr>> = {
  add: build.add,
  sub: build.sub,
  mul: build.mul,
  div: build.div,
  pow: build.pow,
  min: build.min,
  max: build.max,
  logaddexp: build.logaddexp,
  gammaP: build.gammaP,
  gammaQ: build.gammaQ,
  gammaPDa: build.gammaPDa,
  lt: build.lt,
  le: build.le,
  gt: build.gt,
  ge: build.ge,
  eq: build.eq,
  ne: build.ne,
  and: build.and,
  or: build.or,
};

/** The same operation on other arguments, simplified anew. */
export function rebuild(node: Expr, args: readonly Expr[]): Expr {
  const one = unaryBuilders[node.op];
  if (one !== undefined) return one(args[0]!);
  const two = binaryBuilders[node.op];
  if (two !== undefined) return two(args[0]!, args[1]!);
  switch (node.op) {
    case 'select':
      return build.select(args[0]!, args[1]!, args[2]!);
    case 'betaI':
      return build.betaI(args[0]!, args[1]!, args[2]!);
    case 'spread':
      return build.spread(args[0]!, node.domain);
    case 'sum':
      return build.sum(args[0]!);
    case 'gather':
      return build.gather(args[0]!, node.name!, node.domain);
    case 'element':
      return build.element(args[0]!, node.value!);
    default: {
      const domain =
        isElementwise(node.op) || node.op === 'shift' || node.op === 'cumsum' ? widest(args) : node.domain;
      return { ...node, args, domain };
    }
  }
}

function widest(args: readonly Expr[]): string {
  return args.find((arg) => arg.domain !== 'scalar')?.domain ?? 'scalar';
}

/**
 * The expression with nodes replaced bottom-up: `replace` sees each node after its arguments were replaced. A node that
 * simplifies to something else on the way (log(exp(q)) to q) is not offered again, since q was already replaced.
 */
export function transform(roots: readonly Expr[], replace: (node: Expr) => Expr): Expr[] {
  const done = new Map<Expr, Expr>();
  for (const node of topological(roots)) {
    const args = node.args.map((arg) => done.get(arg)!);
    const same = args.every((arg, i) => arg === node.args[i]);
    const next = same ? node : rebuild(node, args);
    done.set(node, next.op === node.op ? replace(next) : next);
  }
  return roots.map((root) => done.get(root)!);
}

/**
 * The same expressions with equal subexpressions made one node (common subexpression elimination).
 * Equality is structural; commutative operations are ordered first.
 */
export function shareCommon(roots: readonly Expr[]): Expr[] {
  const ids = new Map<Expr, number>();
  const known = new Map<string, Expr>();
  const done = new Map<Expr, Expr>();
  for (const node of topological(roots)) {
    let args = node.args.map((arg) => done.get(arg)!);
    if ((node.op === 'add' || node.op === 'mul') && ids.get(args[0]!)! > ids.get(args[1]!)!)
      args = [args[1]!, args[0]!];
    const value = node.value === undefined ? '' : Object.is(node.value, -0) ? '-0' : String(node.value);
    const key = `${node.op}|${node.domain}|${node.name ?? ''}|${value}|${args.map((arg) => ids.get(arg)).join(',')}`;
    let shared = known.get(key);
    if (shared === undefined) {
      shared = args.every((arg, i) => arg === node.args[i]) ? node : { ...node, args };
      known.set(key, shared);
      ids.set(shared, ids.size);
    }
    done.set(node, shared);
  }
  return roots.map((root) => done.get(root)!);
}

/** Names of all leaves of one kind, in order of appearance. */
export function namesOf(roots: readonly Expr[], op: 'symbol' | 'parameter' | 'column'): string[] {
  return [
    ...new Set(
      topological(roots)
        .filter((node) => node.op === op)
        .map((node) => node.name!),
    ),
  ];
}
