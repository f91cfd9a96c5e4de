/** Expr operations → Low operations of the compiler's lanes. */
import { type ElementwiseOp, type Expr, isTruth } from '../expr/expr.ts';
import type { Low } from './low/low.ts';
import * as low from './low/low.ts';
import { expNonPositive } from './low/math/exp.ts';
import { lowMath } from './low/math/index.ts';

/** Functions computed lane by lane in the special-function module, with their argument counts. */
export const specialFunctions: Readonly<Partial<Record<ElementwiseOp, number>>> = {
  lgamma: 1,
  digamma: 1,
  trigamma: 1,
  erf: 1,
  erfc: 1,
  ndtr: 1,
  logNdtr: 1,
  logI0: 1,
  besselI1OverI0: 1,
  gammaP: 2,
  gammaQ: 2,
  gammaPDa: 2,
  betaI: 3,
  betaIDa: 3,
  betaIDb: 3,
};

const one = low.constant(1);
const zero = low.constant(0);

/** A number from a mask. */
export function asNumber(value: Low): Low {
  return value.type === 'mask' ? low.select(value, one, zero) : value;
}

/** A mask from a number: other than zero. */
export function asMask(value: Low): Low {
  return value.type === 'mask' ? value : low.ne(value, zero);
}

function sign(x: Low): Low {
  return low.select(low.gt(x, zero), one, low.select(low.lt(x, zero), low.constant(-1), x));
}

const direct: Readonly<Partial<Record<ElementwiseOp, (...args: Low[]) => Low>>> = {
  add: low.add,
  sub: low.sub,
  mul: low.mul,
  div: low.div,
  neg: low.neg,
  sqrt: low.sqrt,
  abs: low.abs,
  floor: low.floor,
  ceil: low.ceil,
  min: low.min,
  max: low.max,
  sign,
  lt: low.lt,
  le: low.le,
  gt: low.gt,
  ge: low.ge,
  eq: low.eq,
  ne: low.ne,
};

/** One elementwise operation on lowered arguments; `functionIndex` gives the import of a special function. */
export function lowerElementwise(
  node: Expr,
  args: readonly Low[],
  functionIndex: (name: string) => number,
): Low {
  switch (node.op) {
    case 'and':
      return low.maskAnd(asMask(args[0]!), asMask(args[1]!));
    case 'or':
      return low.maskOr(asMask(args[0]!), asMask(args[1]!));
    case 'not':
      return low.maskNot(asMask(args[0]!));
    case 'select':
      return low.select(asMask(args[0]!), asNumber(args[1]!), asNumber(args[2]!));
  }
  const numbers = args.map(asNumber);
  const op = node.op as ElementwiseOp;
  if (op === 'exp' && numbers[0]!.op === 'neg' && numbers[0]!.args[0]!.op === 'abs')
    return expNonPositive(numbers[0]!);
  const simple = direct[op];
  if (simple !== undefined) return simple(...numbers);
  if (specialFunctions[op] !== undefined) return low.call(functionIndex(op), numbers);
  const math = lowMath[op];
  if (math === undefined)
    throw new Error(`no code for ${node.op}${isTruth(node) ? ' (truth)' : ''}; please report this`);
  return math(...numbers);
}
