/** Config → the model as mathematics: every variable, the function's value, the log likelihood of a row, derived values. */
import type { Bounds, Config, ParamValue, VariableConfig } from '../config/config.ts';
import { ConfigError, type Problem, problem } from '../config/errors.ts';
import type { Distribution, Params } from '../distributions/distribution.ts';
import { distributions } from '../distributions/index.ts';
import * as b from '../expr/build.ts';
import { type Domain, type Expr, rows, scalar } from '../expr/expr.ts';
import { namesOf, topological } from '../expr/traverse.ts';
import { LanguageError } from '../language/languageError.ts';
import { type ParsedFunction, parseExpression, parseFunction } from '../language/parse.ts';
import { type BoundExprs, rowLogDensity } from './likelihood.ts';
import { groupOf, type Names, namesOfConfig, type Reading, resolve } from './names.ts';

export interface ModelVariable {
  readonly name: string;
  readonly config: VariableConfig;
  readonly domain: Domain;
  readonly distribution: Distribution;
  /** Canonical parameters over other variables. */
  readonly params: Params;
}

export interface ModelLikelihood {
  /** Absent for a written-out log density. */
  readonly distribution?: Distribution;
  readonly params: Params;
  readonly censored?: BoundExprs;
  readonly truncated?: BoundExprs;
}

export interface Derived {
  readonly name: string;
  readonly expr: Expr;
}

export interface Specification {
  readonly config: Config;
  readonly names: Names;
  /** In an order in which every variable comes after those its prior uses. */
  readonly variables: readonly ModelVariable[];
  /** The function's value, over rows. */
  readonly mean: Expr;
  readonly likelihood: ModelLikelihood;
  /** Log likelihood of each row, over rows; `y` is the column named y. */
  readonly rowLogLikelihood: Expr;
  readonly derived: readonly Derived[];
  /** Columns of data the function, the likelihood and the groups use. */
  readonly columns: readonly string[];
  /** Groups by key, with their columns. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Columns moved down by some rows; the rows before the longest lag do not enter the likelihood. */
  readonly lags: readonly { readonly name: string; readonly column: string; readonly places: number }[];
  /** Groups used in the priors of another group's variables. */
  readonly nestings: readonly { readonly inner: string; readonly outer: string }[];
  readonly warnings: readonly string[];
}

/** Name of the outcome inside expressions. */
export const outcome = 'y';

/**
 * Reads every expression of a config and gives it its meaning.
 * @throws ConfigError with all problems at once.
 */
export function specify(config: Config): Specification {
  const names = namesOfConfig(config);
  const problems: Problem[] = [];
  const used = new Set<string>();
  const reading = (
    path: string,
    domain: Domain,
    columns: boolean,
    extra?: ReadonlyMap<string, Expr>,
  ): Reading => ({
    names,
    path,
    domain,
    columns,
    used,
    problems,
    ...(extra === undefined ? {} : { extra }),
  });

  const variables = Object.entries(config.variable_params).map(([name, variable]): ModelVariable => {
    const path = `variable_params.${name}`;
    const domain = names.variables.get(name)!;
    const distribution = distributions[variable.dist]!;
    const given = readParams(variable.params, reading(`${path}.params`, domain, false));
    const params = canonical(distribution, given);
    if (distribution.isSeries && !domain.startsWith('by:'))
      problems.push(seriesWithoutGroup(name, variable.dist));
    if (distribution.support(params).discrete) {
      problems.push(discreteVariable(name, variable.dist));
    }
    return { name, config: variable, domain, distribution, params };
  });
  const ordered = inOrder(variables, problems);

  const functionPath = 'function_params.function';
  const parsed = attempt<ParsedFunction>(functionPath, problems, () =>
    parseFunction(config.function_params.function),
  );
  if (parsed?.argumentNames !== undefined) checkArguments(parsed.argumentNames, config, names, problems);
  const functionValue =
    parsed === undefined ? b.constant(Number.NaN) : resolve(parsed.body, reading(functionPath, rows, true));
  const mean = b.spread(functionValue, rows);
  const y = b.column(outcome);
  const extra = new Map([['mu', functionValue]]);
  const { likelihood, row } = readLikelihood(config, y, extra, reading, problems);

  const derived = Object.entries(config.derived).map(([name, text]): Derived => {
    const path = `derived.${name}`;
    if (names.variables.has(name)) problems.push(takenName(path, name));
    const expr = attempt(path, problems, () => parseExpression(text)) ?? b.constant(Number.NaN);
    return { name, expr: resolve(expr, reading(path, widestDomain(expr, names), false)) };
  });

  for (const name of names.variables.keys()) if (!used.has(name)) problems.push(unusedVariable(name, config));
  if (problems.length > 0) throw new ConfigError(problems);

  const groups = new Map<string, readonly string[]>();
  for (const variable of variables) {
    if (variable.config.by !== undefined) groups.set(groupOf(variable.domain), variable.config.by);
  }
  const columns = namesOf([mean, row], 'column').filter((name) => name !== outcome);
  const lags = columns.flatMap((name) => {
    const parts = /^lag\((.*),(\d+)\)$/.exec(name);
    return parts === null ? [] : [{ name, column: parts[1]!, places: Number(parts[2]) }];
  });
  const lagNames = new Map(lags.map((lag) => [lag.name, lag.column]));
  const needed = new Set(columns.map((name) => lagNames.get(name) ?? name));
  for (const list of groups.values()) for (const name of list) needed.add(name);
  for (const { name, columns: members } of vectorsUsed(used, names))
    if (name) for (const member of members) needed.add(member);
  const warnings = [...config.warnings];
  for (const name of names.columns) {
    if (!needed.has(name)) warnings.push(`the column ${name} of independent_vars is used by nothing`);
  }
  return {
    config,
    names,
    variables: ordered,
    mean,
    likelihood,
    rowLogLikelihood: afterLags(row, lags),
    derived,
    columns: [...needed],
    groups,
    lags,
    nestings: nestingsOf(ordered),
    warnings,
  };
}

