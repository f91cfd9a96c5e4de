/** Expr → text: plain (the config's own language) or LaTeX. */
import type { Expr } from './expr.ts';

/** Operators between their arguments, as the config's language and Stan both write them, with their precedences low to high. */
export const infix: Readonly<Record<string, readonly [symbol: string, precedence: number]>> = {
  or: ['||', 1],
  and: ['&&', 2],
  eq: ['==', 3],
  ne: ['!=', 3],
  lt: ['<', 4],
  le: ['<=', 4],
  gt: ['>', 4],
  ge: ['>=', 4],
  add: ['+', 5],
  sub: ['-', 5],
  mul: ['*', 6],
  div: ['/', 6],
};

/** A number as short as it can be told. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return '0 / 0';
  if (value === Number.POSITIVE_INFINITY) return '1 / 0';
  if (value === Number.NEGATIVE_INFINITY) return '-1 / 0';
  return String(value);
}

/** The expression in the language of configs; reading it back gives the same values. */
export function printExpr(expr: Expr): string {
  return printed(expr, 0);
}

function printed(node: Expr, outer: number): string {
  const wrap = (text: string, own: number): string => (own < outer ? `(${text})` : text);
  const operator = infix[node.op];
  if (operator !== undefined) {
    const [symbol, own] = operator;
    return wrap(`${printed(node.args[0]!, own)} ${symbol} ${printed(node.args[1]!, own + 1)}`, own);
  }
  switch (node.op) {
    case 'const':
      return wrap(numberText(node.value!), node.value! < 0 || !Number.isFinite(node.value!) ? 6 : 9);
    case 'symbol':
    case 'parameter':
    case 'column':
      return node.name!;
    case 'neg':
      // JavaScript refuses a bare minus before **.
      return wrap(`-${printed(node.args[0]!, node.args[0]!.op === 'pow' ? 9 : 7)}`, 7);
    case 'not':
      return wrap(`!${printed(node.args[0]!, 8)}`, 7);
    case 'pow':
      return wrap(`${printed(node.args[0]!, 9)} ** ${printed(node.args[1]!, 8)}`, 8);
    case 'select':
      return wrap(
        `${printed(node.args[0]!, 1)} ? ${printed(node.args[1]!, 1)} : ${printed(node.args[2]!, 0)}`,
        0,
      );
    case 'gather':
    case 'spread':
      return printed(node.args[0]!, outer);
    case 'dot':
      return `dot(${node.name!}, ${printed(node.args[0]!, 0)})`;
    case 'vector':
    case 'stack':
      return `[${node.args.map((arg) => printed(arg, 0)).join(', ')}]`;
    case 'logaddexp':
      return `logsumexp(${node.args.map((arg) => printed(arg, 0)).join(', ')})`;
    case 'element':
      return `${printed(node.args[0]!, 9)}[${node.value!}]`;
    default:
      return `${node.op === 'call' ? node.name! : node.op}(${node.args.map((arg) => printed(arg, 0)).join(', ')})`;
  }
}

/** The expression in LaTeX's mathematics. */
export function printLatex(expr: Expr): string {
  return latex(expr, 0);
}

const greek = new Set([
  'alpha',
  'beta',
  'gamma',
  'delta',
  'epsilon',
  'theta',
  'kappa',
  'lambda',
  'mu',
  'nu',
  'rho',
  'sigma',
  'tau',
  'phi',
  'psi',
  'omega',
]);

/** A name in LaTeX: Greek letters by name, the rest of it upright. */
export function latexName(name: string): string {
  const [head, ...rest] = name.split('_');
  const symbol = greek.has(head!) ? `\\${head}` : head!.length === 1 ? head! : `\\mathrm{${head}}`;
  return rest.length === 0 ? symbol : `${symbol}_{\\mathrm{${rest.join('\\_')}}}`;
}

const relations: Readonly<Record<string, string>> = {
  lt: '<',
  le: '\\le',
  gt: '>',
  ge: '\\ge',
  eq: '=',
  ne: '\\ne',
  and: '\\wedge',
  or: '\\vee',
};

function latexNumber(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '\\infty' : '-\\infty';
  const [digits, exponent] = String(value).split('e');
  return exponent === undefined ? digits! : `${digits} \\cdot 10^{${exponent.replace('+', '')}}`;
}

function latex(node: Expr, outer: number): string {
  const wrap = (text: string, own: number): string => (own < outer ? `\\left(${text}\\right)` : text);
  const [a, b] = node.args;
  const relation = relations[node.op];
  if (relation !== undefined) return wrap(`${latex(a!, 5)} ${relation} ${latex(b!, 5)}`, 4);
  switch (node.op) {
    case 'const':
      return latexNumber(node.value!);
    case 'symbol':
    case 'parameter':
    case 'column':
      return latexName(node.name!);
    case 'add':
      return wrap(`${latex(a!, 5)} + ${latex(b!, 5)}`, 5);
    case 'sub':
      return wrap(`${latex(a!, 5)} - ${latex(b!, 6)}`, 5);
    case 'mul':
      return wrap(`${latex(a!, 6)} \\, ${latex(b!, 6)}`, 6);
    case 'div':
      return `\\frac{${latex(a!, 0)}}{${latex(b!, 0)}}`;
    case 'neg':
      return wrap(`-${latex(a!, 6)}`, 5);
    case 'pow':
      return `{${latex(a!, 9)}}^{${latex(b!, 0)}}`;
    case 'sqrt':
      return `\\sqrt{${latex(a!, 0)}}`;
    case 'exp':
      return `e^{${latex(a!, 0)}}`;
    case 'gather':
    case 'spread':
      return latex(a!, outer);
    case 'dot':
      return `${latexName(node.name!)}^\\top ${latex(a!, 9)}`;
    case 'select':
      return `\\begin{cases} ${latex(node.args[1]!, 0)} & \\text{if } ${latex(a!, 0)} \\\\ ${latex(node.args[2]!, 0)} & \\text{else} \\end{cases}`;
    case 'vector':
    case 'stack':
      return `\\left[${node.args.map((arg) => latex(arg, 0)).join(', ')}\\right]`;
    case 'element':
      return `{${latex(a!, 9)}}_{${node.value!}}`;
    case 'logaddexp':
      return wrap(`\\log\\left(e^{${latex(a!, 0)}} + e^{${latex(b!, 0)}}\\right)`, 8);
    default:
      return `\\operatorname{${(node.op === 'call' ? node.name! : node.op).replaceAll('_', '\\_')}}\\left(${node.args.map((arg) => latex(arg, 0)).join(', ')}\\right)`;
  }
}
