/** `bs(column, …)` and `gp(column, lengthscale, …)`: vectors of basis functions, named by their own text. */
import type { VariableConfig } from '../config/config.ts';
import { DataError, type Problem, problem } from '../config/errors.ts';
import { type BasisPlan, type BasisState, basisColumns, fitBasis } from '../data/bases/basis.ts';
import { hilbertFrequencies } from '../data/bases/hilbertSpace.ts';
import * as b from '../expr/build.ts';
import type { Domain, Expr } from '../expr/expr.ts';
import { printExpr } from '../expr/print.ts';
import { transform } from '../expr/traverse.ts';
import { parseExpression } from '../language/parse.ts';
import { attempt } from './readExpression.ts';
import type { PreparedData } from './trainingData.ts';

export interface Basis {
  /** Its text in one spelling, and the name of its vector: `bs(week, 6)`. */
  readonly key: string;
  readonly column: string;
  readonly plan: BasisPlan;
  /** Of a Gaussian process, as parsed. */
  readonly lengthscale?: Expr;
}

/** States by basis key. */
export type BasisStates = Readonly<Record<string, BasisState>>;

const defaults = { functions: 30, boundary: 1.5, degree: 3 };
const mostFunctions = 500;

/** One spelling of the vector an `over` names: a plain word as it is, a basis without its spaces' accidents. */
export function vectorKey(over: string): string {
  if (/^[\w$]+$/.test(over)) return over;
  try {
    return printExpr(parseExpression(over));
  } catch {
    // Told by readBases, with the place.
    return over;
  }
}

/** Calls of basis functions become the names of their vectors. */
export function basesAsNames(parsed: Expr): Expr {
  return transform([parsed], (node) => (isBasis(node) ? b.symbol(printExpr(node)) : node))[0]!;
}

function isBasis(node: Expr): boolean {
  return node.op === 'call' && (node.name === 'bs' || node.name === 'gp');
}

/** The bases that variables are `over`; problems are added. */
export function readBases(
  variables: Readonly<Record<string, VariableConfig>>,
  columns: ReadonlySet<string>,
  constants: ReadonlyMap<string, number | readonly number[]>,
  problems: Problem[],
): Map<string, Basis> {
  const bases = new Map<string, Basis>();
  for (const [name, { over }] of Object.entries(variables)) {
    if (over === undefined || /^[\w$]+$/.test(over)) continue;
    const path = `variable_params.${name}.over`;
    const call = attempt(path, problems, () => parseExpression(over));
    if (call === undefined) continue;
    const basis = isBasis(call)
      ? basisOf(call, columns, constants)
      : `${over} is neither a vector nor a basis`;
    if (typeof basis === 'string') problems.push(wrongBasis(path, over, basis));
    else bases.set(basis.key, basis);
  }
  return bases;
}

function basisOf(
  call: Expr,
  columns: ReadonlySet<string>,
  constants: ReadonlyMap<string, number | readonly number[]>,
): Basis | string {
  const [first, second, ...rest] = call.args;
  if (first!.op !== 'symbol' || !columns.has(first!.name!))
    return `the first argument of ${call.name!} is a column of independent_vars (${[...columns].join(', ')})`;
  const number = (expr: Expr | undefined, otherwise: number): number => {
    if (expr === undefined) return otherwise;
    const value =
      expr.op === 'symbol' ? constants.get(expr.name!) : expr.op === 'const' ? expr.value : undefined;
    return typeof value === 'number' ? value : Number.NaN;
  };
  const isCount = (value: number, least: number): boolean =>
    Number.isInteger(value) && value >= least && value <= mostFunctions;
  const common = { key: printExpr(call), column: first!.name! };
  if (call.name === 'bs') {
    const [count, degree] = [number(second, Number.NaN), number(rest[0], defaults.degree)];
    if (!isCount(degree, 1) || degree > 5)
      return 'the degree of bs(column, functions, degree) is 1, 2, 3, 4 or 5';
    if (!isCount(count, degree))
      return `the number of functions of bs(column, functions, degree) is a whole number from the degree (${degree}) to ${mostFunctions}`;
    return { ...common, plan: { kind: 'bs', count, degree } };
  }
  const [count, boundary] = [number(rest[0], defaults.functions), number(rest[1], defaults.boundary)];
  if (!isCount(count, 1))
    return `the number of functions of gp(column, lengthscale, functions, boundary) is a whole number from 1 to ${mostFunctions}`;
  if (!(boundary > 1 && boundary < 100))
    return 'the boundary of gp(column, lengthscale, functions, boundary) is a number above 1, in half ranges of the column';
  if (second!.op === 'const' && !(second!.value! > 0)) return 'the lengthscale of gp is above 0';
  return { ...common, plan: { kind: 'gp', count, boundary }, lengthscale: second! };
}

