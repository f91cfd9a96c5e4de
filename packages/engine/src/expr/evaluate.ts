import * as math from '../numeric/math.ts';
import * as special from '../numeric/special.ts';
import type { ElementwiseOp, Expr } from './expr.ts';

type Fn = (...args: number[]) => number;

const truth = (value: boolean): number => (value ? 1 : 0);

const functions: Readonly<Record<ElementwiseOp, Fn>> = {
  add: (a, b) => a! + b!,
  sub: (a, b) => a! - b!,
  mul: (a, b) => a! * b!,
  div: (a, b) => a! / b!,
  pow: math.pow,
  min: (a, b) => Math.min(a!, b!),
  max: (a, b) => Math.max(a!, b!),
  logaddexp: math.logaddexp,
  neg: (a) => -a!,
  sqrt: Math.sqrt,
  abs: Math.abs,
  floor: Math.floor,
  ceil: Math.ceil,
  sign: Math.sign,
  exp: math.exp,
  expm1: math.expm1,
  log: math.log,
  log1p: math.log1p,
  sin: math.sin,
  cos: math.cos,
  tan: math.tan,
  sinh: math.sinh,
  cosh: math.cosh,
  tanh: math.tanh,
  asin: math.asin,
  acos: math.acos,
  atan: math.atan,
  invlogit: math.invlogit,
  softplus: math.softplus,
  lgamma: special.lgamma,
  digamma: special.digamma,
  trigamma: special.trigamma,
  erf: special.erf,
  erfc: special.erfc,
  ndtr: special.ndtr,
  logNdtr: special.logNdtr,
  logI0: special.logI0,
  besselI1OverI0: special.besselI1OverI0,
  gammaP: special.gammaP,
  gammaQ: special.gammaQ,
  gammaPDa: special.gammaPDa,
  betaI: special.betaI,
  betaIDa: special.betaIDa,
  betaIDb: special.betaIDb,
  lt: (a, b) => truth(a! < b!),
  le: (a, b) => truth(a! <= b!),
  gt: (a, b) => truth(a! > b!),
  ge: (a, b) => truth(a! >= b!),
  eq: (a, b) => truth(a === b),
  ne: (a, b) => truth(a !== b),
  and: (a, b) => truth(a !== 0 && b !== 0),
  or: (a, b) => truth(a !== 0 || b !== 0),
  not: (a) => truth(a === 0),
  select: (c, a, b) => (c !== 0 ? a! : b!),
};

const elementwise: ReadonlySet<string> = new Set(Object.keys(functions));

export function isElementwise(op: string): op is ElementwiseOp {
  return elementwise.has(op);
}

/** The value of an elementwise operation on numbers. */
export function numeric(op: ElementwiseOp, args: readonly number[]): number | undefined {
  return functions[op](...args);
}

/**
 * The value of a scalar expression; `lookup` gives the value of a symbol, parameter or column by name.
 * Throws on structural operations, which only kernels compute.
 */
export function evaluate(expr: Expr, lookup: (name: string) => number): number {
  const known = new Map<Expr, number>();
  const visit = (node: Expr): number => {
    const seen = known.get(node);
    if (seen !== undefined) return seen;
    const value = compute(node);
    known.set(node, value);
    return value;
  };
  const compute = (node: Expr): number => {
    if (node.op === 'const') return node.value!;
    if (node.name !== undefined && node.args.length === 0) return lookup(node.name);
    if (!isElementwise(node.op)) throw new Error(`${node.op} has no scalar value; please report this`);
    if (node.op === 'select') return visit(visit(node.args[0]!) !== 0 ? node.args[1]! : node.args[2]!);
    return functions[node.op](...node.args.map(visit));
  };
  return visit(expr);
}
