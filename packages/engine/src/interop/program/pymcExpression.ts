/** Expr → the text of a PyTensor expression. */
import type { Expr } from '../../expr/expr.ts';

/** Precedences of Python: comparison 1, sum 2, product 3, sign 4, power 5, atom 9. */
const infix: Readonly<Record<string, readonly [symbol: string, precedence: number]>> = {
  add: ['+', 2],
  sub: ['-', 2],
  mul: ['*', 3],
  div: ['/', 3],
};

const functions: Readonly<Record<string, string>> = {
  exp: 'pt.exp',
  expm1: 'pt.expm1',
  log: 'pt.log',
  log1p: 'pt.log1p',
  sqrt: 'pt.sqrt',
  abs: 'pt.abs',
  floor: 'pt.floor',
  ceil: 'pt.ceil',
  sign: 'pt.sign',
  sin: 'pt.sin',
  cos: 'pt.cos',
  tan: 'pt.tan',
  sinh: 'pt.sinh',
  cosh: 'pt.cosh',
  tanh: 'pt.tanh',
  asin: 'pt.arcsin',
  acos: 'pt.arccos',
  atan: 'pt.arctan',
  invlogit: 'pt.sigmoid',
  softplus: 'pt.softplus',
  lgamma: 'pt.gammaln',
  digamma: 'pt.psi',
  erf: 'pt.erf',
  erfc: 'pt.erfc',
  gammaP: 'pt.gammainc',
  gammaQ: 'pt.gammaincc',
  betaI: 'pt.betainc',
  min: 'pt.minimum',
  max: 'pt.maximum',
  logaddexp: 'pt.logaddexp',
  lt: 'pt.lt',
  le: 'pt.le',
  gt: 'pt.gt',
  ge: 'pt.ge',
  eq: 'pt.eq',
  ne: 'pt.neq',
  and: 'pt.and_',
  or: 'pt.or_',
  not: 'pt.invert',
  select: 'pt.switch',
  cumsum: 'pt.cumsum',
  stack: 'pt.stack',
};

/** How names and indices of a model read in the script. */
export interface PythonNames {
  readonly variable: (name: string) => string;
  readonly column: (name: string) => string;
  readonly vector: (name: string) => string;
  /** The index that finds each entry of a domain its level of a group. */
  readonly index: (group: string, domain: string) => string;
  readonly size: (domain: string) => string;
}

/** A number that Python reads back to the same bits. */
export function pythonNumber(value: number): string {
  if (Number.isNaN(value)) return 'np.nan';
  if (value === Number.POSITIVE_INFINITY) return 'np.inf';
  return value === Number.NEGATIVE_INFINITY ? '-np.inf' : String(value);
}

/** The text of an expression; nodes of `named` are told by their names. */
export function pymcText(root: Expr, names: PythonNames, named: ReadonlyMap<Expr, string>): string {
  const text = (node: Expr, outer: number, isWhole = false): string => {
    const known = isWhole ? undefined : named.get(node);
    if (known !== undefined) return known;
    const wrap = (it: string, own: number): string => (own < outer ? `(${it})` : it);
    const [a, b] = node.args;
    const operator = infix[node.op];
    if (operator !== undefined) {
      const [symbol, own] = operator;
      return wrap(`${text(a!, own)} ${symbol} ${text(b!, own + 1)}`, own);
    }
    const name = functions[node.op];
    if (name !== undefined) return `${name}(${node.args.map((arg) => text(arg, 0)).join(', ')})`;
    switch (node.op) {
      case 'const':
        return node.value! < 0 ? wrap(pythonNumber(node.value!), 4) : pythonNumber(node.value!);
      case 'parameter':
        return names.variable(node.name!);
      case 'column':
        return names.column(node.name!);
      case 'size':
        return names.size(node.name!);
      case 'position':
        return `np.arange(${names.size(node.domain)})`;
      case 'neg':
        return wrap(`-${text(a!, 4)}`, 4);
      case 'pow':
        return wrap(`${text(a!, 6)} ** ${text(b!, 5)}`, 5);
      case 'spread':
        return text(a!, outer);
      case 'sum':
        if (a!.op === 'spread') return wrap(`${text(a!.args[0]!, 3)} * ${names.size(a!.domain)}`, 3);
        return `pt.sum(${text(a!, 0)})`;
      case 'gather':
        return `${text(a!, 9)}[${names.index(node.name!, node.domain)}]`;
      case 'dot':
        return `pt.dot(${names.vector(node.name!)}, ${text(a!, 0)})`;
      case 'element':
        return `${text(a!, 9)}[${node.value!}]`;
      case 'shift':
        return `pt.concatenate([pt.zeros(${node.value!}), ${text(a!, 9)}[:-${node.value!}]])`;
      case 'vector':
        return `pt.stack([${node.args.map((arg) => text(arg, 0)).join(', ')}])`;
      case 'ndtr':
        return wrap(`0.5 * pt.erfc(-${text(a!, 4)} / np.sqrt(2))`, 3);
      case 'logNdtr':
        return `pm.logcdf(pm.Normal.dist(), ${text(a!, 0)})`;
      case 'logI0':
        return wrap(`pt.log(pt.ive(0, ${text(a!, 0)})) + pt.abs(${text(a!, 0)})`, 2);
      default:
        throw new Error(`${node.op} has no form in PyMC; please report this`);
    }
  };
  return text(root, 0, true);
}
