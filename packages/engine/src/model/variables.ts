/** The variables of a config with their priors, and the factors the priors make. */
import type { VariableConfig } from '../config/config.ts';
import { type Problem, problem } from '../config/errors.ts';
import { canonical } from '../distributions/canonical.ts';
import type { Distribution, Params } from '../distributions/distribution.ts';
import { distributions } from '../distributions/index.ts';
import { type Domain, type Expr, shorter } from '../expr/expr.ts';
import { namesOf } from '../expr/traverse.ts';
import { solveBetween } from './betweenPrior.ts';
import { withoutVector } from './composite/composite.ts';
import { correlationsOf } from './correlations.ts';
import { correlatedFactor } from './factors/correlated.ts';
import type { Factor } from './factors/factor.ts';
import { singleFactor } from './factors/single.ts';
import type { Names } from './names.ts';
import { parameterProblems } from './parameterRanges.ts';
import { type MakeReading, readParams } from './readExpression.ts';
import { listsOn } from './readLists.ts';

export interface ModelVariable {
  readonly name: string;
  /** As written, or as a composite prior wrote it out. */
  readonly config: VariableConfig;
  readonly domain: Domain;
  /** The domain of the real numbers behind it. */
  readonly freeDomain: Domain;
  readonly distribution: Distribution;
  /** Canonical parameters over other variables. */
  readonly params: Params;
}

/** Every variable with its prior read; problems are added. */
export function readVariables(
  written: Readonly<Record<string, VariableConfig>>,
  names: Names,
  reading: MakeReading,
  problems: Problem[],
): ModelVariable[] {
  return Object.entries(written).map(([name, variable]): ModelVariable => {
    const path = `variable_params.${name}`;
    const domain = names.variables.get(name)!;
    const distribution = distributions[variable.dist]!;
    const own = writtenParams(name, variable, distribution, problems);
    const given = readParams(own, reading(`${path}.params`, domain, false));
    const params = canonical(distribution, listsOn(given, distribution, domain, names, path, problems));
    problems.push(...parameterProblems(`${path}.params`, distribution, params));
    if (distribution.isSeries && !domain.startsWith('by:'))
      problems.push(seriesWithoutGroup(name, variable.dist));
    if (distribution.joint !== undefined && domain === 'scalar')
      problems.push(withoutVector(name, variable.dist));
    if (distribution.support(params).discrete) problems.push(discreteVariable(name, variable.dist));
    const freeDomain = distribution.joint?.isShorter ? shorter(domain) : domain;
    return { name, config: variable, domain, freeDomain, distribution, params };
  });
}

/** The parameters as written, those that `between` determines among them. */
function writtenParams(
  name: string,
  variable: VariableConfig,
  distribution: Distribution,
  problems: Problem[],
): VariableConfig['params'] {
  if (variable.between === undefined) return variable.params;
  const solved = solveBetween(name, variable, distribution);
  if (!isProblem(solved)) return solved;
  problems.push(solved);
  return variable.params;
}

function isProblem(solved: VariableConfig['params'] | Problem): solved is Problem {
  return 'code' in solved && 'message' in solved;
}

/**
 * The factors of the prior, each after those its parameters use (depth first); a cycle is a problem that names its
 * members in order.
 */
export function factorsInOrder(variables: readonly ModelVariable[], problems: Problem[]): Factor[] {
  const byName = new Map(variables.map((variable) => [variable.name, variable]));
  const factorOf = new Map<string, Factor>();
  for (const { members, correlations } of correlationsOf(variables)) {
    const factor = correlatedFactor(
      members,
      correlations.map((name) => byName.get(name)!),
    );
    for (const variable of factor.variables) factorOf.set(variable.name, factor);
  }
  for (const variable of variables)
    if (!factorOf.has(variable.name)) factorOf.set(variable.name, singleFactor(variable));

  const done = new Set<Factor>();
  const ordered: Factor[] = [];
  const visit = (name: string, path: readonly string[]): void => {
    const factor = factorOf.get(name)!;
    if (done.has(factor)) return;
    const start = path.findIndex((before) => factorOf.get(before) === factor);
    if (start >= 0) {
      problems.push(cycle([...path.slice(start), name]));
      done.add(factor);
      return;
    }
    for (const member of [byName.get(name)!, ...factor.variables]) {
      for (const needed of namesOf(Object.values<Expr>(member.params), 'parameter'))
        visit(needed, [...path, member.name]);
    }
    if (done.has(factor)) return;
    done.add(factor);
    ordered.push(factor);
  };
  for (const variable of variables) visit(variable.name, []);
  return ordered;
}

function cycle(members: readonly string[]): Problem {
  const text = members.join(' → ');
  return problem({
    path: `variable_params.${members[0]!}`,
    code: 'cycle',
    found: text,
    expected: 'priors without a cycle',
    message: `the priors form a cycle: ${text}`,
  });
}

function discreteVariable(name: string, dist: string): Problem {
  return problem({
    path: `variable_params.${name}.dist`,
    code: 'discrete_variable',
    found: dist,
    expected: 'a continuous distribution',
    message: `${dist} is discrete; the sampler follows gradients, so a variable needs a continuous distribution (a likelihood may be discrete)`,
  });
}

function seriesWithoutGroup(name: string, dist: string): Problem {
  return problem({
    path: `variable_params.${name}.by`,
    code: 'series_without_group',
    found: 'nothing',
    expected: 'an ordered column',
    message: `${dist} is a series; it needs by: with an ordered column, such as the week`,
  });
}
