/**
 * The prior as a product of factors. A factor is one variable, or several with a joint density; it tells the density at
 * the variables' own values and how they are made of the real numbers that chains move.
 */
import type { Params } from '../../distributions/distribution.ts';
import type { Expr } from '../../expr/expr.ts';
import type { ModelVariable } from '../variables.ts';

/** Values over real numbers, and the log density of those numbers: the values' own plus the log Jacobian. */
export interface FreeValues {
  readonly values: readonly Expr[];
  /** Scalar. */
  readonly logDensity: Expr;
}

export interface Factor {
  readonly variables: readonly ModelVariable[];
  /** Whether there is a form in which the real numbers do not depend on the parameters. */
  readonly hasNoncentered: boolean;
  /** Scalar log density at the variables' values, without Jacobian. */
  readonly logDensity: (values: readonly Expr[], params: readonly Params[]) => Expr;
  /** The variables' values from one block of real numbers each, on the variables' `freeDomain`. */
  readonly free: (q: readonly Expr[], params: readonly Params[], isNoncentered: boolean) => FreeValues;
}
