/** What each name of a model stands for, and how it reads inside an expression over a given domain. */

import type { Config, VariableConfig } from '../config/config.ts';
import type { Problem } from '../config/errors.ts';
import { problem } from '../config/errors.ts';
import { nearest } from '../config/nearest.ts';
import * as b from '../expr/build.ts';
import { type Domain, type Expr, scalar } from '../expr/expr.ts';
import { topological, transform } from '../expr/traverse.ts';
import { namedNumbers } from '../language/functions.ts';
import {
  type Basis,
  basesAsNames,
  basisColumnNames,
  readBases,
  rootSpectralDensity,
  vectorKey,
} from './bases.ts';
import { covariateNames, type DataShape, onehotColumns } from './dataShape.ts';
import { imputedColumn, missingDomain } from './imputation.ts';

/** The domain of values that differ by the levels of these columns. */
export function groupDomain(columns: readonly string[]): Domain {
  return `by:${columns.join(',')}`;
}

export function overDomain(vector: string): Domain {
  return `over:${vector}`;
}

/** The group a domain's levels come from: `by:g,h` → `g,h`. */
export function groupOf(domain: Domain): string {
  return domain.slice(domain.indexOf(':') + 1);
}

export interface Names {
  readonly variables: ReadonlyMap<string, Domain>;
  readonly columns: ReadonlySet<string>;
  readonly vectors: ReadonlyMap<string, readonly string[]>;
  readonly constants: ReadonlyMap<string, number | readonly number[]>;
  /** Bases among the vectors. */
  readonly bases: ReadonlyMap<string, Basis>;
  /** Columns with distributions of their own, and those of them with empty cells to impute. */
  readonly covariates: ReadonlySet<string>;
  readonly imputed: ReadonlySet<string>;
  /** Vectors that are one text column, encoded. */
  readonly encoded: ReadonlySet<string>;
}

/**
 * What the names of a config stand for; problems are added.
 * @param written the variables with everything in shorthand written out.
 * @param shape what the data have told.
 */
export function namesOfConfig(
  config: Config,
  written: Readonly<Record<string, VariableConfig>>,
  shape: DataShape,
  problems: Problem[],
): Names {
  const covariates = new Set(covariateNames(config));
  const encoded = new Set(onehotColumns(config));
  const variables = new Map<string, Domain>();
  for (const [name, variable] of Object.entries(written)) {
    if (covariates.has(name)) variables.set(name, missingDomain(name));
    else if (variable.by !== undefined) variables.set(name, groupDomain(variable.by));
    else if (variable.over !== undefined) variables.set(name, overDomain(vectorKey(variable.over)));
    else variables.set(name, scalar);
  }
  const vectors = new Map<string, readonly string[]>();
  const columns = new Set<string>();
  for (const item of config.independent_vars) {
    if (item.kind === 'column') columns.add(item.name);
    else {
      vectors.set(item.name, item.columns);
      for (const name of item.columns) columns.add(name);
    }
  }
  const constants = new Map(Object.entries(config.function_params.constants));
  const bases = readBases(written, columns, constants, problems);
  for (const basis of bases.values()) vectors.set(basis.key, basisColumnNames(basis));
  for (const name of encoded) vectors.set(name, shape.vectors[name] ?? []);
  const imputed = new Set(shape.imputed);
  return { variables, columns, vectors, constants, bases, covariates, imputed, encoded };
}

/** What an expression's symbols may mean, and what it was found to use. */
export interface Reading {
  readonly names: Names;
  /** Where the expression stands in the config. */
  readonly path: string;
  /** The domain the expression is over. */
  readonly domain: Domain;
  /** Further names with a meaning here, such as mu and y. */
  readonly extra?: ReadonlyMap<string, Expr>;
  /** Whether data columns may be used. */
  readonly columns: boolean;
  readonly used: Set<string>;
  readonly problems: Problem[];
}

