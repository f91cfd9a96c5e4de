/**
 * Expr, the one intermediate form between a model's text and its WebAssembly kernel: an immutable graph of operations.
 *
 * A value lives on a domain, the index space it varies over: `scalar`, `rows` (one value a data row), `by:g` (one value
 * a level of a group), `over:X` (one value a column of a vector). An elementwise operation joins scalars with one other domain.
 */
export type Domain = string;

export const scalar: Domain = 'scalar';
export const rows: Domain = 'rows';

/** Elementwise operations; their meaning, derivative and printed forms stand in `operations.ts`. */
export type ElementwiseOp =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'pow'
  | 'min'
  | 'max'
  | 'logaddexp'
  | 'neg'
  | 'sqrt'
  | 'abs'
  | 'floor'
  | 'ceil'
  | 'sign'
  | 'exp'
  | 'expm1'
  | 'log'
  | 'log1p'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'sinh'
  | 'cosh'
  | 'tanh'
  | 'asin'
  | 'acos'
  | 'atan'
  | 'invlogit'
  | 'softplus'
  | 'lgamma'
  | 'digamma'
  | 'trigamma'
  | 'erf'
  | 'erfc'
  | 'logNdtr'
  | 'logI0'
  | 'besselI1OverI0'
  | 'gammaP'
  | 'gammaQ'
  | 'gammaPDa'
  | 'betaI'
  | 'betaIDa'
  | 'betaIDb'
  | 'ndtr'
  | 'lt'
  | 'le'
  | 'gt'
  | 'ge'
  | 'eq'
  | 'ne'
  | 'and'
  | 'or'
  | 'not'
  | 'select';

/** Operations that move values between domains. */
export type StructuralOp =
  | 'spread' // scalar → any domain
  | 'sum' // any domain → scalar
  | 'sumLog' // Σ log of values ≥ 1, any domain → scalar; made by the compiler
  | 'gather' // by-group value → rows, through the group's index
  | 'segmentSum' // rows → by-group, the transpose of gather
  | 'dot' // matrix columns × over-vector → rows
  | 'dotTranspose' // rows → over-vector, the transpose of dot
  | 'shift' // value k places earlier in its domain, zero before the start (k < 0: later)
  | 'cumsum' // running sum along the domain
  | 'reverseCumsum' // running sum from the end, the transpose of cumsum
  | 'element' // entry k of a vector → scalar
  | 'stack'; // scalars → a vector of fixed length

/** Leaves. `symbol` is a name not yet given a meaning; `call` a function over columns that the model expands (gp, bs, lag). */
export type LeafOp = 'const' | 'symbol' | 'parameter' | 'column' | 'size' | 'position' | 'call' | 'vector';

export type Op = ElementwiseOp | StructuralOp | LeafOp;

export interface Expr {
  readonly op: Op;
  readonly args: readonly Expr[];
  readonly domain: Domain;
  /** The number of a `const`, the place k of `shift` and `element`. */
  readonly value?: number;
  /** The name of a symbol, parameter, column or call; the group of gather and segmentSum; the vector of dot. */
  readonly name?: string;
}

const truthOps: ReadonlySet<Op> = new Set<Op>(['lt', 'le', 'gt', 'ge', 'eq', 'ne', 'and', 'or', 'not']);

/** Whether the value is true or false rather than a number. */
export function isTruth(expr: Expr): boolean {
  return truthOps.has(expr.op);
}

export function isConst(expr: Expr): expr is Expr & { readonly value: number } {
  return expr.op === 'const';
}

export function isConstOf(expr: Expr, value: number): boolean {
  return expr.op === 'const' && Object.is(expr.value, value);
}

/** The domain with one entry fewer than another: where the free numbers of a vector with a fixed sum live. */
export function shorter(domain: Domain): Domain {
  return `short:${domain}`;
}

/** The domain that `shorter` was asked for, or undefined for any other. */
export function longerOf(domain: Domain): Domain | undefined {
  return domain.startsWith('short:') ? domain.slice('short:'.length) : undefined;
}
