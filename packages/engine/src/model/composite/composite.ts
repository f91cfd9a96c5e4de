/**
 * Composite priors: a prior that stands for several variables. Its name in `dist` is rewritten into the variables it is
 * made of, as a user could have written them; nothing later knows the difference.
 */
import type { ParamValue, VariableConfig } from '../../config/config.ts';
import { type Problem, problem } from '../../config/errors.ts';
import type { Parametrization } from '../../distributions/distribution.ts';
import { horseshoe } from './horseshoe.ts';
import { r2d2 } from './r2d2.ts';

/** The text of a parameter as given, or its default, in brackets so that it can stand anywhere. */
export type ParamText = (name: string) => string;

export interface CompositePrior {
  readonly name: string;
  /** One sentence for the documentation. */
  readonly about: string;
  readonly parametrizations: readonly Pick<Parametrization, 'names' | 'optional'>[];
  /** The variables it is made of; that of the variable's own name comes last. */
  readonly expand: (
    name: string,
    param: ParamText,
    place: Pick<VariableConfig, 'by' | 'over'>,
  ) => Readonly<Record<string, VariableConfig>>;
}

/** Every composite prior by name. */
export const compositePriors: Readonly<Record<string, CompositePrior>> = {
  Horseshoe: horseshoe,
  R2D2: r2d2,
};

/** The variables with composite priors written out; problems are added. */
export function withComposites(
  given: Readonly<Record<string, VariableConfig>>,
  taken: ReadonlySet<string>,
  problems: Problem[],
): Record<string, VariableConfig> {
  const variables: Record<string, VariableConfig> = {};
  for (const [name, variable] of Object.entries(given)) {
    if (!Object.hasOwn(compositePriors, variable.dist)) {
      variables[name] = variable;
      continue;
    }
    const composite = compositePriors[variable.dist]!;
    const { dist: _, params, ...rest } = variable;
    if (variable.by === undefined && variable.over === undefined) {
      problems.push(withoutVector(name, variable.dist));
      variables[name] = { ...rest, dist: 'Flat', params: {} };
      continue;
    }
    for (const [key, part] of Object.entries(
      composite.expand(name, textOf(composite, params), pick(variable)),
    )) {
      if (key !== name && taken.has(key)) problems.push(companionTaken(name, variable.dist, key));
      variables[key] = key === name ? { ...rest, parametrization: 'noncentered', ...part } : part;
    }
  }
  return variables;
}

function pick({ by, over }: VariableConfig): Pick<VariableConfig, 'by' | 'over'> {
  return { ...(by === undefined ? {} : { by }), ...(over === undefined ? {} : { over }) };
}

function textOf(composite: CompositePrior, params: Readonly<Record<string, ParamValue>>): ParamText {
  const defaults = composite.parametrizations[0]!.optional ?? {};
  return (name) => {
    const value = Object.hasOwn(params, name) ? params[name] : defaults[name];
    return typeof value === 'string' ? `(${value})` : String(value);
  };
}

export function companionTaken(owner: string, reason: string, name: string): Problem {
  return problem({
    path: `variable_params.${owner}`,
    code: 'name_taken',
    found: name,
    expected: 'a free name',
    message: `${reason} brings the variable ${name}, but that name is already taken; rename it or ${owner}`,
  });
}

export function withoutVector(name: string, dist: string): Problem {
  return problem({
    path: `variable_params.${name}.over`,
    code: 'vector_without_domain',
    found: 'nothing',
    expected: 'over: a vector, or by: a column',
    message: `${dist} is a prior for several values together; it needs over: (a vector) or by: (a column)`,
  });
}
