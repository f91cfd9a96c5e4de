import type { Factor } from '../model/factors/factor.ts';
import { isOfEmptyCells } from '../model/imputation.ts';

/**
 * Names of the variables whose values have a prior each: those tied by a joint distribution have no scale of their own,
 * and imputed cells mean nothing beyond their table.
 */
export function independentVariables(factors: readonly Factor[]): Set<string> {
  const single = factors.filter(
    ({ variables }) =>
      variables.length === 1 &&
      variables[0]!.distribution.joint === undefined &&
      !isOfEmptyCells(variables[0]!.domain),
  );
  return new Set(single.map(({ variables }) => variables[0]!.name));
}
