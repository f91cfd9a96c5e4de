/** Config → the model as mathematics: every variable, the function's value, the log likelihood of a row, derived values. */
import { type CarriedPrior, readCarried } from '../carry/carriedPrior.ts';
import type { PlacedPrior } from '../carry/placedPrior.ts';
import type { Config, VariableConfig } from '../config/config.ts';
import { ConfigError, type Problem, problem } from '../config/errors.ts';
import * as b from '../expr/build.ts';
import { type Domain, type Expr, rows, scalar } from '../expr/expr.ts';
import { namesOf, topological } from '../expr/traverse.ts';
import { type ParsedFunction, parseExpression, parseFunction } from '../language/parse.ts';
import { withComposites } from './composite/composite.ts';
import { withCorrelations } from './correlations.ts';
import { type DataShape, isSameShape, unknownShape } from './dataShape.ts';
import type { Factor } from './factors/factor.ts';
import { type Covariate, covariateProblems, isEmptyMark } from './imputation.ts';
import { groupOf, type Names, namesOfConfig, type Reading, resolve } from './names.ts';
import { attempt } from './readExpression.ts';
import { type ModelLikelihood, outcome, readLikelihood } from './readLikelihood.ts';
import { factorsInOrder, type ModelVariable, readVariables } from './variables.ts';

export { outcome } from './readLikelihood.ts';
export type { ModelVariable } from './variables.ts';

export interface Derived {
  readonly name: string;
  readonly expr: Expr;
}

export interface Specification {
  readonly config: Config;
  readonly names: Names;
  /** In an order in which every variable comes after those its prior uses. */
  readonly variables: readonly ModelVariable[];
  /** The prior, in the same order. */
  readonly factors: readonly Factor[];
  /** The function's value, over rows. */
  readonly mean: Expr;
  readonly likelihood: ModelLikelihood;
  /** Log likelihood of each row, over rows; `y` is the column named y. */
  readonly rowLogLikelihood: Expr;
  readonly derived: readonly Derived[];
  /** Columns of data the function, the likelihood and the groups use. */
  readonly columns: readonly string[];
  /** Those of them whose numbers are used; onehot columns are there under their own names. */
  readonly numberColumns: readonly string[];
  /** Columns with distributions of their own, for whose empty cells there may be parameters. */
  readonly covariates: readonly Covariate[];
  /** What the data at hand, or none, have told of the form. */
  readonly shape: DataShape;
  /** Groups by key, with their columns. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Columns moved down by some rows; the rows before the longest lag do not enter the likelihood. */
  readonly lags: readonly { readonly name: string; readonly column: string; readonly places: number }[];
  /** Groups used in the priors of another group's variables. */
  readonly nestings: readonly { readonly inner: string; readonly outer: string }[];
  readonly warnings: readonly string[];
  /** A joint prior in place of the own priors of the variables it names. */
  readonly carried?: CarriedPrior;
  /** The carried prior on the levels of given data, for the densities and kernels of a fit. */
  readonly placed?: PlacedPrior;
}

/**
 * Reads every expression of a config and gives it its meaning.
 * @throws ConfigError with all problems at once.
 */
