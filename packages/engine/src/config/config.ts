// The config: what a model is made of, after defaults are filled in and every name and value is checked.

import { checkForm, formKeys } from './checkForm.ts';
import { checkKeys, checkNames } from './checkNames.ts';
import { checkVariables } from './checkVariables.ts';
import { bareDistribution, type Knowledge } from './distributionNames.ts';
import { ConfigError, type Problem } from './errors.ts';
import { problemsOf } from './issues.ts';
import type { PriorFrom } from './priorFrom.ts';
import {
  ignoredSamplingKeys,
  type SampleParams,
  sampleParamsOf,
  withoutIgnoredKeys,
} from './sampleParams.ts';
import { type FunctionValue, type WrittenConfig, writtenConfig } from './schema.ts';

/** A number or the text of an expression. */
export type Scalar = number | string;
export type ParamValue = Scalar | readonly Scalar[];
export type NewLevels = 'error' | 'population' | 'gaussian' | 'uncertainty';
export type Parametrization = 'centered' | 'noncentered' | 'auto';
export type { FunctionValue, SampleParams };

export interface DistributionConfig {
  readonly dist: string;
  readonly params: Readonly<Record<string, ParamValue>>;
}

export interface VariableConfig extends DistributionConfig {
  /** Columns whose levels (tuples of levels) have a value each. */
  readonly by?: readonly string[];
  /** The vector whose columns have a value each. */
  readonly over?: string;
  readonly parametrization?: Parametrization;
  readonly correlated_with?: string;
  /** η of the LKJ prior on the correlations; 2 when left out. */
  readonly lkj_eta?: number;
  /** The known level an unseen one takes after; a list names a tuple. */
  readonly like?: Scalar | readonly Scalar[];
  readonly new_levels?: NewLevels;
  /** Interval that holds the prior mass `mass`; the parameters left out of `params` are solved from it. */
  readonly between?: readonly [number, number];
  readonly mass?: number;
  readonly initval?: number;
}

export interface Bounds {
  readonly lower?: Scalar;
  readonly upper?: Scalar;
}

export interface LikelihoodConfig {
  /** Absent exactly when `log_density` is given. */
  readonly dist?: string;
  readonly params?: Readonly<Record<string, ParamValue>>;
  readonly censored?: Bounds;
  readonly truncated?: Bounds;
  readonly weights?: string;
  readonly log_density?: string;
}

export type IndependentVar =
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'vector'; readonly name: string; readonly columns: readonly string[] };

/** What happens to a column before the function sees it: first `transform`, then `scale`; or `encode`. */
export interface ColumnPreprocessing {
  readonly transform?: 'log' | 'log1p' | 'logit' | 'sqrt';
  readonly scale?: 'standardize' | 'max' | 'minmax' | 'center';
  readonly encode?: 'onehot' | 'ordinal';
  /** A level not seen in training: refused, or encoded as zeros (onehot) or −1 (ordinal). */
  readonly unseen?: 'error' | 'ignore';
  /** Constants given instead of found in training: scaled values are (x − offset) / factor. */
  readonly offset?: number;
  readonly factor?: number;
  /** The levels that `encode` knows, in order, given instead of found in training. */
  readonly levels?: readonly Scalar[];
  /** Stands in for empty cells under `missing: mean`, given instead of found in training. */
  readonly fill?: number;
}

export type MissingX = 'error' | 'mean' | 'impute';

export interface MissingConfig {
  readonly x: MissingX;
  readonly y: 'error' | 'drop' | 'impute';
  /** Columns with a policy of their own. */
  readonly columns: Readonly<Record<string, MissingX>>;
}

