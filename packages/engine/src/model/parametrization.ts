/** Which grouped variables are sampled in their non-centred form. */
import { isConst, scalar } from '../expr/expr.ts';
import type { Factor } from './factors/factor.ts';
import { groupOf, type Names } from './names.ts';
import type { GroupLevels } from './shape.ts';
import type { ModelVariable, Specification } from './specification.ts';

/** Rows an entry from which its own data are taken to outweigh the population, before anything is known of the noise. */
const informativeRows = 40;

/** The forms a config asks for, and the factors whose form the data decide. */
export interface Forms {
  /** Variables to sample non-centred: where asked for, and a first guess where open. */
  readonly noncentered: ReadonlySet<string>;
  readonly open: readonly Factor[];
}

/**
 * Which variables are sampled non-centred. Under `auto` (the default) those with number for a population are centred, those
 * of a learned population are open: centre where the data outweigh the population, non-centre where they do not
 * (Papaspiliopoulos, Roberts & Sköld 2007; Betancourt & Girolami 2015).
 */
export function formsOf(
  specification: Specification,
  rowCount: number,
  groups: ReadonlyMap<string, GroupLevels>,
): Forms {
  const noncentered = new Set<string>();
  const open: Factor[] = [];
  for (const factor of specification.factors) {
    if (!factor.hasNoncentered) continue;
    const members = grouped(factor.variables);
    const wishes = members.map(({ config }) => config.parametrization ?? 'auto');
    // A correlation is learned even where means and scales are numbers.
    const isLearned =
      factor.variables.length > 1 ||
      members.some(({ params }) => Object.values(params).some((param) => !isConst(param)));
    const isOpen = isLearned && wishes.every((wish) => wish === 'auto');
    if (isOpen && !members.some(({ domain }) => specification.names.bases.has(groupOf(domain))))
      open.push(factor);
    const isVague = members.some((it) => entriesAreVague(it, specification.names, rowCount, groups));
    if (wishes.includes('noncentered') || (isOpen && isVague))
      for (const { name } of members) noncentered.add(name);
  }
  return { noncentered, open };
}

/** The forms where some variables are integrated out, in their non-centred form and with no more to be decided. */
export function withIntegrated({ noncentered, open }: Forms, integrated: ReadonlySet<string>): Forms {
  return {
    noncentered: new Set([...noncentered, ...integrated]),
    open: open.filter(({ variables }) => !variables.some(({ name }) => integrated.has(name))),
  };
}

export type SampledAs = 'centered' | 'noncentered' | 'integrated';

/** How each variable that could be sampled either way is sampled, if it is. */
export function parametrizationsOf(
  specification: Specification,
  noncentered: ReadonlySet<string>,
  integrated: ReadonlySet<string>,
): Record<string, SampledAs> {
  const formOf = (name: string): SampledAs =>
    integrated.has(name) ? 'integrated' : noncentered.has(name) ? 'noncentered' : 'centered';
  const either = specification.factors.filter(({ hasNoncentered }) => hasNoncentered);
  return Object.fromEntries(
    either.flatMap(({ variables }) => grouped(variables)).map(({ name }) => [name, formOf(name)]),
  );
}

export function isNoncenteredIn(names: ReadonlySet<string>): (variable: ModelVariable) => boolean {
  return (variable) => names.has(variable.name);
}

/** Members with several entries: those a form makes a difference to. */
export function grouped(variables: readonly ModelVariable[]): ModelVariable[] {
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