/** Gives every symbol and column function of a parsed expression its meaning. Problems are added to the reading. */
export function resolve(parsed: Expr, reading: Reading): Expr {
  const unresolved = b.constant(Number.NaN);
  const vectorNames = reading.names.vectors;
  try {
    const value = transform([basesAsNames(parsed)], (node) => {
      if (node.op === 'symbol') return symbolValue(node, reading) ?? unresolved;
      if (node.op === 'call') return callValue(node, reading) ?? unresolved;
      return node;
    })[0]!;
    const misplaced = misplacedList(value);
    if (misplaced === undefined) return value;
    reading.problems.push(listOutsideCall(misplaced, reading.path));
    return unresolved;
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('joins')) throw error;
    const names = [...vectorNames.keys()].join(', ');
    reading.problems.push(
      problem({
        path: reading.path,
        code: 'mixed_domains',
        found: 'values with different numbers of entries joined directly',
        expected: 'a sum or dot product between them',
        message: `values with different numbers of entries are joined directly (${error.message.replace('; please report this', '')}); bring them together by dot(${names || 'X'}, beta), sum(…) or an index`,
      }),
    );
    return unresolved;
  }
}

/** A vector of columns, or a written-out list below the top, that nothing has consumed. */
function misplacedList(value: Expr): Expr | undefined {
  const items = value.op === 'vector' ? value.args : [value];
  return topological(items).find((node) => node.op === 'symbol' || node.op === 'vector');
}

function listOutsideCall(node: Expr, path: string): Problem {
  const isVector = node.op === 'symbol';
  const found = isVector ? node.name! : 'a list';
  const message = isVector
    ? `${found} is a vector of columns; it is used as dot(${found}, beta)`
    : 'a list stands in the middle of an expression; use dot(a, b), sum(a) or an index such as a[0]';
  const code = isVector ? 'vector_outside_dot' : 'list_outside_call';
  return problem({ path, code, found, expected: isVector ? `dot(${found}, …)` : 'a number', message });
}

function symbolValue(node: Expr, reading: Reading): Expr | undefined {
  const name = node.name!;
  const { names, domain } = reading;
  const extra = reading.extra?.get(name);
  if (extra !== undefined) {
    reading.used.add(name);
    return extra;
  }
  if (names.covariates.has(name) && reading.columns) {
    reading.used.add(name);
    return names.imputed.has(name) ? imputedColumn(name) : b.column(name);
  }
  const variable = names.covariates.has(name) ? undefined : names.variables.get(name);
  if (variable !== undefined) {
    reading.used.add(name);
    const value = b.parameter(name, variable);
    if (variable.startsWith('by:') && variable !== domain) {
      if (domain === scalar) {
        reading.problems.push(
          problem({
            path: reading.path,
            code: 'group_in_scalar',
            found: name,
            expected: 'a single value',
            message: `${name} has one value per level of ${groupOf(variable)}, but a single value is expected here`,
          }),
        );
        return undefined;
      }
      return b.gather(value, groupOf(variable), domain);
    }
    return value;
  }
  const constant = names.constants.get(name);
  if (constant !== undefined)
    return typeof constant === 'number' ? b.constant(constant) : b.vector([...constant]);
  if (names.vectors.has(name) && reading.columns) return node;
  if (names.columns.has(name) && reading.columns) {
    reading.used.add(name);
    return b.column(name);
  }
  if (Object.hasOwn(namedNumbers, name)) return b.constant(namedNumbers[name]!);
  reading.problems.push(unknownName(name, reading));
  return undefined;
}

