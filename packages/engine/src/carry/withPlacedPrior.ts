/** A model whose carried prior stands among the levels of given data. */
import type { GroupLevels } from '../model/shape.ts';
import type { Specification } from '../model/specification.ts';
import { uncoveredFactor } from './carriedDensity.ts';
import { placePrior } from './placedPrior.ts';

/** The specification as it is when nothing is carried, or nothing that occurs in the data. */
export function withPlacedPrior(
  specification: Specification,
  groups: ReadonlyMap<string, GroupLevels>,
): Specification {
  if (specification.carried === undefined) return specification;
  const placed = placePrior(specification.carried, specification.names, groups);
  if (placed === undefined) return specification;
  const names = new Set(placed.entries.map(({ variable }) => variable));
  const factors = specification.factors.map((factor) =>
    factor.variables.some(({ name }) => names.has(name))
      ? uncoveredFactor(factor.variables[0]!, placed)
      : factor,
  );
  return { ...specification, factors, placed };
}
