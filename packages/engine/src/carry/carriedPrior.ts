/** `prior_from` of a config → a joint prior over entries of the model's variables, checked and discounted. */
import { type Problem, problem } from '../config/errors.ts';
import { nearest } from '../config/nearest.ts';
import type { PriorComponent, PriorFrom } from '../config/priorFrom.ts';
import { scalar } from '../expr/expr.ts';
import type { Factor } from '../model/factors/factor.ts';
import type { Names } from '../model/names.ts';
import type { ModelVariable } from '../model/specification.ts';
import { cholesky, invertSymmetric, product } from '../numeric/cholesky.ts';
import { type CarriedEntry, entryOf } from './entry.ts';
import { independentVariables } from './independentVariables.ts';
import type { NormalComponent } from './normalComponent.ts';
import { priorOnScale } from './priorOnScale.ts';
import { scaleText } from './scale.ts';

export interface CarriedPrior {
  readonly entries: readonly CarriedEntry[];
  /** On the scales of the entries, after the discount; weights sum to 1. */
  readonly components: readonly NormalComponent[];
  /** Weight of the variables' own priors, from 0 to 1. */
  readonly robust: number;
}

/** Entries beyond which a joint prior would cost more than it tells. */
export const mostEntries = 200;

/**
 * The joint prior a block stands for; undefined when its discount keeps nothing, or when it is wrong.
 * @param problems gets every fault of the block.
 */
export function readCarried(
  block: PriorFrom | undefined,
  factors: readonly Factor[],
  names: Names,
  problems: Problem[],
): CarriedPrior | undefined {
  if (block === undefined) return undefined;
  const variables = new Map(factors.flatMap((factor) => factor.variables).map((it) => [it.name, it]));
  const independent = independentVariables(factors);
  const entries = Object.keys(block.scale).map(entryOf);
  const before = problems.length;
  for (const entry of entries) {
    const found = entryProblem(entry, block, variables, independent, names);
    if (found !== undefined) problems.push(found);
  }
  if (entries.length === 0 || entries.length > mostEntries) problems.push(wrongCount(entries.length));
  const read = block.components.map((it, k) =>
    readComponent(it, entries, `prior_from.components[${k}]`, problems),
  );
  if (problems.length > before) return undefined;
  const { discount = 1, robust = 0 } = block;
  if (discount === 0 || robust === 1) return undefined;
  const whole = read.reduce((total, it) => total + it!.weight, 0);
  const components = read.map((it) =>
    discounted({ ...it!, weight: it!.weight / whole }, discount, entries, variables),
  );
  return { entries, components, robust };
}

