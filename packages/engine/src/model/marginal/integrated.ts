/** Which variables of a model are integrated out before sampling. */
import { freeModel } from '../densities.ts';
import { groupOf } from '../names.ts';
import { isNoncenteredIn } from '../parametrization.ts';
import { type ReducedData, reducedRow } from '../reduction.ts';
import { takesBlocks } from '../rowBlocks.ts';
import type { Specification } from '../specification.ts';
import { conditionals } from './integrate.ts';
import { parametersOf } from './marginalKernel.ts';

/**
 * Names of the grouped variables that can be integrated out exactly, in the order in which they can: those of whose form
 * the config says nothing, whose population is Normal and whose part in the likelihood is linear and Normal. One variable
 * is always left to be sampled.
 */
export function integratedVariables(
  specification: Specification,
  { kind, data }: ReducedData,
): ReadonlySet<string> {
  const levels = (domain: string): number => data.groups.get(groupOf(domain))!.levels.length;
  const candidates = specification.factors
    .filter(({ hasNoncentered, variables }) => {
      const wishes = variables.map(({ config }) => config.parametrization ?? 'auto');
      return hasNoncentered && wishes.every((wish) => wish === 'auto');
    })
    .flatMap(({ variables }) => variables)
    .filter(({ domain, freeDomain }) => freeDomain === domain && specification.groups.has(groupOf(domain)))
    // The finer of two nested groups first: within a level of the coarser one its levels would be tied.
    .toSorted((one, other) => levels(other.domain) - levels(one.domain));
  if (candidates.length === 0) return new Set();
  const row = reducedRow(specification, kind);
  // Sums over blocks of rows are added up last, and not what is made of them.
  if (takesBlocks(row, data.rows)) return new Set();
  const names = new Set(candidates.map(({ name }) => name));
  const { logDensity } = freeModel(specification, isNoncenteredIn(names), row);
  const found = conditionals(logDensity, parametersOf(specification, names));
  return new Set(found.slice(0, specification.variables.length - 1).map(({ variable }) => variable.name));
}
