import { numeric } from './evaluate.ts';
import { type Domain, type ElementwiseOp, type Expr, isConst, isTruth, rows, scalar } from './expr.ts';

/** What a constructor accepts: an expression or a plain number. */
export type Input = Expr | number;

export function constant(value: number): Expr {
  return { op: 'const', args: [], domain: scalar, value };
}

const zero = constant(0);
const one = constant(1);

export function asExpr(input: Input): Expr {
  return typeof input === 'number' ? constant(input) : input;
}

/** A name whose meaning (parameter, column, constant) the model gives later. */
export function symbol(name: string): Expr {
  return { op: 'symbol', args: [], domain: scalar, name };
}

/** A free variable of the density on its constrained scale. */
export function parameter(name: string, domain: Domain = scalar): Expr {
  return { op: 'parameter', args: [], domain, name };
}

export function column(name: string, domain: Domain = rows): Expr {
  return { op: 'column', args: [], domain, name };
}

/** A scalar given to every entry of a domain. */
export function spread(value: Expr, domain: Domain): Expr {
  if (value.domain !== scalar || domain === scalar) return value;
  return { op: 'spread', args: [value], domain };
}

/** The number of entries of a domain. */
export function size(domain: Domain): Expr {
  return domain === scalar ? one : { op: 'size', args: [], domain: scalar, name: domain };
}

/** The place of an entry in its domain: 0, 1, 2, … */
export function position(domain: Domain): Expr {
  return { op: 'position', args: [], domain };
}

/** A function over columns that the model expands: `gp`, `bs`, `lag`, `sum` of a vector. */
export function call(name: string, args: readonly Input[]): Expr {
  return { op: 'call', args: args.map(asExpr), domain: scalar, name };
}

/** A written-out list `[a, b, c]`. */
export function vector(items: readonly Input[]): Expr {
  return { op: 'vector', args: items.map(asExpr), domain: scalar };
}

function joined(op: ElementwiseOp, args: readonly Expr[]): Domain {
  let domain = scalar;
  for (const arg of args) {
    if (arg.domain === scalar || arg.domain === domain) continue;
    if (domain !== scalar) throw new Error(`${op} joins ${domain} with ${arg.domain}; please report this`);
    domain = arg.domain;
  }
  return domain;
}

function node(op: ElementwiseOp, ...args: readonly Expr[]): Expr {
  if (args.every(isConst)) {
    const value = numeric(
      op,
      args.map((arg) => arg.value as number),
    );
    if (value !== undefined) return constant(value);
  }
  const domain = joined(op, args);
  // A scalar beside a value of the domain need not be spread first.
  const direct = args.some((arg) => arg.op !== 'spread' && arg.domain === domain);
  return { op, args: direct ? args.map((arg) => (arg.op === 'spread' ? arg.args[0]! : arg)) : args, domain };
}

const isZero = (expr: Expr): boolean => isConst(expr) && expr.value === 0;
const isOne = (expr: Expr): boolean => isConst(expr) && expr.value === 1;

export function add(a: Input, b: Input, ...more: readonly Input[]): Expr {
  if (more.length > 0) return add(add(a, b), more[0]!, ...more.slice(1));
  const x = asExpr(a);
  const y = asExpr(b);
  if (isZero(x)) return y;
  if (isZero(y)) return x;
  if (y.op === 'neg') return sub(x, y.args[0]!);
  if (x.op === 'neg') return sub(y, x.args[0]!);
  return node('add', x, y);
}

export function sub(a: Input, b: Input): Expr {
  const x = asExpr(a);
  const y = asExpr(b);
  if (isZero(y)) return x;
  if (isZero(x)) return neg(y);
  if (y.op === 'neg') return add(x, y.args[0]!);
  return node('sub', x, y);
}

