/**
 * Low: an immutable DAG of pure per-lane operations, the last form before WebAssembly.
 * A value is an f64, a mask or an i64 per lane; in vector mode each is a v128, in scalar mode an f64, i32 (0 or 1) or i64.
 */

export type LowType = 'f64' | 'mask' | 'i64';

export type UnaryOp = 'sqrt' | 'abs' | 'neg' | 'floor' | 'ceil' | 'trunc';
export type BinaryOp = 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max' | 'pmin' | 'pmax' | 'copysign';
export type CompareOp = 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne';
export type MaskOp = 'maskAnd' | 'maskOr' | 'maskNot';
export type IntegerOp = 'iadd' | 'isub' | 'iand' | 'ior' | 'ixor' | 'ishl' | 'ishrU' | 'ieq';
export type LowOp =
  | UnaryOp
  | BinaryOp
  | CompareOp
  | MaskOp
  | IntegerOp
  | 'constant'
  | 'select'
  | 'bitsOf'
  | 'fromBits'
  | 'local'
  | 'splat'
  | 'load'
  | 'loadScalar'
  | 'gather'
  | 'call'
  | 'keepLanes';

/** One operation; fields that an operation does not use are 0 (or -1 for a local). */
export interface Low {
  readonly op: LowOp;
  readonly type: LowType;
  readonly args: readonly Low[];
  /** Bits of a constant (two 32 bit halves); `low` is also a shift count. */
  readonly low: number;
  readonly high: number;
  /** Local read, local with a base address, or index of the called function. */
  readonly target: number;
  /** Local with the base address of a gather's Int32 row indices. */
  readonly indices: number;
  /** Local with the byte index of the row (8 × row), or -1 for none. */
  readonly byteIndex: number;
  /** Constant byte offset. */
  readonly offset: number;
  /** Rows ahead of byteIndex whose index a gather reads. */
  readonly ahead: number;
}

const none: readonly Low[] = [];

function node(op: LowOp, type: LowType, args: readonly Low[], low = 0, high = 0): Low {
  return { op, type, args, low, high, target: -1, indices: -1, byteIndex: -1, offset: 0, ahead: 0 };
}

function reading(
  op: LowOp,
  type: LowType,
  target: number,
  { indices = -1, byteIndex = -1, offset = 0, args = none },
): Low {
  return { op, type, args, low: 0, high: 0, target, indices, byteIndex, offset, ahead: 0 };
}

const view = new DataView(new ArrayBuffer(8));

/** The double whose bits a constant holds. */
export function numberOf(constantNode: Low): number {
  view.setInt32(0, constantNode.low, true);
  view.setInt32(4, constantNode.high, true);
  return view.getFloat64(0, true);
}

function isConstant(x: Low): boolean {
  return x.op === 'constant';
}

/** Whether `x` is the constant `value` (−0 and 0 differ). */
function isNumber(x: Low, value: number): boolean {
  return x.op === 'constant' && x.type === 'f64' && Object.is(numberOf(x), value);
}

// Leaves

/** An f64 constant. */
export function constant(value: number): Low {
  view.setFloat64(0, value, true);
  return node('constant', 'f64', none, view.getInt32(0, true), view.getInt32(4, true));
}

/** An i64 constant. */
export function iconst(value: bigint): Low {
  view.setBigInt64(0, value, true);
  return node('constant', 'i64', none, view.getInt32(0, true), view.getInt32(4, true));
}

/** A mask that is the same in every lane. */
export function maskConstant(value: boolean): Low {
  return value ? node('constant', 'mask', none, -1, -1) : node('constant', 'mask', none);
}

/** Reads a wasm local: v128 in vector mode; f64, i32 or i64 after `type` in scalar mode. */
export function local(index: number, type: LowType = 'f64'): Low {
  return reading('local', type, index, {});
}

/** A scalar f64 local in every lane; the local must not change inside the loop. */
export function splat(scalarLocal: number): Low {
  return reading('splat', 'f64', scalarLocal, {});
}

