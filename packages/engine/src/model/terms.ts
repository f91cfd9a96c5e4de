/** The additive terms of a model's function, or of the linear predictor inside its outermost transformations. */
import * as b from '../expr/build.ts';
import { type Expr, isConst, rows } from '../expr/expr.ts';
import { printExpr } from '../expr/print.ts';
import type { Specification } from './specification.ts';

export interface Terms {
  /** Functions around the sum, outermost first: `exp` for exp(a + b·x); none where the function is the sum itself. */
  readonly links: readonly string[];
  /** Each term by its text; their sum is the function inside the links. */
  readonly terms: Readonly<Record<string, Expr>>;
}

/** One-to-one functions of one argument that a linear predictor may stand in. */
const links: ReadonlySet<string> = new Set([
  'exp',
  'expm1',
  'log',
  'log1p',
  'invlogit',
  'softplus',
  'tanh',
  'sqrt',
]);

export function termsOf({ mean, names }: Specification): Terms {
  const around: string[] = [];
  let inner = unspread(mean);
  while (links.has(inner.op)) {
    around.push(inner.op);
    inner = unspread(inner.args[0]!);
  }
  const columns = (vector: string): readonly string[] => names.vectors.get(vector) ?? [];
  const terms: Record<string, Expr> = {};
  const add = (text: string, expr: Expr): void => {
    terms[text] = terms[text] === undefined ? expr : b.add(terms[text], expr);
  };
  const collect = (expr: Expr, sign: 1 | -1): void => {
    const node = unspread(expr);
    if (node.op === 'add' || node.op === 'sub') {
      collect(node.args[0]!, sign);
      collect(node.args[1]!, node.op === 'sub' ? opposite(sign) : sign);
    } else if (node.op === 'neg') collect(node.args[0]!, opposite(sign));
    else if (node.op === 'dot') {
      for (const [k, column] of columns(node.name!).entries()) {
        const part = b.mul(b.column(column), b.element(node.args[0]!, k));
        add(column, signed(part, sign));
      }
    } else add(textOf(node, sign), b.spread(signed(node, sign), rows));
  };
  collect(inner, 1);
  return { links: around, terms };
}

function unspread(expr: Expr): Expr {
  return expr.op === 'spread' ? unspread(expr.args[0]!) : expr;
}

const opposite = (sign: 1 | -1): 1 | -1 => (sign === 1 ? -1 : 1);

function signed(expr: Expr, sign: 1 | -1): Expr {
  return sign === 1 ? expr : b.neg(expr);
}

/** All constants make one term. */
function textOf(expr: Expr, sign: 1 | -1): string {
  return isConst(expr) ? 'constant' : printExpr(signed(expr, sign));
}