/** Product; an exact 0 or 1 is removed (0 · x is taken as 0). */
export function mul(a: Input, b: Input, ...more: readonly Input[]): Expr {
  if (more.length > 0) return mul(mul(a, b), more[0]!, ...more.slice(1));
  const x = asExpr(a);
  const y = asExpr(b);
  if (isZero(x) || isZero(y)) return zero;
  if (isOne(x)) return y;
  if (isOne(y)) return x;
  if (isConst(x) && x.value === -1) return neg(y);
  if (isConst(y) && y.value === -1) return neg(x);
  if (x.op === 'neg') return neg(mul(x.args[0]!, y));
  if (y.op === 'neg') return neg(mul(x, y.args[0]!));
  return node('mul', x, y);
}

export function div(a: Input, b: Input): Expr {
  const x = asExpr(a);
  const y = asExpr(b);
  if (isOne(y)) return x;
  if (isZero(x) && !isZero(y)) return zero;
  if (x.op === 'neg') return neg(div(x.args[0]!, y));
  return node('div', x, y);
}

export function neg(a: Input): Expr {
  const x = asExpr(a);
  if (x.op === 'neg') return x.args[0]!;
  if (x.op === 'sub') return sub(x.args[1]!, x.args[0]!);
  return node('neg', x);
}

export function square(a: Input): Expr {
  const x = asExpr(a);
  return node('mul', x, x);
}

export function reciprocal(a: Input): Expr {
  return div(one, a);
}

/** Power; small whole and half exponents become products and roots, so that x ** 2 has a derivative at 0. */
export function pow(a: Input, b: Input): Expr {
  const x = asExpr(a);
  const y = asExpr(b);
  if (isConst(y)) {
    if (y.value === 0) return one;
    if (y.value === 1) return x;
    if (y.value === 0.5) return sqrt(x);
    if (y.value === -0.5) return div(1, sqrt(x));
    if (Number.isInteger(y.value) && Math.abs(y.value) <= 16 && !isConst(x)) {
      const power = wholePower(x, Math.abs(y.value));
      return y.value < 0 ? div(1, power) : power;
    }
  }
  return node('pow', x, y);
}

function wholePower(x: Expr, exponent: number): Expr {
  if (exponent === 1) return x;
  const half = wholePower(x, exponent >> 1);
  const squared = square(half);
  return exponent % 2 === 1 ? mul(squared, x) : squared;
}

export function sqrt(a: Input): Expr {
  return node('sqrt', asExpr(a));
}

/** Logarithm; log of exp, of inverse logit, of powers and roots is taken apart exactly. */
export function log(a: Input): Expr {
  const x = asExpr(a);
  if (x.op === 'exp') return x.args[0]!;
  if (x.op === 'invlogit') return neg(softplus(neg(x.args[0]!)));
  if (x.op === 'sqrt') return mul(0.5, log(x.args[0]!));
  if (x.op === 'add' && isOne(x.args[0]!)) return log1p(x.args[1]!);
  if (x.op === 'add' && isOne(x.args[1]!)) return log1p(x.args[0]!);
  if (x.op === 'sub' && isOne(x.args[0]!)) return log1p(neg(x.args[1]!));
  if (x.op === 'mul' && x.args.every(isSurelyPositive)) return add(log(x.args[0]!), log(x.args[1]!));
  if (x.op === 'div' && x.args.every(isSurelyPositive)) return sub(log(x.args[0]!), log(x.args[1]!));
  return node('log', x);
}

/** Whether a value is positive by its form, so that a logarithm may be taken apart. */
function isSurelyPositive(x: Expr): boolean {
  if (isConst(x)) return x.value > 0;
  return x.op === 'exp' || x.op === 'invlogit' || (x.op === 'sqrt' && isSurelyPositive(x.args[0]!));
}

export function log1p(a: Input): Expr {
  const x = asExpr(a);
  if (x.op === 'exp') return softplus(x.args[0]!);
  if (x.op === 'neg' && x.args[0]!.op === 'invlogit') return neg(softplus(x.args[0]!.args[0]!));
  if (x.op === 'expm1') return x.args[0]!;
  return node('log1p', x);
}

export function exp(a: Input): Expr {
  const x = asExpr(a);
  if (x.op === 'log') return x.args[0]!;
  return node('exp', x);
}