function entryProblem(
  entry: CarriedEntry,
  { scale, robust = 0 }: PriorFrom,
  variables: ReadonlyMap<string, ModelVariable>,
  independent: ReadonlySet<string>,
  names: Names,
): Problem | undefined {
  const path = `prior_from.scale.${entry.name}`;
  const variable = variables.get(entry.variable);
  if (variable === undefined) {
    const suggestion = nearest(entry.variable, [...variables.keys()]);
    const message = `${entry.variable} is not a variable of this model (variables: ${[...variables.keys()].join(', ')})`;
    return problem({
      path,
      code: 'unknown_variable',
      found: entry.variable,
      expected: 'a variable of this model',
      message,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }
  if (!independent.has(entry.variable)) {
    const message = `the values of ${entry.variable} are tied to each other or to other variables, which a carried prior cannot take the place of`;
    return problem({
      path,
      code: 'tied_variable',
      found: entry.variable,
      expected: 'a variable of independent values',
      message,
    });
  }
  const isSingle = variable.domain === scalar;
  if (isSingle !== (entry.label === undefined)) {
    const expected = isSingle ? entry.variable : `${entry.variable}[LEVEL]`;
    const message = isSingle
      ? `${entry.variable} has a single value in this model; write ${expected}`
      : `${entry.variable} has one value a level in this model; write ${expected}`;
    return problem({ path, code: 'other_shape', found: entry.name, expected, message });
  }
  if (variable.domain.startsWith('over:')) {
    const columns = names.vectors.get(variable.domain.slice('over:'.length)) ?? [];
    if (!columns.includes(entry.label!)) {
      const message = `${entry.variable} has no value for ${entry.label} (columns: ${columns.join(', ')})`;
      return problem({ path, code: 'unknown_level', found: entry.name, expected: 'a column', message });
    }
  }
  const own = scaleText(variable.distribution.support(variable.params));
  if (scale[entry.name] !== own) {
    const message = `the prior was learned on the scale ${scale[entry.name]}, but ${variable.distribution.name} here has the scale ${own}: the supports differ`;
    return problem({ path, code: 'other_support', found: scale[entry.name]!, expected: own, message });
  }
  if (robust > 0 && isImproper(variable)) {
    const message = `robust mixes with the variable's own prior, but ${variable.distribution.name} is no proper one`;
    return problem({
      path: 'prior_from.robust',
      code: 'improper_prior',
      found: String(robust),
      expected: '0',
      message,
    });
  }
  return undefined;
}

function isImproper({ distribution }: ModelVariable): boolean {
  return distribution.name === 'Flat' || distribution.name === 'HalfFlat';
}

function wrongCount(count: number): Problem {
  const message = `${count} entries; a joint prior has from 1 to ${mostEntries}, so name the variables to carry`;
  return problem({
    path: 'prior_from.scale',
    code: 'wrong_count',
    found: String(count),
    expected: `1 to ${mostEntries}`,
    message,
  });
}

function readComponent(
  written: PriorComponent,
  entries: readonly CarriedEntry[],
  path: string,
  problems: Problem[],
): NormalComponent | undefined {
  const size = entries.length;
  const place = new Map(entries.map(({ name }, i) => [name, i]));
  const before = problems.length;
  for (const key of ['mean', 'sd'] as const) {
    for (const { name } of entries) {
      if (!Object.hasOwn(written[key], name)) problems.push(missingNumber(`${path}.${key}`, name));
    }
    for (const name of Object.keys(written[key])) {
      if (!place.has(name)) problems.push(strangeEntry(`${path}.${key}.${name}`, name));
    }
  }
  const covariance = new Float64Array(size * size);
  for (let i = 0; i < size; i++) covariance[i * size + i] = 1;
  for (const [one, others] of Object.entries(written.correlation ?? {})) {
    for (const [other, value] of Object.entries(others)) {
      const [i, j] = [place.get(one), place.get(other)];
      const at = `${path}.correlation.${one}.${other}`;
      if (i === undefined || j === undefined) problems.push(strangeEntry(at, i === undefined ? one : other));
      else if (i === j || !(value > -1 && value < 1)) problems.push(wrongCorrelation(at, value));
      else {
        covariance[i * size + j] = value;
        covariance[j * size + i] = value;
      }
    }
  }
  if (problems.length > before) return undefined;
  if (cholesky(covariance, size) === undefined) {
    problems.push(notPositive(`${path}.correlation`));
    return undefined;
  }
  const sd = entries.map(({ name }) => written.sd[name]!);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) covariance[i * size + j]! *= sd[i]! * sd[j]!;
  }
  const mean = Float64Array.from(entries, ({ name }) => written.mean[name]!);
  return { weight: written.weight ?? 1, mean, covariance };
}

function missingNumber(path: string, name: string): Problem {
  const message = `has no number for ${name}`;
  return problem({ path, code: 'missing', found: 'nothing', expected: `a number for ${name}`, message });
}

function strangeEntry(path: string, name: string): Problem {
  const message = `${name} is not among the entries of prior_from.scale`;
  return problem({ path, code: 'unknown_entry', found: name, expected: 'an entry of scale', message });
}

function wrongCorrelation(path: string, value: number): Problem {
  return problem({
    path,
    code: 'wrong_value',
    found: String(value),
    expected: 'a correlation between -1 and 1 of two different entries',
  });
}

function notPositive(path: string): Problem {
  const message = 'these correlations cannot occur together (the matrix is not positive definite)';
  return problem({
    path,
    code: 'not_positive',
    found: 'the matrix',
    expected: 'a positive definite one',
    message,
  });
}

/**
 * The power prior (Ibrahim & Chen 2000, https://doi.org/10.1214/ss/1009212673): the share `a` of what the data behind the
 * carried density taught, beside the variables' own priors. With p₀ the priors and q ∝ p₀·L the carried density it is
 * p₀·Lᵃ = qᵃ·p₀¹⁻ᵃ, taken with p₀ normal on the scale of each entry; a prior that no numbers fix counts as flat.
 */
function discounted(
  component: NormalComponent,
  share: number,
  entries: readonly CarriedEntry[],
  variables: ReadonlyMap<string, ModelVariable>,
): NormalComponent {
  if (share === 1) return component;
  const size = entries.length;
  const precision = invertSymmetric(component.covariance, size);
  if (precision === undefined) throw new Error('a checked covariance has no inverse; please report this');
  const scaled = precision.map((value) => share * value);
  const pull = product(scaled, component.mean, size);
  entries.forEach(({ variable }, i) => {
    const own = priorOnScale(variables.get(variable)!);
    if (own === undefined) return;
    scaled[i * size + i]! += (1 - share) / own.variance;
    pull[i]! += ((1 - share) * own.mean) / own.variance;
  });
  const covariance = invertSymmetric(scaled, size)!;
  return { ...component, mean: product(covariance, pull, size), covariance };
}
