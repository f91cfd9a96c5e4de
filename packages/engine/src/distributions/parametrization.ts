import { constant, div, sqrt } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import type { Distribution, Parametrization, Params } from './distribution.ts';

/**
 * One way of giving the parameters: names that must be given, names that may be left out with PyMC's default, and the
 * translation (none when these are the canonical ones). A default stands in for a name that is not given.
 */
export function parametrization(
  names: readonly string[],
  optional: Readonly<Record<string, number>> = {},
  translate: (given: Params) => Params = (given) => given,
): Parametrization {
  const defaults = Object.fromEntries(
    Object.entries(optional).map(([name, value]) => [name, constant(value)]),
  );
  return { names, optional, toCanonical: (given) => translate({ ...defaults, ...given }) };
}

/** Standard deviation of a precision: τ = 1 / σ². */
export function scaleOfPrecision(precision: Expr): Expr {
  return div(1, sqrt(precision));
}

/** The same ways of giving parameters, each with the probability `psi` besides. */
export function withPsi(ways: Distribution['parametrizations']): Distribution['parametrizations'] {
  const [first, ...others] = ways;
  const widened = (way: Parametrization): Parametrization => ({
    names: ['psi', ...way.names],
    ...(way.optional === undefined ? {} : { optional: way.optional }),
    toCanonical: ({ psi, ...given }) => ({ psi, ...way.toCanonical(given) }),
  });
  return [widened(first), ...others.map(widened)];
}
