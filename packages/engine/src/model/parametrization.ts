/** Which grouped variables are sampled in their non-centred form. */
import { isConst, rows } from '../expr/expr.ts';
import { groupOf } from './names.ts';
import { hasNoncenteredForm } from './noncentered.ts';
import type { ModelVariable, Specification } from './specification.ts';
import type { PreparedData } from './trainingData.ts';

/** Rows a level from which its own data outweigh the population, so that the centred form mixes better. */
const informativeRows = 40;

/**
 * Names of the variables to sample non-centred: those that ask for it, and under `auto` (the default) those of a learned
 * population whose levels have few rows (Betancourt & Girolami 2015: centre where data are many, non-centre where few).
 */
export function noncenteredVariables(specification: Specification, data: PreparedData): Set<string> {
  return new Set(
    specification.variables
      .filter((variable) => isNoncentered(variable, data))
      .map((variable) => variable.name),
  );
}

export function isNoncenteredIn(names: ReadonlySet<string>): (variable: ModelVariable) => boolean {
  return (variable) => names.has(variable.name);
}

function isNoncentered(variable: ModelVariable, data: PreparedData): boolean {
  if (variable.domain === 'scalar' || !hasNoncenteredForm(variable.distribution.name)) return false;
  const wish = variable.config.parametrization ?? 'auto';
  if (wish !== 'auto') return wish === 'noncentered';
  const isLearned = Object.values(variable.params).some((param) => !isConst(param));
  if (!isLearned || !variable.domain.startsWith('by:')) return isLearned;
  const index = data.indices[`${groupOf(variable.domain)}|${rows}`]!;
  const levels = data.groups.get(groupOf(variable.domain))!.levels.length;
  return index.length / levels < informativeRows;
}
