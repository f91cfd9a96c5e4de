// Checks a distribution's name and its parameters' names against what the engine knows.
import { type Problem, problem } from './errors.ts';
import { nearest } from './nearest.ts';
import { formatPath } from './path.ts';

/** What the config must know of one distribution. */
export interface DistributionNames {
  /** Alternative full sets of parameter names, e.g. `[['mu', 'sigma'], ['mu', 'tau']]`. */
  readonly parameters: readonly (readonly string[])[];
  /** Names that may be left out. */
  readonly optional: readonly string[];
}

export interface Knowledge {
  readonly distributions: Readonly<Record<string, DistributionNames>>;
}

/** `pm.Normal` and `pymc.Normal` are `Normal`. */
export function bareDistribution(name: string): string {
  return name.replace(/^(?:pm|pymc|pymc\.distributions|pm\.distributions)\./, '');
}

/** Problems with the name itself. */
export function checkDistribution(
  path: readonly PropertyKey[],
  name: string,
  knowledge: Knowledge,
): Problem[] {
  if (Object.hasOwn(knowledge.distributions, name)) return [];
  const known = Object.keys(knowledge.distributions);
  const suggestion = nearest(name, known);
  const found = JSON.stringify(name);
  const expected = 'a distribution';
  return [
    problem({
      path: formatPath(path),
      code: 'unknown_distribution',
      found,
      expected,
      ...(suggestion === undefined ? {} : { suggestion }),
    }),
  ];
}

/**
 * Problems with the set of parameters given: unknown names, several parametrisations at once, missing names.
 * `partly` allows missing ones (they will be solved for).
 */
export function checkParameters(
  path: readonly PropertyKey[],
  name: string,
  given: readonly string[],
  names: DistributionNames,
  partly: boolean,
): Problem[] {
  const known = new Set([...names.parameters.flat(), ...names.optional]);
  // An optional name that no set lists goes with every set.
  const isExtra = (it: string) => names.optional.includes(it) && !names.parameters.flat().includes(it);
  const problems = given
    .filter((it) => !known.has(it))
    .map((it) => unknownParameter([...path, it], it, name, known, names));
  const valid = given.filter((it) => known.has(it));
  const fits = (set: readonly string[]) => valid.every((it) => set.includes(it) || isExtra(it));
  const candidates = names.parameters.filter(fits);
  if (candidates.length === 0 && valid.length > 0) return [...problems, clash(path, name, valid, names)];
  const isWhole = (set: readonly string[]) =>
    set.every((it) => valid.includes(it) || names.optional.includes(it));
  if (problems.length > 0 || partly || candidates.some(isWhole) || names.parameters.length === 0)
    return problems;
  const lacking = candidates.map((set) =>
    set.filter((it) => !valid.includes(it) && !names.optional.includes(it)),
  );
  const fewest = lacking.filter((it) => it.length === Math.min(...lacking.map((other) => other.length)));
  const wanted = fewest.map((set) => set.join(' and ')).join(', or ');
  const message = `${name} lacks ${wanted}; it takes ${alternatives(names)}`;
  const found = valid.length === 0 ? 'no parameters' : valid.join(', ');
  return [
    problem({
      path: formatPath(path),
      code: 'missing_parameter',
      found,
      expected: alternatives(names),
      message,
    }),
  ];
}

function unknownParameter(
  path: readonly PropertyKey[],
  it: string,
  name: string,
  known: ReadonlySet<string>,
  names: DistributionNames,
): Problem {
  const suggestion = nearest(it, known);
  const expected = known.size === 0 ? 'no parameters' : alternatives(names);
  return problem({
    path: formatPath(path),
    code: 'unknown_parameter',
    found: JSON.stringify(it),
    expected,
    message: `${name} has no parameter ${JSON.stringify(it)}; it takes ${expected}`,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}

function clash(
  path: readonly PropertyKey[],
  name: string,
  given: readonly string[],
  names: DistributionNames,
): Problem {
  const together = given.filter((it) => names.parameters.some((set) => !set.includes(it)));
  const found = (together.length > 1 ? together : given).join(' and ');
  return problem({
    path: formatPath(path),
    code: 'clashing_parameters',
    found,
    expected: alternatives(names),
    message: `${name} takes ${alternatives(names)}, not ${found} together`,
  });
}

function alternatives(names: DistributionNames): string {
  return names.parameters
    .map((set) => `{${set.map((it) => (names.optional.includes(it) ? `${it}?` : it)).join(', ')}}`)
    .join(' or ');
}