/** Conditions on the rows before the longest lag. */
function afterLags(row: Expr, lags: Specification['lags']): Expr {
  const longest = lags.reduce((most, lag) => Math.max(most, lag.places), 0);
  return longest === 0 ? row : b.select(b.ge(b.position(rows), longest), row, 0);
}

function nestingsOf(variables: readonly ModelVariable[]): { inner: string; outer: string }[] {
  const gathers = topological(variables.flatMap((variable) => Object.values(variable.params))).filter(
    (node) => node.op === 'gather',
  );
  const keys = new Set(
    gathers.map((node) => JSON.stringify({ inner: groupOf(node.domain), outer: node.name! })),
  );
  return [...keys].map((key) => {
    const { inner, outer }: { inner: string; outer: string } = JSON.parse(key);
    return { inner, outer };
  });
}

function vectorsUsed(
  used: ReadonlySet<string>,
  names: Names,
): { name: string; columns: readonly string[] }[] {
  return [...names.vectors].filter(([name]) => used.has(name)).map(([name, columns]) => ({ name, columns }));
}

type MakeReading = (
  path: string,
  domain: Domain,
  columns: boolean,
  extra?: ReadonlyMap<string, Expr>,
) => Reading;

function readLikelihood(
  config: Config,
  y: Expr,
  extra: ReadonlyMap<string, Expr>,
  reading: MakeReading,
  problems: Problem[],
): { likelihood: ModelLikelihood; row: Expr } {
  const written = config.likelihood;
  const withOutcome = new Map([...extra, [outcome, y] as const]);
  const bounds = (key: 'censored' | 'truncated'): BoundExprs | undefined => {
    const given: Bounds | undefined = written[key];
    if (given === undefined) return undefined;
    const path = `likelihood.${key}`;
    const read = (side: 'lower' | 'upper'): Expr | undefined =>
      given[side] === undefined
        ? undefined
        : readParam(given[side], reading(`${path}.${side}`, rows, true, extra));
    const [lower, upper] = [read('lower'), read('upper')];
    if (lower?.op === 'const' && upper?.op === 'const' && lower.value! >= upper.value!) {
      problems.push(crossedBounds(path, lower.value!, upper.value!));
    }
    return { ...(lower === undefined ? {} : { lower }), ...(upper === undefined ? {} : { upper }) };
  };
  const weight =
    written.weights === undefined
      ? undefined
      : resolve(b.symbol(written.weights), {
          ...reading('likelihood.weights', rows, true),
          names: withColumn(reading, written.weights),
        });
  const weighted = (density: Expr): Expr =>
    b.spread(weight === undefined ? density : b.mul(weight, density), rows);
  if (written.log_density !== undefined) {
    const path = 'likelihood.log_density';
    const parsed =
      attempt(path, problems, () => parseExpression(written.log_density!)) ?? b.constant(Number.NaN);
    return {
      likelihood: { params: {} },
      row: weighted(resolve(parsed, reading(path, rows, true, withOutcome))),
    };
  }
  const distribution = distributions[written.dist!]!;
  const params = canonical(
    distribution,
    readParams(written.params ?? {}, reading('likelihood.params', rows, true, extra)),
  );
  const [censored, truncated] = [bounds('censored'), bounds('truncated')];
  if (
    (censored !== undefined || truncated !== undefined) &&
    (distribution.logCdf === undefined || distribution.logSurvival === undefined)
  ) {
    problems.push(withoutCdf(distribution.name, censored === undefined ? 'truncated' : 'censored'));
    return { likelihood: { distribution, params }, row: b.spread(b.constant(Number.NaN), rows) };
  }
  const row = weighted(rowLogDensity(distribution, params, y, censored, truncated));
  return {
    likelihood: {
      distribution,
      params,
      ...(censored === undefined ? {} : { censored }),
      ...(truncated === undefined ? {} : { truncated }),
    },
    row,
  };
}

/** A weights column need not be listed among the independent variables. */
function withColumn(reading: MakeReading, name: string): Names {
  const { names } = reading('', rows, true);
  return { ...names, columns: new Set([...names.columns, name]) };
}

