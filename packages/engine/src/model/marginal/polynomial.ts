/**
 * A log density as a polynomial in the entries of a grouped variable, each for itself. Where its degree is two, the
 * entries are independent and Normal given all else, and can be integrated out exactly.
 */
import * as b from '../../expr/build.ts';
import { type Domain, type Expr, scalar } from '../../expr/expr.ts';
import { topological } from '../../expr/traverse.ts';

/** Coefficients of x and of x², with x the entry: one a level, on the variable's domain. */
export interface Quadratic {
  readonly linear: Expr;
  readonly square: Expr;
}

/** A value as a polynomial in the entry that its place belongs to; absent coefficients are zero. */
interface Polynomial {
  readonly coefficients: readonly (Expr | undefined)[];
  /** From the value's place to the entry's: group by group. Undefined for a total over all entries. */
  readonly route: readonly Step[] | undefined;
}

interface Step {
  readonly group: string;
  /** Domain of the group's levels. */
  readonly to: Domain;
}

/** Undefined where the scalar is no polynomial of degree two, or has products of two entries. */
export function quadraticIn(
  output: Expr,
  leaf: { readonly name: string; readonly domain: Domain },
): Quadratic | undefined {
  const known = new Map<Expr, Polynomial>();
  for (const node of topological([output])) {
    if (node.op === 'parameter' && node.name === leaf.name) {
      known.set(node, { coefficients: [undefined, b.constant(1)], route: [] });
      continue;
    }
    if (!node.args.some((arg) => known.has(arg))) continue;
    const made = polynomial(node, known);
    if (made === undefined || made.coefficients.length > 3) return undefined;
    known.set(node, made);
  }
  const [, linear, square] = known.get(output)?.coefficients ?? [];
  if (square === undefined) return undefined;
  const onLevels = (expr: Expr): Expr => b.spread(expr, leaf.domain);
  return { linear: onLevels(linear ?? b.constant(0)), square: onLevels(square) };
}

function polynomial(node: Expr, known: ReadonlyMap<Expr, Polynomial>): Polynomial | undefined {
  const [x, y] = node.args.map((arg) => known.get(arg) ?? constantOf(arg));
  const route = (x?.route?.length ?? -1) >= (y?.route?.length ?? -1) ? x?.route : y?.route;
  // What was summed over all entries may only be added up further.
  const isTotal = node.args.some((arg) => known.has(arg) && arg.domain === scalar);
  if (isTotal && node.domain !== scalar) return undefined;
  switch (node.op) {
    case 'add':
      return { coefficients: added(x!, y!), route };
    case 'sub':
      return { coefficients: added(x!, negative(y!)), route };
    case 'neg':
      return negative(x!);
    case 'mul':
      if (isTotal && node.args.every((arg) => known.has(arg))) return undefined;
      return { coefficients: x === y ? squared(x!) : product(x!, y!), route };
    case 'div':
      return known.has(node.args[1]!) ? undefined : mapped(x!, (it) => b.div(it, node.args[1]!));
    case 'spread':
      return x;
    case 'sum':
      return total(x!, node.args[0]!.domain);
    case 'gather':
      return {
        ...mapped(x!, (it) => b.gather(it, node.name!, node.domain)),
        route: [{ group: node.name!, to: node.args[0]!.domain }, ...x!.route!],
      };
    case 'segmentSum': {
      const [step, ...rest] = x!.route!;
      if (step?.group !== node.name) return undefined;
      const sum = (it: Expr): Expr =>
        b.segmentSum(b.spread(it, node.args[0]!.domain), node.name!, node.domain);
      return { ...mapped(x!, sum), route: rest };
    }
    default:
      return undefined;
  }
}

function constantOf(expr: Expr): Polynomial {
  return { coefficients: [expr], route: undefined };
}

function mapped({ coefficients, route }: Polynomial, change: (expr: Expr) => Expr): Polynomial {
  return { coefficients: coefficients.map((it) => it && change(it)), route };
}

function negative(x: Polynomial): Polynomial {
  return mapped(x, b.neg);
}

function added(x: Polynomial, y: Polynomial): (Expr | undefined)[] {
  const count = Math.max(x.coefficients.length, y.coefficients.length);
  return Array.from({ length: count }, (_, k) => plus(x.coefficients[k], y.coefficients[k]));
}

function plus(x: Expr | undefined, y: Expr | undefined): Expr | undefined {
  return x === undefined ? y : y === undefined ? x : b.add(x, y);
}

function product(x: Polynomial, y: Polynomial): (Expr | undefined)[] {
  const result: (Expr | undefined)[] = [];
  x.coefficients.forEach((left, i) => {
    y.coefficients.forEach((right, k) => {
      const term = left && right && b.mul(left, right);
      result[i + k] = plus(result[i + k], term);
    });
  });
  return [...result];
}

function squared({ coefficients: [constant, linear, square] }: Polynomial): (Expr | undefined)[] {
  // A square term of the root makes a degree that is of no use, whatever its coefficients.
  if (square !== undefined) return [undefined, undefined, undefined, undefined, b.constant(1)];
  return [
    constant && b.square(constant),
    constant && linear && b.mul(2, b.mul(constant, linear)),
    linear && b.square(linear),
  ];
}

/** A sum over a domain: its coefficients are sums over the places of each entry. The constant term is of no use. */
function total({ coefficients, route }: Polynomial, from: Domain): Polynomial {
  const overPlaces = (expr: Expr): Expr => {
    let [sum, at] = [b.spread(expr, from), from];
    for (const { group, to } of route!) {
      sum = b.segmentSum(sum, group, to);
      at = to;
    }
    return b.spread(sum, at);
  };
  const [, ...rest] = coefficients;
  return { coefficients: [undefined, ...rest.map((it) => it && overPlaces(it))], route: undefined };
}
