/** Which variables of a config vary together (`correlated_with`), and the names of their correlations. */
import type { VariableConfig } from '../config/config.ts';
import { type Problem, problem } from '../config/errors.ts';
import { companionTaken } from './composite/composite.ts';
import { correlatedFamilies } from './factors/correlated.ts';

/** η of the LKJ prior where none is given: correlations near ±1 are held to be unlikely. */
const defaultEta = 2;

interface CorrelatedSet<T> {
  readonly members: readonly T[];
  /** Names of the correlations of the pairs (1, 0), (2, 0), (2, 1), … */
  readonly correlations: readonly string[];
}

interface Named {
  readonly name: string;
  readonly config: VariableConfig;
}

/** Sets of variables connected by `correlated_with`, members in the order of the config. */
export function correlationsOf<T extends Named>(variables: readonly T[]): CorrelatedSet<T>[] {
  const setOf = new Map(variables.map((variable) => [variable.name, new Set([variable.name])]));
  for (const { name, config } of variables) {
    const other = config.correlated_with;
    if (other === undefined || !setOf.has(other)) continue;
    const joined = new Set([...setOf.get(name)!, ...setOf.get(other)!]);
    for (const member of joined) setOf.set(member, joined);
  }
  const sets = [...new Set(setOf.values())].filter((set) => set.size > 1);
  return sets.map((set) => {
    const members = variables.filter((variable) => set.has(variable.name));
    const correlations = members.flatMap((member, i) =>
      members.slice(0, i).map((before) => `cor_${before.name}_${member.name}`),
    );
    return { members, correlations };
  });
}

/** The variables with the correlations they bring; problems are added. */
export function withCorrelations(
  written: Readonly<Record<string, VariableConfig>>,
  taken: ReadonlySet<string>,
  problems: Problem[],
): Record<string, VariableConfig> {
  const variables: Record<string, VariableConfig> = { ...written };
  const named = Object.entries(written).map(([name, config]) => ({ name, config }));
  for (const { members, correlations } of correlationsOf(named)) {
    for (const { name, config } of members)
      if (!correlatedFamilies.has(config.dist)) problems.push(otherFamily(name, config.dist));
    const wishes = new Set(members.map(({ config }) => config.parametrization ?? 'auto'));
    if (wishes.size > 1)
      problems.push(
        otherForms(
          members.map(({ name }) => name),
          [...wishes],
        ),
      );
    const etas = members.flatMap(({ config }) => (config.lkj_eta === undefined ? [] : [config.lkj_eta]));
    if (new Set(etas).size > 1)
      problems.push(
        otherEtas(
          members.map(({ name }) => name),
          etas,
        ),
      );
    for (const name of correlations) {
      if (taken.has(name)) problems.push(companionTaken(members[0]!.name, 'correlated_with', name));
      const params = { eta: etas[0] ?? defaultEta, n: members.length };
      variables[name] = { dist: 'LKJCorr', params };
    }
  }
  return variables;
}

function otherFamily(name: string, dist: string): Problem {
  return problem({
    path: `variable_params.${name}.dist`,
    code: 'not_correlatable',
    found: dist,
    expected: [...correlatedFamilies].join(' or '),
    message: `${dist} cannot be correlated with another variable; ${[...correlatedFamilies].join(' and ')} can`,
  });
}

function otherForms(names: readonly string[], wishes: readonly string[]): Problem {
  return problem({
    path: `variable_params.${names[1]!}.parametrization`,
    code: 'other_forms',
    found: wishes.join(' and '),
    expected: 'one form for all',
    message: `${names.join(', ')} are correlated and take one form together; found ${wishes.join(' and ')}`,
  });
}

function otherEtas(names: readonly string[], etas: readonly number[]): Problem {
  return problem({
    path: `variable_params.${names[1]!}.lkj_eta`,
    code: 'other_etas',
    found: etas.join(' and '),
    expected: 'one value',
    message: `${names.join(', ')} have one correlation matrix and so one lkj_eta; found ${etas.join(' and ')}`,
  });
}
