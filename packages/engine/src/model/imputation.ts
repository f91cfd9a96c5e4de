/**
 * Columns with a distribution of their own, so that their empty cells can be parameters (Little & Rubin 2019, ch. 8:
 * data missing at random given the model). The filled cells enter the density; the empty ones are sampled with the rest.
 */
import { type Problem, problem } from '../config/errors.ts';
import type { Distribution, Params } from '../distributions/distribution.ts';
import * as b from '../expr/build.ts';
import { type Domain, type Expr, rows } from '../expr/expr.ts';
import { topological } from '../expr/traverse.ts';

/** A column explained by a distribution; its parameters are single values. */
export interface Covariate {
  readonly column: string;
  readonly distribution: Distribution;
  readonly params: Params;
  /** Whether these data have empty cells, so that the model has parameters for them. */
  readonly isImputed: boolean;
}

/** The group whose levels are the empty cells of a column. */
export function missingGroup(column: string): string {
  return `missing(${column})`;
}

export function missingDomain(column: string): Domain {
  return `by:${missingGroup(column)}`;
}

/** Whether a variable's values are the empty cells of a column: those of one table, which no other one has. */
export function isOfEmptyCells(domain: Domain): boolean {
  return domain.startsWith('by:missing(');
}

/** The column that is 1 where a cell is empty; its name cannot be a user's. */
export function emptyMark(column: string): string {
  return `:empty ${column}`;
}

export function isEmptyMark(column: string): boolean {
  return column.startsWith(':empty ');
}

/** What a column with imputed cells is within an expression over rows. */
export function imputedColumn(column: string): Expr {
  const cells = b.parameter(column, missingDomain(column));
  return b.select(b.column(emptyMark(column)), b.gather(cells, missingGroup(column)), b.column(column));
}

/** Log density of the filled cells of all covariates. */
export function covariateLogDensity(covariates: readonly Covariate[]): Expr {
  return covariates
    .map(({ column, distribution, params, isImputed }) => {
      const density = b.spread(distribution.logDensity(b.column(column), params), rows);
      return b.sum(isImputed ? b.select(b.column(emptyMark(column)), 0, density) : density);
    })
    .reduce((total, it) => b.add(total, it), b.constant(0));
}

/** Problems with the distribution of a covariate. */
export function covariateProblems({ column, params }: Omit<Covariate, 'isImputed'>): Problem[] {
  const hasLevels = topological(Object.values(params)).some((node) => node.op === 'gather');
  if (!hasLevels) return [];
  const message = `imputes the column ${JSON.stringify(column)}, so its parameters have to be single values, not values by level`;
  const path = `variable_params.${column}.params`;
  return [
    problem({
      path,
      code: 'levels_in_imputation',
      found: 'values by level',
      expected: 'single values',
      message,
    }),
  ];
}