/** Names of the columns of a basis. */
export function basisColumnNames({ key, plan }: Basis): string[] {
  return Array.from({ length: plan.count }, (_, k) => `${key}[${k}]`);
}

const frequencyColumn = (key: string): string => `${key} frequency`;

/**
 * Square root of the spectral density, at amplitude 1, of each function of a Gaussian process with the squared
 * exponential kernel: (2π)^¼ √ℓ exp(−ℓ² ω² / 4).
 */
export function rootSpectralDensity(basis: Basis, lengthscale: Expr, domain: Domain): Expr {
  const frequency = b.column(frequencyColumn(basis.key), domain);
  const decay = b.exp(b.mul(-0.25, b.square(b.mul(lengthscale, frequency))));
  return b.mul(b.mul(fourthRootOfTwoPi, b.sqrt(lengthscale)), decay);
}

const fourthRootOfTwoPi = 1.583233487086159;

/** The data with the columns of every basis, fitted to them unless `states` of an earlier fit are given. @throws DataError */
export function withBases<D extends PreparedData>(
  data: D,
  bases: ReadonlyMap<string, Basis>,
  states?: BasisStates,
): D & { readonly bases: BasisStates } {
  const columns: Record<string, Float64Array> = { ...data.columns };
  const fitted: Record<string, BasisState> = {};
  const problems: Problem[] = [];
  for (const basis of bases.values()) {
    const values = data.columns[basis.column]!;
    const state = states?.[basis.key] ?? fitBasis(basis.plan, values);
    if (typeof state === 'string') {
      problems.push(unfitColumn(basis, state));
      continue;
    }
    fitted[basis.key] = state;
    const made = basisColumns(state, values);
    basisColumnNames(basis).forEach((name, k) => {
      columns[name] = made[k]!;
    });
  }
  if (problems.length > 0) throw new DataError(problems);
  return { ...data, columns, bases: fitted };
}

/** Columns along bases, which no row has a value of. */
export function frequencyColumns(states: BasisStates): Record<string, Float64Array> {
  const columns: Record<string, Float64Array> = {};
  for (const [key, state] of Object.entries(states))
    if (state.kind === 'gp') columns[frequencyColumn(key)] = hilbertFrequencies(state);
  return columns;
}

/** The same by entry: `NAME[0]`, `NAME[1]`, … */
export function frequencyEntries(states: BasisStates): Record<string, number> {
  const entries = Object.entries(frequencyColumns(states)).flatMap(([name, values]) =>
    Array.from(values, (value, k) => [`${name}[${k}]`, value] as const),
  );
  return Object.fromEntries(entries);
}

function wrongBasis(path: string, found: string, message: string): Problem {
  return problem({
    path,
    code: 'wrong_basis',
    found,
    expected: 'bs(column, functions) or gp(column, lengthscale)',
    message,
  });
}

function unfitColumn({ key, column }: Basis, fault: string): Problem {
  return problem({
    path: column,
    code: 'unfit_for_basis',
    found: fault,
    expected: `values that carry ${key}`,
    message: `${column} cannot carry ${key}: ${fault}`,
  });
}
