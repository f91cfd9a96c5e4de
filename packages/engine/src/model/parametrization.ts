/** Which grouped variables are sampled in their non-centred form. */
import { isConst, scalar } from '../expr/expr.ts';
import { groupOf, type Names } from './names.ts';
import type { GroupLevels } from './shape.ts';
import type { ModelVariable, Specification } from './specification.ts';

/** Rows a level from which its own data outweigh the population, so that the centred form mixes better. */
const informativeRows = 40;

/**
 * Names of the variables to sample non-centred: those that ask for it, and under `auto` (the default) those of a learned
 * population whose levels have few rows (Betancourt & Girolami 2015: centre where data are many, non-centre where few).
 */
export function noncenteredVariables(
  specification: Specification,
  rowCount: number,
  groups: ReadonlyMap<string, GroupLevels>,
): Set<string> {
  const chosen = specification.factors.filter(
    ({ hasNoncentered, variables }) =>
      hasNoncentered &&
      grouped(variables).some((variable) => {
        const wish = variable.config.parametrization ?? 'auto';
        if (wish !== 'auto') return wish === 'noncentered';
        // A correlation is learned even where means and scales are numbers.
        const isLearned = variables.length > 1 || Object.values(variable.params).some((it) => !isConst(it));
        return isLearned && entriesAreVague(variable, specification.names, rowCount, groups);
      }),
  );
  return new Set(chosen.flatMap(({ variables }) => grouped(variables)).map(({ name }) => name));
}

/** How each variable that could be sampled either way is sampled. */
export function parametrizationsOf(
  specification: Specification,
  noncentered: ReadonlySet<string>,
): Record<string, 'centered' | 'noncentered'> {
  const either = specification.factors.filter(({ hasNoncentered }) => hasNoncentered);
  return Object.fromEntries(
    either
      .flatMap(({ variables }) => grouped(variables))
      .map(({ name }) => [name, noncentered.has(name) ? 'noncentered' : 'centered']),
  );
}

export function isNoncenteredIn(names: ReadonlySet<string>): (variable: ModelVariable) => boolean {
  return (variable) => names.has(variable.name);
}

function grouped(variables: readonly ModelVariable[]): ModelVariable[] {
  return variables.filter(({ domain }) => domain !== scalar);
}

/** Whether an entry's own rows say less about it than its population does. */
function entriesAreVague(
  { domain }: ModelVariable,
  { vectors, bases }: Names,
  rowCount: number,
  groups: ReadonlyMap<string, GroupLevels>,
): boolean {
  const key = groupOf(domain);
  // Of a basis, the data say little about the quick functions, however many rows there are.
  if (bases.has(key)) return true;
  const entries = domain.startsWith('by:') ? groups.get(key)!.levels.length : vectors.get(key)!.length;
  return rowCount / entries < informativeRows;
}