export function expm1(a: Input): Expr {
  return node('expm1', asExpr(a));
}

const unary =
  (op: ElementwiseOp) =>
  (a: Input): Expr =>
    node(op, asExpr(a));
const binary =
  (op: ElementwiseOp) =>
  (a: Input, b: Input): Expr =>
    node(op, asExpr(a), asExpr(b));

export const abs = unary('abs');
export const floor = unary('floor');
export const ceil = unary('ceil');
export const sign = unary('sign');
export const sin = unary('sin');
export const cos = unary('cos');
export const tan = unary('tan');
export const sinh = unary('sinh');
export const cosh = unary('cosh');
export const tanh = unary('tanh');
export const asin = unary('asin');
export const acos = unary('acos');
export const atan = unary('atan');
/** 1 / (1 + exp(−x)). */
export const invlogit = unary('invlogit');
/** log(1 + exp(x)). */
export const softplus = unary('softplus');
export const lgamma = unary('lgamma');
export const digamma = unary('digamma');
export const trigamma = unary('trigamma');
export const erf = unary('erf');
export const erfc = unary('erfc');
/** Standard normal cdf and its logarithm. */
export const ndtr = unary('ndtr');
export const logNdtr = unary('logNdtr');
/** log of the modified Bessel function I₀, and the ratio I₁/I₀. */
export const logI0 = unary('logI0');
export const besselI1OverI0 = unary('besselI1OverI0');
/** Regularised incomplete gamma functions P(a, x) and Q(a, x). */
export const gammaP = binary('gammaP');
export const gammaQ = binary('gammaQ');
export const min = binary('min');
export const max = binary('max');
/** log(exp(a) + exp(b)). */
export const logaddexp = binary('logaddexp');
export const lt = binary('lt');
export const le = binary('le');
export const gt = binary('gt');
export const ge = binary('ge');
export const eq = binary('eq');
export const ne = binary('ne');

/** ∂P(a, x)/∂a. */
export const gammaPDa = binary('gammaPDa');

/** ∂I_x(a, b)/∂a and ∂I_x(a, b)/∂b. */
export function betaIDa(a: Input, b: Input, x: Input): Expr {
  return node('betaIDa', asExpr(a), asExpr(b), asExpr(x));
}

export function betaIDb(a: Input, b: Input, x: Input): Expr {
  return node('betaIDb', asExpr(a), asExpr(b), asExpr(x));
}

/** Regularised incomplete beta function I_x(a, b). */
export function betaI(a: Input, b: Input, x: Input): Expr {
  return node('betaI', asExpr(a), asExpr(b), asExpr(x));
}

/** log(p / (1 − p)). */
export function logit(a: Input): Expr {
  const p = asExpr(a);
  if (p.op === 'invlogit') return p.args[0]!;
  return sub(log(p), log1p(neg(p)));
}

/** log(1 − exp(x)) for x ≤ 0 (Mächler 2012). */
export function log1mexp(a: Input): Expr {
  const x = asExpr(a);
  return select(gt(x, -Math.LN2), log(neg(expm1(x))), log1p(neg(exp(x))));
}

/** x · log(y), which is 0 where x is 0. */
export function xlogy(a: Input, b: Input): Expr {
  const x = asExpr(a);
  if (isConst(x)) return mul(x, log(b));
  return select(eq(x, 0), zero, mul(x, log(b)));
}

/** x · log(1 + y), which is 0 where x is 0. */
export function xlog1py(a: Input, b: Input): Expr {
  const x = asExpr(a);
  if (isConst(x)) return mul(x, log1p(b));
  return select(eq(x, 0), zero, mul(x, log1p(b)));
}

export function logsumexp(items: readonly Input[]): Expr {
  if (items.length === 0) throw new Error('logsumexp of nothing; please report this');
  return items.map(asExpr).reduce((left, right) => logaddexp(left, right));
}

function truth(input: Input): Expr {
  const x = asExpr(input);
  return isTruth(x) || isConst(x) ? x : ne(x, 0);
}

