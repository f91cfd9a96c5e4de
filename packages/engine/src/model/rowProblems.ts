/** Faults that show only row by row: outcomes beyond bounds that columns give, and bounds that cross. */
import { type Problem, problem } from '../config/errors.ts';
import { rowsText } from '../data/check.ts';
import { rowsWhere } from '../data/rowsWhere.ts';
import type { Params } from '../distributions/distribution.ts';
import { asExpr } from '../expr/build.ts';
import { type Expr, isConst } from '../expr/expr.ts';
import { dataValues, type RowColumns } from './dataExpr.ts';
import type { BoundExprs } from './likelihood.ts';
import { columnParameterProblems } from './parameterRanges.ts';
import { outcome, type Specification } from './specification.ts';

/**
 * @param data columns as the model sees them, the outcome among them.
 * @param number a row as users count it, from 0.
 */
export function rowProblems(
  { likelihood }: Specification,
  dependent: string,
  data: RowColumns,
  number: (row: number) => number,
): Problem[] {
  const { distribution, params, censored, truncated } = likelihood;
  if (distribution === undefined) return [];
  const wrong = columnParameterProblems(distribution, params, data, number);
  if (wrong.length > 0) return wrong;
  const crossed = [
    ...crossedProblems('censored', censored, data, number),
    ...crossedProblems('truncated', truncated, data, number),
  ];
  if (crossed.length > 0) return crossed;
  const support = distribution.support(params);
  const varying = { lower: varies(support.lower), upper: varies(support.upper) };
  return [
    ...outsideProblems(dependent, varying, data, number, `the support of ${distribution.name}`),
    ...outsideProblems(dependent, truncated ?? {}, data, number, 'the bounds of likelihood.truncated'),
  ];
}

/** Fixed bounds of a support are checked with the other values of the outcome. */
function varies(bound: Params[string] | number | undefined): Expr | undefined {
  if (bound === undefined) return undefined;
  const expr = asExpr(bound);
  return isConst(expr) ? undefined : expr;
}

interface MaybeBounds {
  readonly lower?: Expr | undefined;
  readonly upper?: Expr | undefined;
}

function outsideProblems(
  dependent: string,
  { lower, upper }: MaybeBounds,
  data: RowColumns,
  number: (row: number) => number,
  what: string,
): Problem[] {
  const [low, high] = [lower, upper].map((it) => (it === undefined ? undefined : dataValues(it, data)));
  const y = data.columns[outcome]!;
  if (low === undefined && high === undefined) return [];
  const bad = rowsWhere(
    y.length,
    (row) => (low !== undefined && y[row]! < low[row]!) || (high !== undefined && y[row]! > high[row]!),
  );
  if (bad.length === 0) return [];
  const shown = bad.slice(0, 3).map((row) => String(y[row]));
  const [first] = bad;
  const interval = `[${low?.[first!] ?? '-∞'}, ${high?.[first!] ?? '∞'}]`;
  const message = `${shown.join(', ')} in ${rowsText(bad.map(number))} is outside ${what}, in row ${number(first!) + 1} ${interval}`;
  return [
    problem({ path: dependent, code: 'outside_support', found: shown.join(', '), expected: what, message }),
  ];
}

function crossedProblems(
  key: 'censored' | 'truncated',
  bounds: BoundExprs | undefined,
  data: RowColumns,
  number: (row: number) => number,
): Problem[] {
  if (bounds?.lower === undefined || bounds.upper === undefined) return [];
  const [low, high] = [dataValues(bounds.lower, data), dataValues(bounds.upper, data)];
  if (low === undefined || high === undefined) return [];
  const bad = rowsWhere(low.length, (row) => !(low[row]! < high[row]!));
  if (bad.length === 0) return [];
  const found = `lower ${low[bad[0]!]} and upper ${high[bad[0]!]}`;
  const message = `the bounds cross in ${rowsText(bad.map(number))} (${found}); expected lower below upper in every row`;
  return [
    problem({
      path: `likelihood.${key}`,
      code: 'crossed_bounds',
      found,
      expected: 'lower below upper',
      message,
    }),
  ];
}
