/** Expr → the text of a Stan expression: of a scalar, or of entry `n` of a value with a domain. */
import { type Expr, rows, scalar } from '../../expr/expr.ts';
import { infix } from '../../expr/print.ts';

const functions: Readonly<Record<string, string>> = {
  exp: 'exp',
  expm1: 'expm1',
  log: 'log',
  log1p: 'log1p',
  sqrt: 'sqrt',
  abs: 'abs',
  floor: 'floor',
  ceil: 'ceil',
  sin: 'sin',
  cos: 'cos',
  tan: 'tan',
  sinh: 'sinh',
  cosh: 'cosh',
  tanh: 'tanh',
  asin: 'asin',
  acos: 'acos',
  atan: 'atan',
  invlogit: 'inv_logit',
  softplus: 'log1p_exp',
  lgamma: 'lgamma',
  digamma: 'digamma',
  trigamma: 'trigamma',
  erf: 'erf',
  erfc: 'erfc',
  ndtr: 'Phi',
  gammaP: 'gamma_p',
  gammaQ: 'gamma_q',
  betaI: 'inc_beta',
  min: 'fmin',
  max: 'fmax',
  logaddexp: 'log_sum_exp',
};

export interface StanNames {
  readonly variable: (name: string) => string;
  readonly column: (name: string) => string;
  readonly vector: (name: string) => string;
  readonly index: (group: string, domain: string) => string;
  readonly size: (domain: string) => string;
}

/** A number that Stan reads as a real, to the same bits. */
function stanNumber(value: number): string {
  if (Number.isNaN(value)) return 'not_a_number()';
  if (value === Number.POSITIVE_INFINITY) return 'positive_infinity()';
  if (value === Number.NEGATIVE_INFINITY) return 'negative_infinity()';
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Operations on a whole vector, whose argument must have a name. */
const wholes: ReadonlySet<string> = new Set(['sum', 'gather', 'dot', 'element', 'shift', 'cumsum']);

/** Whether a node must be computed into a variable before `user` can be told. */
export function needsName(node: Expr, user: Expr): boolean {
  return (
    wholes.has(user.op) && node.domain !== scalar && !['parameter', 'column', 'spread'].includes(node.op)
  );
}

/** The text of an expression; values with a domain are told at entry `n`, those of `named` by their name. */
export function stanText(root: Expr, names: StanNames, named: ReadonlyMap<Expr, string>): string {
  const whole = (node: Expr): string =>
    named.get(node) ?? (node.op === 'parameter' ? names.variable(node.name!) : names.column(node.name!));
  const text = (node: Expr, outer: number, isRoot = false): string => {
    const known = isRoot ? undefined : named.get(node);
    if (known !== undefined) return node.domain === scalar ? known : `${known}[n]`;
    const wrap = (it: string, own: number): string => (own < outer ? `(${it})` : it);
    const [a, b, c] = node.args;
    const operator = infix[node.op];
    if (operator !== undefined) {
      const [symbol, own] = operator;
      return wrap(`${text(a!, own)} ${symbol} ${text(b!, own + 1)}`, own);
    }
    const name = functions[node.op];
    if (name !== undefined) return `${name}(${node.args.map((arg) => text(arg, 0)).join(', ')})`;
    switch (node.op) {
      case 'const':
        return node.value! < 0 ? wrap(stanNumber(node.value!), 7) : stanNumber(node.value!);
      case 'parameter':
      case 'column':
        return node.domain === scalar ? whole(node) : `${whole(node)}[n]`;
      case 'size':
        return names.size(node.name!);
      case 'position':
        return '(n - 1)';
      case 'neg':
        return wrap(`-${text(a!, 7)}`, 7);
      case 'not':
        return `!${text(a!, 9)}`;
      case 'pow':
        return wrap(`${text(a!, 9)} ^ ${text(b!, 8)}`, 8);
      case 'select':
        return wrap(`${text(a!, 1)} ? ${text(b!, 1)} : ${text(c!, 0)}`, 0.5);
      case 'sign':
        return `((${text(a!, 0)} > 0) - (${text(a!, 0)} < 0))`;
      case 'logNdtr':
        return `normal_lcdf(${text(a!, 0)} | 0, 1)`;
      case 'logI0':
        return `log_modified_bessel_first_kind(0, ${text(a!, 0)})`;
      case 'spread':
        return text(a!, outer);
      case 'sum':
        if (a!.op === 'spread') return wrap(`${names.size(a!.domain)} * ${text(a!.args[0]!, 7)}`, 6);
        return `sum(${whole(a!)})`;
      case 'gather':
        return `${whole(a!)}[${names.index(node.name!, node.domain)}[n]]`;
      case 'dot':
        return `dot_product(${names.vector(node.name!)}[n], ${whole(a!)})`;
      case 'element':
        return `${whole(a!)}[${node.value! + 1}]`;
      case 'shift':
        return wrap(`n > ${node.value!} ? ${whole(a!)}[n - ${node.value!}] : 0.0`, 0.5);
      case 'cumsum':
        return `sum(${whole(a!)}[1:n])`;
      default:
        throw new Error(`${node.op} has no form in Stan; please report this`);
    }
  };
  return text(root, 0, true);
}

/** Whether a value can be given to a density whole, without computing it into a variable. */
export function wholeText(
  node: Expr,
  names: StanNames,
  named: ReadonlyMap<Expr, string>,
): string | undefined {
  const known = named.get(node);
  if (known !== undefined) return known;
  if (node.domain === scalar) return stanText(node, names, named);
  if (node.op === 'parameter') return names.variable(node.name!);
  if (node.op === 'column') return names.column(node.name!);
  if (node.op === 'spread') return stanText(node.args[0]!, names, named);
  if (node.op === 'gather' && node.args[0]!.op === 'parameter' && node.domain === rows)
    return `${names.variable(node.args[0]!.name!)}[${names.index(node.name!, rows)}]`;
  return undefined;
}