export function and(a: Input, b: Input): Expr {
  const x = truth(a);
  const y = truth(b);
  if (isConst(x)) return x.value !== 0 ? y : zero;
  if (isConst(y)) return y.value !== 0 ? x : zero;
  return node('and', x, y);
}

export function or(a: Input, b: Input): Expr {
  const x = truth(a);
  const y = truth(b);
  if (isConst(x)) return x.value !== 0 ? one : y;
  if (isConst(y)) return y.value !== 0 ? one : x;
  return node('or', x, y);
}

export function not(a: Input): Expr {
  const x = truth(a);
  if (x.op === 'not') return x.args[0]!;
  return node('not', x);
}

/** `condition ? a : b`; the branch not taken has no influence on value or derivative, even where it is not finite. */
export function select(condition: Input, a: Input, b: Input): Expr {
  const c = truth(condition);
  const x = asExpr(a);
  const y = asExpr(b);
  if (isConst(c)) return c.value !== 0 ? x : y;
  if (x === y) return x;
  return node('select', c, x, y);
}

/** Sum over the domain of the value; a scalar stays itself. */
export function sum(a: Input): Expr {
  const x = asExpr(a);
  if (x.domain === scalar) return x;
  if (x.op === 'neg') return neg(sum(x.args[0]!));
  if (x.op === 'spread') return mul(size(x.domain), x.args[0]!);
  if (x.op === 'mul' || x.op === 'div') {
    const [left, right] = [x.args[0]!, x.args[1]!];
    if (right.domain === scalar) return x.op === 'mul' ? mul(sum(left), right) : div(sum(left), right);
    if (x.op === 'mul' && left.domain === scalar) return mul(left, sum(right));
  }
  if (x.op === 'add' || x.op === 'sub') {
    const [left, right] = [x.args[0]!, x.args[1]!];
    if (left.domain === scalar || right.domain === scalar) {
      const [a, b] = [left, right].map((part) =>
        part.domain === scalar ? mul(size(x.domain), part) : sum(part),
      );
      return x.op === 'add' ? add(a!, b!) : sub(a!, b!);
    }
  }
  return { op: 'sum', args: [x], domain: scalar };
}

/** Σ log(x) for values of at least 1 (NaN for negative ones), as the logarithm of a running product. */
export function sumLog(x: Expr): Expr {
  return x.domain === scalar ? log(x) : { op: 'sumLog', args: [x], domain: scalar };
}

/** The value of each row's level: `by:g` → rows (or another domain the group indexes). */
export function gather(value: Expr, group: string, domain: Domain = rows): Expr {
  if (value.domain === scalar || value.domain === domain) return value;
  return { op: 'gather', args: [value], domain, name: group };
}

/** Sum of the rows of each level: rows → `by:g`; the transpose of gather. */
export function segmentSum(value: Expr, group: string, domain: Domain): Expr {
  return { op: 'segmentSum', args: [value], domain, name: group };
}

/** Σₖ Xₖ · betaₖ for each row; `matrix` names the vector of columns. */
export function dot(matrix: string, beta: Expr): Expr {
  return { op: 'dot', args: [beta], domain: rows, name: matrix };
}

export function dotTranspose(matrix: string, value: Expr): Expr {
  return { op: 'dotTranspose', args: [value], domain: `over:${matrix}`, name: matrix };
}

/** The value k places earlier, 0 where there is none. */
export function shift(value: Expr, places: number): Expr {
  return { op: 'shift', args: [value], domain: value.domain, value: places };
}

export function cumsum(value: Expr): Expr {
  return { op: 'cumsum', args: [value], domain: value.domain };
}

export function reverseCumsum(value: Expr): Expr {
  return { op: 'reverseCumsum', args: [value], domain: value.domain };
}

/** Entry k of a vector. */
export function element(value: Expr, k: number): Expr {
  if (value.op === 'stack') return value.args[k]!;
  return { op: 'element', args: [value], domain: scalar, value: k };
}

/** A vector of the given scalars. */
export function stack(items: readonly Expr[], domain: Domain): Expr {
  return { op: 'stack', args: items, domain };
}
