/** The scale an entry of a carried prior is on: the one chains move on, told in words and checked when the prior is used. */
import type { Support } from '../distributions/distribution.ts';
import { asExpr } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { printExpr } from '../expr/print.ts';

/** `x`, `log(x)`, `log(x - 2)`, `log(5 - x)`, `logit(x)` or `logit((x - 2) / (5 - 2))`. */
export function scaleText({ lower, upper }: Support): string {
  const [low, high] = [textOf(lower), textOf(upper)];
  const fromLow = low === '0' ? 'x' : `x - ${low}`;
  if (low !== undefined && high !== undefined) {
    if (low === '0' && high === '1') return 'logit(x)';
    return low === '0' ? `logit(x / ${high})` : `logit((${fromLow}) / (${high} - ${low}))`;
  }
  if (low !== undefined) return `log(${fromLow})`;
  return high === undefined ? 'x' : `log(${high} - x)`;
}

/** A bound as text, in parentheses unless it is a plain number or name; undefined when infinite. */
function textOf(bound: Expr | number | undefined): string | undefined {
  if (bound === undefined) return undefined;
  const expr = asExpr(bound);
  if (expr.op === 'const' && !Number.isFinite(expr.value!)) return undefined;
  const text = printExpr(expr);
  return /^[\w.$]+$/.test(text) ? text : `(${text})`;
}