export function specify(config: Config, shape: DataShape = unknownShape): Specification {
  const problems: Problem[] = [];
  const written = writtenOut(config, problems);
  const names = namesOfConfig(config, written, shape, problems);
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

  const all = readVariables(written, names, reading, problems);
  const covariates = all.filter(({ name }) => names.covariates.has(name)).map((it) => covariateOf(it, shape));
  problems.push(...covariates.flatMap(covariateProblems));
  const variables = all.filter(({ name }) => !names.covariates.has(name) || shape.imputed.includes(name));
  const factors = factorsInOrder(variables, problems);
  const carried = readCarried(config.prior_from, factors, names, problems);

  const functionPath = 'function_params.function';
  const parsed = attempt<ParsedFunction>(functionPath, problems, () =>
    parseFunction(config.function_params.function),
  );
  if (parsed?.argumentNames !== undefined) checkArguments(parsed.argumentNames, names, problems);
  const dependent = config.dependent_var ?? outcome;
  const pastOutcome: ReadonlyMap<string, Expr> = names.columns.has(dependent)
    ? new Map()
    : new Map([[dependent, b.column(dependent)]]);
  const functionValue =
    parsed === undefined
      ? b.constant(Number.NaN)
      : resolve(parsed.body, reading(functionPath, rows, true, pastOutcome));
  if (pastOutcome.size > 0 && namesOf([functionValue], 'column').includes(dependent)) {
    problems.push(outcomeExplainsItself(functionPath, dependent));
  }
  if (functionValue.op === 'vector') problems.push(listAsValue(functionPath));
  const mean = b.spread(functionValue, rows);
  const y = b.column(outcome);
  const extra = new Map([['mu', functionValue]]);
  const { likelihood, row } = readLikelihood(config, y, extra, reading, problems);

  const derived = Object.entries(config.derived).map(([name, text]): Derived => {
    const path = `derived.${name}`;
    if (names.variables.has(name)) problems.push(takenName(path, name));
    const expr = attempt(path, problems, () => parseExpression(text)) ?? b.constant(Number.NaN);
    const value = resolve(expr, reading(path, widestDomain(expr, names), false));
    if (value.op === 'vector') problems.push(listAsValue(path));
    return { name, expr: value };
  });

  // What a function that cannot be read would have used is not known.
  if (parsed !== undefined)
    for (const name of Object.keys(config.variable_params))
      if (!used.has(name) && !names.covariates.has(name)) problems.push(unusedVariable(name, config));
  if (problems.length > 0) throw new ConfigError(problems);

  const ordered = factors.flatMap((factor) => factor.variables);
  const groups = new Map<string, readonly string[]>();
  for (const variable of variables) {
    if (variable.config.by !== undefined) groups.set(groupOf(variable.domain), variable.config.by);
  }
  const columns = rowColumns([mean, row]);
  const lags = columns.flatMap((name) => {
    const parts = /^lag\((.*),(\d+)\)$/.exec(name);
    return parts === null ? [] : [{ name, column: parts[1]!, places: Number(parts[2]) }];
  });
  const lagNames = new Map(lags.map((lag) => [lag.name, lag.column]));
  const numbers = new Set(columns.map((name) => lagNames.get(name) ?? name));
  for (const { column } of covariates) numbers.add(column);
  for (const { name, columns: members } of vectorsUsed(used, names))
    if (!names.encoded.has(name))
      for (const member of names.bases.has(name) ? [names.bases.get(name)!.column] : members)
        numbers.add(member);
  const needed = new Set(numbers);
  for (const name of names.encoded) if (used.has(name)) needed.add(name);
  for (const list of groups.values()) for (const name of list) needed.add(name);
  const warnings = [...config.warnings];
  for (const name of names.columns) {
    if (!needed.has(name)) warnings.push(`the column ${name} of independent_vars is used by nothing`);
  }
  return {
    config,
    names,
    variables: ordered,
    factors,
    mean,
    likelihood,
    rowLogLikelihood: afterLags(row, lags),
    derived,
    columns: [...needed],
    numberColumns: [...numbers],
    covariates,
    shape,
    groups,
    lags,
    nestings: nestingsOf(ordered),
    warnings,
    ...(carried === undefined ? {} : { carried }),
  };
}

/** The same model in the form that other data give it; `known` is a form that was used before. */
export function specialise(
  specification: Specification,
  shape: DataShape,
  known: Specification = specification,
): Specification {
  const same = [specification, known].find((it) => isSameShape(it.shape, shape));
  return same ?? specify(specification.config, shape);
}

function covariateOf({ name, distribution, params }: ModelVariable, shape: DataShape): Covariate {
  return { column: name, distribution, params, isImputed: shape.imputed.includes(name) };
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

/** Columns with one value a row that expressions read, but for the outcome. */
function rowColumns(exprs: readonly Expr[]): string[] {
  const leaves = topological(exprs).filter((node) => node.op === 'column' && node.domain === rows);
  const names = [...new Set(leaves.map((node) => node.name!))];
  return names.filter((name) => name !== outcome && !isEmptyMark(name));
}

function vectorsUsed(
  used: ReadonlySet<string>,
  names: Names,
): { name: string; columns: readonly string[] }[] {
  return [...names.vectors].filter(([name]) => used.has(name)).map(([name, columns]) => ({ name, columns }));
}

/** The domain of a derived value: that of the variables it uses. */
function widestDomain(expr: Expr, names: Names): Domain {
  const domains = namesOf([expr], 'symbol').map((name) => names.variables.get(name) ?? scalar);
  return domains.find((domain) => domain !== scalar) ?? scalar;
}

function checkArguments(argumentNames: readonly string[], names: Names, problems: Problem[]): void {
  const known = (name: string): boolean =>
    names.variables.has(name) ||
    names.columns.has(name) ||
    names.vectors.has(name) ||
    names.constants.has(name);
  const strangers = argumentNames.filter((name) => !known(name));
  if (strangers.length === 0) return;
  // A real function has become its own text by now.
  const isMinified = argumentNames.every((name) => name.length <= 2);
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

function outcomeExplainsItself(path: string, dependent: string): Problem {
  return problem({
    path,
    code: 'outcome_in_function',
    found: dependent,
    expected: `lag(${dependent}, 1)`,
    message: `${dependent} is the outcome, which cannot explain itself; its past may: lag(${dependent}, 1)`,
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

function listAsValue(path: string): Problem {
  return problem({
    path,
    code: 'list_as_value',
    found: 'a list',
    expected: 'one value a row',
    message: 'the value is a list; one value a row is expected',
  });
}

/** The variables of a config with everything in shorthand written out. */
function writtenOut(config: Config, problems: Problem[]): Record<string, VariableConfig> {
  const taken = new Set([
    ...Object.keys(config.variable_params),
    ...Object.keys(config.derived),
    ...Object.keys(config.function_params.constants),
    ...config.independent_vars.flatMap((it) => (it.kind === 'column' ? [it.name] : [it.name, ...it.columns])),
  ]);
  return withCorrelations(withComposites(config.variable_params, taken, problems), taken, problems);
}