function readParams(params: Readonly<Record<string, ParamValue>>, reading: Reading): Params {
  const read: Record<string, Expr> = {};
  for (const [name, value] of Object.entries(params))
    read[name] = readParam(value, { ...reading, path: `${reading.path}.${name}` });
  return read;
}

function readParam(value: ParamValue, reading: Reading): Expr {
  if (typeof value === 'number') return b.constant(value);
  if (typeof value !== 'string') return b.vector(value.map((item) => readParam(item, reading)));
  const parsed = attempt(reading.path, reading.problems, () => parseExpression(value));
  return parsed === undefined ? b.constant(Number.NaN) : resolve(parsed, reading);
}

function attempt<T>(path: string, problems: Problem[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error;
    problems.push(
      problem({
        path,
        code: error.code,
        found: 'the text',
        expected: 'the language of expressions',
        message: error.message,
      }),
    );
    return undefined;
  }
}

/** Parameters as the distribution's own, by the parametrisation whose names were given. */
export function canonical(distribution: Distribution, given: Params): Params {
  const names = Object.keys(given);
  const match = distribution.parametrizations.find(
    (it) =>
      it.names.every((name) => names.includes(name)) &&
      names.every((name) => it.names.includes(name) || Object.hasOwn(it.optional ?? {}, name)),
  );
  if (match === undefined) return given;
  const full: Record<string, Expr> = {};
  for (const [name, value] of Object.entries(match.optional ?? {})) full[name] = b.constant(value);
  return match.toCanonical({ ...full, ...given });
}

/** Variables after those their priors use (Kahn's algorithm); a cycle is a problem that names its members in order. */
function inOrder(variables: readonly ModelVariable[], problems: Problem[]): ModelVariable[] {
  const byName = new Map(variables.map((variable) => [variable.name, variable]));
  const needs = (variable: ModelVariable): string[] => namesOf(Object.values(variable.params), 'parameter');
  const done = new Set<string>();
  const ordered: ModelVariable[] = [];
  const visit = (variable: ModelVariable, path: readonly string[]): void => {
    if (done.has(variable.name)) return;
    const start = path.indexOf(variable.name);
    if (start >= 0) {
      const cycle = [...path.slice(start), variable.name].join(' → ');
      problems.push(
        problem({
          path: `variable_params.${variable.name}`,
          code: 'cycle',
          found: cycle,
          expected: 'priors without a cycle',
          message: `the priors form a cycle: ${cycle}`,
        }),
      );
      done.add(variable.name);
      return;
    }
    for (const name of needs(variable)) visit(byName.get(name)!, [...path, variable.name]);
    if (done.has(variable.name)) return;
    done.add(variable.name);
    ordered.push(variable);
  };
  for (const variable of variables) visit(variable, []);
  return ordered;
}

/** The domain of a derived value: that of the variables it uses. */
function widestDomain(expr: Expr, names: Names): Domain {
  const domains = namesOf([expr], 'symbol').map((name) => names.variables.get(name) ?? scalar);
  return domains.find((domain) => domain !== scalar) ?? scalar;
}

function checkArguments(
  argumentNames: readonly string[],
  config: Config,
  names: Names,
  problems: Problem[],
): void {
  const known = (name: string): boolean =>
    names.variables.has(name) ||
    names.columns.has(name) ||
    names.vectors.has(name) ||
    names.constants.has(name);
  const strangers = argumentNames.filter((name) => !known(name));
  if (strangers.length === 0) return;
  const isMinified =
    typeof config.function_params.function === 'function' && argumentNames.every((name) => name.length <= 2);
  const hint = isMinified
    ? '; a minifier seems to have renamed the arguments: give the function as text'
    : '';
  problems.push(
    problem({
      path: 'function_params.function',
      code: 'unknown_argument',
      found: strangers.join(', '),
      expected: 'names of variables, columns or constants',
      message: `the arguments ${strangers.join(', ')} are names of neither variables, columns nor constants${hint}`,
    }),
  );
}

function unusedVariable(name: string, config: Config): Problem {
  const implied = name === 'sigma' && config.sigmaIsDefault;
  return problem({
    path: `variable_params.${name}`,
    code: 'unused_variable',
    found: name,
    expected: 'a variable that something uses',
    message: implied
      ? 'sigma is implied but unused'
      : `${name} is used by nothing and would be sampled for nothing; use it or remove it`,
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

function takenName(path: string, name: string): Problem {
  return problem({
    path,
    code: 'name_taken',
    found: name,
    expected: 'a new name',
    message: `${name} already names a variable`,
  });
}

function crossedBounds(path: string, lower: number, upper: number): Problem {
  return problem({
    path,
    code: 'crossed_bounds',
    found: `lower ${lower}, upper ${upper}`,
    expected: 'lower below upper',
    message: `lower ${lower} is not below upper ${upper}`,
  });
}

function withoutCdf(distribution: string, key: string): Problem {
  return problem({
    path: `likelihood.${key}`,
    code: 'no_cdf',
    found: distribution,
    expected: 'a distribution with a cdf',
    message: `${distribution} has no cdf in the kernel, so it cannot be ${key}`,
  });
}