export interface Config {
  readonly independent_vars: readonly IndependentVar[];
  readonly dependent_var?: string;
  readonly variable_params: Readonly<Record<string, VariableConfig>>;
  readonly function_params: {
    readonly function: string | FunctionValue;
    readonly constants: Readonly<Record<string, number | readonly number[]>>;
  };
  readonly likelihood: LikelihoodConfig;
  /** The user wrote no likelihood distribution: it is Normal(mu, sigma). */
  readonly likelihoodIsDefault: boolean;
  /** The user declared no `sigma` and the default likelihood needs one: it was added as HalfNormal(1). */
  readonly sigmaIsDefault: boolean;
  readonly derived: Readonly<Record<string, string>>;
  readonly sample_params: SampleParams;
  readonly preprocessing: Readonly<Record<string, ColumnPreprocessing>>;
  readonly missing: MissingConfig;
  readonly new_levels: NewLevels;
  /** A joint prior carried over from another fit, in place of the priors of the variables it names. */
  readonly prior_from?: PriorFrom;
  /** Things accepted and ignored, one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Reads a config given as a plain value and fills in every default.
 * Expressions are not read here: free names, cycles and unused variables are the model's to check.
 * @throws ConfigError with all problems at once
 */
export function parseConfig(input: unknown, knowledge: Knowledge): Config {
  const cleaned = withoutIgnoredKeys(input);
  const checked = checkForm(writtenConfig, cleaned);
  if (!checked.isFit) {
    const keysAt = (path: readonly PropertyKey[]) => formKeys(writtenConfig, path);
    const shape = problemsOf(input, checked.issues, keysAt);
    throw new ConfigError([...shape, ...checkVariables(input, knowledge).filter(isElsewhere(shape))]);
  }
  const problems = [...checkKeys(input), ...checkVariables(input, knowledge)];
  const config = normalise(checked.value, ignoredSamplingKeys(input));
  problems.push(...checkNames(config));
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/** One mistake is told once: a later check stays silent about a place that already has a problem. */
function isElsewhere(told: readonly Problem[]): (it: Problem) => boolean {
  return (it) => !told.some((other) => other.path === it.path);
}

function normalise(written: WrittenConfig, warnings: readonly string[]): Config {
  const variables: Record<string, VariableConfig> = {};
  for (const [name, it] of Object.entries(written.variable_params)) variables[name] = variableOf(it);
  const likelihoodIsDefault =
    written.likelihood?.dist === undefined && written.likelihood?.log_density === undefined;
  const sigmaIsDefault = likelihoodIsDefault && !Object.hasOwn(variables, 'sigma');
  if (sigmaIsDefault) variables['sigma'] = { dist: 'HalfNormal', params: { sigma: 1 } };
  const { x = 'error', y = 'error', ...columns } = written.missing ?? {};
  return {
    independent_vars: written.independent_vars.map(independentVar),
    ...(written.dependent_var === undefined ? {} : { dependent_var: written.dependent_var }),
    variable_params: variables,
    function_params: {
      function: written.function_params.function,
      constants: written.function_params.constants ?? {},
    },
    likelihood: likelihoodOf(written.likelihood ?? {}, likelihoodIsDefault),
    likelihoodIsDefault,
    sigmaIsDefault,
    derived: written.derived ?? {},
    sample_params: sampleParamsOf(written.sample_params ?? {}),
    preprocessing: written.preprocessing ?? {},
    missing: { x, y, columns },
    new_levels: written.new_levels ?? 'error',
    ...(written.prior_from === undefined ? {} : { prior_from: written.prior_from }),
    warnings,
  };
}

function variableOf(written: WrittenConfig['variable_params'][string]): VariableConfig {
  const { dist, params, by, mass, ...rest } = written;
  const { name: _sameAsKey, ...parameters } = params ?? {};
  return {
    dist: bareDistribution(dist),
    params: parameters,
    ...(by === undefined ? {} : { by: typeof by === 'string' ? [by] : by }),
    ...rest,
    ...(rest.between === undefined ? {} : { mass: mass ?? 0.9 }),
  };
}

function likelihoodOf(
  written: NonNullable<WrittenConfig['likelihood']>,
  isDefault: boolean,
): LikelihoodConfig {
  const { dist, params, ...rest } = written;
  if (isDefault) return { dist: 'Normal', params: { mu: 'mu', sigma: 'sigma' }, ...rest };
  if (dist === undefined) return rest;
  return { dist: bareDistribution(dist), params: params ?? {}, ...rest };
}

function independentVar(written: WrittenConfig['independent_vars'][number]): IndependentVar {
  if (typeof written === 'string') return { kind: 'column', name: written };
  const [name, columns] = Object.entries(written)[0];
  return { kind: 'vector', name, columns };
}