/** The f64 of the row (vector: this row and the next) at address + byteIndex + offset. */
export function load(addressLocal: number, byteIndexLocal?: number, offset = 0): Low {
  return reading('load', 'f64', addressLocal, { byteIndex: byteIndexLocal ?? -1, offset });
}

/** One f64 at address + offset in every lane; it must not change inside the loop. */
export function loadScalar(addressLocal: number, offset = 0): Low {
  return reading('loadScalar', 'f64', addressLocal, { offset });
}

/** The f64 at address + 8 × index[row] (+ offset), with Int32 indices, one a row, at indexAddress + byteIndex / 2. */
export function gather(
  addressLocal: number,
  indexAddressLocal: number,
  byteIndexLocal: number,
  offset = 0,
): Low {
  return reading('gather', 'f64', addressLocal, {
    indices: indexAddressLocal,
    byteIndex: byteIndexLocal,
    offset,
  });
}

/** Calls a pure function (f64, …) → f64, once per lane. */
export function call(funcIndex: number, args: readonly Low[]): Low {
  return reading('call', 'f64', funcIndex, { args });
}

// Arithmetic

const foldBinary: Partial<Record<BinaryOp, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  min: Math.min,
  max: Math.max,
};

function binary(op: BinaryOp, a: Low, b: Low): Low {
  if (isConstant(a) && isConstant(b)) {
    const fold = foldBinary[op];
    if (fold) return constant(fold(numberOf(a), numberOf(b)));
  }
  return node(op, 'f64', [a, b]);
}

export function add(a: Low, b: Low): Low {
  if (isNumber(b, -0)) return a;
  if (isNumber(a, -0)) return b;
  return binary('add', a, b);
}

export function sub(a: Low, b: Low): Low {
  return isNumber(b, 0) ? a : binary('sub', a, b);
}

export function mul(a: Low, b: Low): Low {
  if (isNumber(b, 1)) return a;
  if (isNumber(a, 1)) return b;
  if (isNumber(b, -1)) return neg(a);
  if (isNumber(a, -1)) return neg(b);
  return binary('mul', a, b);
}

export function div(a: Low, b: Low): Low {
  return isNumber(b, 1) ? a : binary('div', a, b);
}

/** IEEE minimum: NaN if either is NaN, −0 < 0. */
export function min(a: Low, b: Low): Low {
  return binary('min', a, b);
}

/** IEEE maximum: NaN if either is NaN, −0 < 0. */
export function max(a: Low, b: Low): Low {
  return binary('max', a, b);
}

/** `b < a ? b : a`, one instruction on x86; a NaN in `a` stays, a NaN in `b` is ignored. */
export function pmin(a: Low, b: Low): Low {
  return binary('pmin', a, b);
}

/** `a < b ? b : a`, one instruction on x86; a NaN in `a` stays, a NaN in `b` is ignored. */
export function pmax(a: Low, b: Low): Low {
  return binary('pmax', a, b);
}

/** The magnitude of `a` with the sign of `b`. */
export function copysign(a: Low, b: Low): Low {
  return binary('copysign', a, b);
}

function unary(op: UnaryOp, a: Low, fold?: (a: number) => number): Low {
  if (fold && isConstant(a)) return constant(fold(numberOf(a)));
  return node(op, 'f64', [a]);
}

export function sqrt(a: Low): Low {
  return unary('sqrt', a, Math.sqrt);
}

export function abs(a: Low): Low {
  return unary('abs', a, Math.abs);
}

export function neg(a: Low): Low {
  return a.op === 'neg' ? a.args[0] : unary('neg', a, (x) => -x);
}

export function floor(a: Low): Low {
  return unary('floor', a, Math.floor);
}

export function ceil(a: Low): Low {
  return unary('ceil', a, Math.ceil);
}

export function trunc(a: Low): Low {
  return unary('trunc', a, Math.trunc);
}

// Comparisons and masks (a comparison with NaN is false, except `ne`)

const foldCompare: Record<CompareOp, (a: number, b: number) => boolean> = {
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
};