function unknownName(name: string, reading: Reading): Problem {
  const { names } = reading;
  const candidates = [
    ...names.variables.keys(),
    ...(reading.columns ? names.columns : []),
    ...(reading.columns ? names.vectors.keys() : []),
    ...names.constants.keys(),
    ...(reading.extra?.keys() ?? []),
  ];
  const isColumn = names.columns.has(name) || names.vectors.has(name);
  if (/^(bs|gp)\(/.test(name)) return basisWithoutCoefficients(name, reading.path);
  const near = isColumn ? undefined : nearest(name, candidates);
  const message = isColumn
    ? `"${name}" is a data column, which cannot be used here`
    : `"${name}" is neither a variable, ${reading.columns ? 'a column, ' : ''}nor a constant (known: ${candidates.join(', ')})`;
  return problem({
    path: reading.path,
    code: isColumn ? 'column_in_prior' : 'unknown_name',
    found: name,
    expected: 'a known name',
    message,
    ...(near === undefined ? {} : { suggestion: near }),
  });
}

function basisWithoutCoefficients(name: string, path: string): Problem {
  return problem({
    path,
    code: 'basis_without_coefficients',
    found: name,
    expected: `a variable with over: ${name}`,
    message: `${name} is a vector of functions without coefficients; declare a variable with over: "${name}" and write dot(${name}, variable)`,
  });
}

function callValue(node: Expr, reading: Reading): Expr | undefined {
  const [first, second] = node.args;
  switch (node.name) {
    case 'dot': {
      if (first!.op === 'symbol' && reading.names.vectors.has(first!.name!)) {
        for (const column of reading.names.vectors.get(first!.name!)!) reading.used.add(column);
        reading.used.add(first!.name!);
        const domain = overDomain(first!.name!);
        if (second!.domain === domain)
          return b.dot(first!.name!, weighted(first!.name!, second!, domain, reading));
        return wrongCall(reading, `dot(${first!.name!}, …) needs a variable with over: ${first!.name!}`);
      }
      if (first!.op === 'vector' && second!.op === 'vector' && first!.args.length === second!.args.length) {
        return first!.args.map((arg, i) => b.mul(arg, second!.args[i]!)).reduce((x, y) => b.add(x, y));
      }
      return wrongCall(
        reading,
        'the first argument of dot is a vector of independent_vars, such as {X: [a, b]}',
      );
    }
    case 'sum': {
      if (node.args.length > 1) return node.args.reduce((x, y) => b.add(x, y));
      if (first!.op === 'vector') return first!.args.reduce((x, y) => b.add(x, y));
      if (first!.domain.startsWith('over:')) return b.sum(first!);
      return wrongCall(reading, 'sum takes several values, a list, or a variable with over');
    }
    case 'index': {
      const place = second!.value!;
      if (first!.op === 'vector') {
        const item = first!.args[place];
        return item ?? wrongCall(reading, `the index ${place} lies beyond a list of ${first!.args.length}`);
      }
      if (first!.domain.startsWith('over:')) {
        const length = reading.names.vectors.get(groupOf(first!.domain))?.length ?? 0;
        if (place >= length)
          return wrongCall(reading, `the index ${place} lies beyond the ${length} columns`);
        return b.element(first!, place);
      }
      return wrongCall(reading, 'only a list or a variable with over can be indexed');
    }
    case 'lag': {
      const places = second === undefined ? 1 : second.op === 'const' ? second.value! : Number.NaN;
      if (first!.op !== 'column' || !Number.isInteger(places) || places < 1) {
        return wrongCall(reading, 'lag takes a column and a whole number of rows from 1, as lag(week, 1)');
      }
      return b.column(`lag(${first!.name!},${places})`);
    }
    default:
      return wrongCall(reading, `${node.name} cannot be used here`);
  }
}

/** Coefficients as the vector's columns want them: those of a Gaussian process carry its spectral density. */
function weighted(vector: string, value: Expr, domain: Domain, reading: Reading): Expr {
  const basis = reading.names.bases.get(vector);
  if (basis?.lengthscale === undefined) return value;
  const lengthscale = resolve(basis.lengthscale, { ...reading, domain: scalar, columns: false });
  return b.mul(rootSpectralDensity(basis, lengthscale, domain), value);
}

function wrongCall(reading: Reading, message: string): undefined {
  reading.problems.push(
    problem({ path: reading.path, code: 'wrong_call', found: 'the call', expected: message, message }),
  );
  return undefined;
}