function compare(op: CompareOp, a: Low, b: Low): Low {
  if (isConstant(a) && isConstant(b)) return maskConstant(foldCompare[op](numberOf(a), numberOf(b)));
  return node(op, 'mask', [a, b]);
}

export function lt(a: Low, b: Low): Low {
  return compare('lt', a, b);
}

export function le(a: Low, b: Low): Low {
  return compare('le', a, b);
}

export function gt(a: Low, b: Low): Low {
  return compare('gt', a, b);
}

export function ge(a: Low, b: Low): Low {
  return compare('ge', a, b);
}

export function eq(a: Low, b: Low): Low {
  return compare('eq', a, b);
}

export function ne(a: Low, b: Low): Low {
  return compare('ne', a, b);
}

export function maskAnd(a: Low, b: Low): Low {
  if (isConstant(a)) return a.low === 0 ? a : b;
  if (isConstant(b)) return b.low === 0 ? b : a;
  return node('maskAnd', 'mask', [a, b]);
}

export function maskOr(a: Low, b: Low): Low {
  if (isConstant(a)) return a.low === 0 ? b : a;
  if (isConstant(b)) return b.low === 0 ? a : b;
  return node('maskOr', 'mask', [a, b]);
}

export function maskNot(a: Low): Low {
  if (isConstant(a)) return maskConstant(a.low === 0);
  return a.op === 'maskNot' ? a.args[0] : node('maskNot', 'mask', [a]);
}

/** `mask ? a : b` per lane; a and b (both f64, i64 or mask) are both computed. */
export function select(mask: Low, a: Low, b: Low): Low {
  if (isConstant(mask)) return mask.low === 0 ? b : a;
  return a === b ? a : node('select', a.type, [a, b, mask]);
}

/** `value` in the lanes whose mask local is set and +0 elsewhere, also where value is NaN. */
export function keepLanes(value: Low, maskLocal: number): Low {
  return node('keepLanes', value.type, [value, local(maskLocal, 'mask')]);
}

// 64 bit integers

/** The bits of an f64 as an i64. */
export function bitsOf(a: Low): Low {
  if (a.op === 'fromBits') return a.args[0];
  return isConstant(a) ? node('constant', 'i64', none, a.low, a.high) : node('bitsOf', 'i64', [a]);
}

/** The f64 with these bits. */
export function fromBits(a: Low): Low {
  if (a.op === 'bitsOf') return a.args[0];
  return isConstant(a) ? node('constant', 'f64', none, a.low, a.high) : node('fromBits', 'f64', [a]);
}

export function iadd(a: Low, b: Low): Low {
  return node('iadd', 'i64', [a, b]);
}

export function isub(a: Low, b: Low): Low {
  return node('isub', 'i64', [a, b]);
}

export function iand(a: Low, b: Low): Low {
  return node('iand', 'i64', [a, b]);
}

export function ior(a: Low, b: Low): Low {
  return node('ior', 'i64', [a, b]);
}

export function ixor(a: Low, b: Low): Low {
  return node('ixor', 'i64', [a, b]);
}

/** Shift left by a constant number of bits. */
export function ishl(a: Low, count: number): Low {
  return node('ishl', 'i64', [a], count);
}

/** Logical shift right by a constant number of bits. */
export function ishrU(a: Low, count: number): Low {
  return node('ishrU', 'i64', [a], count);
}

/** Equality of two i64. */
export function ieq(a: Low, b: Low): Low {
  return node('ieq', 'mask', [a, b]);
}

/** Adding 1.5 × 2^52 rounds |x| < 2^51 to an integer that then stands in the low bits. */
const roundingShift = 1.5 * 2 ** 52;

/** The nearest integer (ties to even) of an f64 with |x| < 2^51, as an i64. */
export function toInteger(a: Low): Low {
  const magic = constant(roundingShift);
  return isub(bitsOf(add(a, magic)), bitsOf(magic));
}

/** The f64 of an i64 with |x| < 2^51. */
export function fromInteger(a: Low): Low {
  const magic = constant(roundingShift);
  return sub(fromBits(iadd(a, bitsOf(magic))), magic);
}
