/** Columns given by the user → what kernels read, with every fault of the data told at once. */

import { DataError, type Problem, problem } from '../config/errors.ts';
import { columnProblems, type NeededColumn, supportProblems } from '../data/check.ts';
import { type Column, columnOf, type Table } from '../data/columns.ts';
import { indexLevels, labelOf, levelAt, levelsOf } from '../data/groups.ts';
import { asExpr } from '../expr/build.ts';
import { isConst, rows } from '../expr/expr.ts';
import { type BasisStates, withBases } from './bases.ts';
import type { GroupLevels } from './shape.ts';
import { outcome, type Specification } from './specification.ts';

/** Numbers by column and levels by row, ready to be bound to a kernel. */
export interface PreparedData {
  readonly rows: number;
  readonly columns: Readonly<Record<string, Float64Array>>;
  readonly indices: Readonly<Record<string, Int32Array>>;
  readonly groups: ReadonlyMap<string, GroupLevels>;
  /** The bases as training fixed them. */
  readonly bases?: BasisStates;
}

function neededColumns(specification: Specification): NeededColumn[] {
  const grouping = new Set([...specification.groups.values()].flat());
  return specification.columns.map((name) => ({ name, kind: grouping.has(name) ? 'level' : 'number' }));
}

/**
 * Checks and prepares training data.
 * @param dependent name of the outcome in messages.
 * @throws DataError with all problems.
 */
export function prepareTraining(
  specification: Specification,
  given: Table,
  y: Column,
  dependent: string,
): PreparedData {
  const table = withPastOutcome(specification, given, y, dependent);
  const problems = columnProblems(table, neededColumns(specification));
  const length = y.values.length;
  const outcomeTable: Table = { rows: length, columns: { [dependent]: y } };
  if (table.rows > 0 || Object.keys(table.columns).length > 0) {
    for (const it of columnProblems(outcomeTable, [{ name: dependent, kind: 'number' }])) {
      if (!problems.some((known) => known.code === it.code && known.path === it.path)) problems.push(it);
    }
  }
  const rowCount = Math.max(table.rows, length);
  if (table.rows !== length && Object.keys(table.columns).length > 0)
    problems.push(lengthsDiffer(table.rows, length, dependent));
  if (problems.length === 0) problems.push(...outcomeSupport(specification, y, dependent));
  if (problems.length > 0) throw new DataError(problems);

  const groups = new Map<string, GroupLevels>();
  const indices: Record<string, Int32Array> = {};
  for (const [key, names] of specification.groups) {
    const { levels, labels, index } = levelsOf(names.map((name) => columnOf(table, name)!));
    groups.set(key, { columns: names, levels, labels });
    indices[`${key}|${rows}`] = index;
  }
  addNesting(specification, table, groups, indices);
  const columns = { ...numberColumns(specification, table), [outcome]: numbersOf(y) };
  checkWeights(specification, columns);
  return withBases({ rows: rowCount, columns, indices, groups }, specification.names.bases);
}

/** The table with the outcome among its columns, where lag(outcome, k) asks for it. */
export function withPastOutcome(
  specification: Specification,
  table: Table,
  y: Column,
  dependent: string,
): Table {
  if (!specification.columns.includes(dependent) || columnOf(table, dependent) !== undefined) return table;
  return { rows: Math.max(table.rows, y.values.length), columns: { ...table.columns, [dependent]: y } };
}

/**
 * Prepares data for prediction with the levels of training.
 * @throws DataError for missing columns and for levels not seen in training.
 */
export function preparePrediction(
  specification: Specification,
  table: Table,
  groups: ReadonlyMap<string, GroupLevels>,
  bases: BasisStates = {},
): PreparedData {
  const weights = specification.config.likelihood.weights;
  const needed = neededColumns(specification).filter(
    (it) => it.name !== weights || columnOf(table, it.name) !== undefined,
  );
  const problems = columnProblems(table, needed);
  if (problems.length > 0) throw new DataError(problems);
  const indices: Record<string, Int32Array> = {};
  for (const [key, { columns, levels }] of groups) {
    const given = columns.map((name) => columnOf(table, name)!);
    const index = indexLevels(given, levels);
    const unseen = index.indexOf(-1);
    if (unseen >= 0) problems.push(unseenLevel(columns, labelOf(levelAt(given, unseen)), index));
    indices[`${key}|${rows}`] = index;
  }
  if (problems.length > 0) throw new DataError(problems);
  addNesting(specification, table, groups, indices);
  const data = { rows: table.rows, columns: numberColumns(specification, table), indices, groups };
  return withBases(data, specification.names.bases, bases);
}

function numbersOf(column: Column): Float64Array {
  if (column.kind === 'number') return column.values;
  return Float64Array.from(column.values, Number);
}

function numberColumns(specification: Specification, table: Table): Record<string, Float64Array> {
  const columns: Record<string, Float64Array> = {};
  for (const name of specification.columns) {
    const column = columnOf(table, name);
    if (column !== undefined && column.kind === 'number') columns[name] = column.values;
  }
  for (const { name, column, places } of specification.lags) {
    const values = columns[column]!;
    if (places >= values.length) throw new DataError([lagBeyond(column, places, values.length)]);
    columns[name] = Float64Array.from(values, (_, row) => values[Math.max(0, row - places)]!);
  }
  return columns;
}

/** A group whose levels each lie within one level of another group can be used in that group's priors. */
function addNesting(
  specification: Specification,
  table: Table,
  groups: ReadonlyMap<string, GroupLevels>,
  indices: Record<string, Int32Array>,
): void {
  for (const { inner, outer } of specification.nestings) {
    const [innerIndex, outerIndex] = [indices[`${inner}|${rows}`]!, indices[`${outer}|${rows}`]!];
    const innerLevels = groups.get(inner)!;
    const parent = new Int32Array(innerLevels.levels.length).fill(-1);
    for (let row = 0; row < table.rows; row++) {
      const level = innerIndex[row]!;
      if (parent[level] === -1) parent[level] = outerIndex[row]!;
      else if (parent[level] !== outerIndex[row])
        throw new DataError([notNested(inner, outer, innerLevels.labels[level]!, row)]);
    }
    indices[`${outer}|by:${inner}`] = parent.map((level) => Math.max(0, level));
  }
}

function outcomeSupport(specification: Specification, y: Column, dependent: string): Problem[] {
  const range = outcomeRange(specification);
  return range === undefined ? [] : supportProblems(y, { name: dependent, ...range });
}

/** Which outcomes can occur at all, where fixed bounds of the likelihood tell, and that range in words. */
export function outcomeRange(
  specification: Specification,
): { readonly test: (value: number) => boolean; readonly text: string } | undefined {
  const { distribution, params } = specification.likelihood;
  if (distribution === undefined) return undefined;
  const support = distribution.support(params);
  const bound = (value: typeof support.lower, otherwise: number): number => {
    if (value === undefined) return otherwise;
    const expr = asExpr(value);
    return isConst(expr) ? expr.value : otherwise;
  };
  const [lower, upper] = [bound(support.lower, -Infinity), bound(support.upper, Infinity)];
  const openLower = lower > -Infinity && !support.discrete && !isClosed(specification);
  const openUpper = upper < Infinity && !support.discrete && !isClosed(specification);
  const test = (value: number): boolean =>
    (openLower ? value > lower : value >= lower) &&
    (openUpper ? value < upper : value <= upper) &&
    (!support.discrete || Number.isInteger(value));
  const range = support.discrete
    ? `the whole numbers from ${lower} to ${upper === Infinity ? '∞' : upper}`
    : `${openLower ? '(' : '['}${lower}, ${upper === Infinity ? '∞' : upper}${openUpper || upper === Infinity ? ')' : ']'}`;
  return { test, text: `${range}, the support of ${distribution.name}` };
}

/** Families whose log density is finite at their fixed bounds. */
const closedFamilies: ReadonlySet<string> = new Set([
  'HalfNormal',
  'Uniform',
  'Exponential',
  'HalfStudentT',
  'HalfCauchy',
  'HalfFlat',
  'TruncatedNormal',
  'Triangular',
]);

/** Whether a value at a fixed bound can be observed. */
function isClosed({ likelihood }: Specification): boolean {
  return closedFamilies.has(likelihood.distribution!.name) || likelihood.censored !== undefined;
}

function checkWeights(specification: Specification, columns: Readonly<Record<string, Float64Array>>): void {
  const name = specification.config.likelihood.weights;
  if (name === undefined) return;
  const column: Column = { kind: 'number', values: columns[name]! };
  const problems = supportProblems(column, {
    name,
    test: (value) => value >= 0,
    text: '[0, ∞), the range of weights',
  });
  if (problems.length > 0) throw new DataError(problems);
}

function lengthsDiffer(tableRows: number, length: number, dependent: string): Problem {
  const message = `${dependent} has ${length} values, but the columns have ${tableRows} rows`;
  return problem({
    path: dependent,
    code: 'lengths_differ',
    found: String(length),
    expected: String(tableRows),
    message,
  });
}

function unseenLevel(columns: readonly string[], label: string, index: Int32Array): Problem {
  const where = [...index.keys()]
    .filter((row) => index[row] === -1)
    .slice(0, 3)
    .map((row) => row + 1);
  const message = `the level "${label}" (row${where.length > 1 ? 's' : ''} ${where.join(', ')}) was not seen in training; set new_levels to population, gaussian or uncertainty to predict for it`;
  return problem({
    path: columns.join(', '),
    code: 'unseen_level',
    found: label,
    expected: 'a level seen in training',
    message,
  });
}

function notNested(inner: string, outer: string, label: string, row: number): Problem {
  const message = `the level "${label}" of ${inner} lies in several levels of ${outer} (row ${row + 1}), so a prior by ${inner} cannot use a variable by ${outer}`;
  return problem({
    path: inner,
    code: 'not_nested',
    found: label,
    expected: `one level of ${outer}`,
    message,
  });
}

function lagBeyond(column: string, places: number, length: number): Problem {
  const message = `lag(${column}, ${places}) reaches beyond the ${length} rows of the data`;
  return problem({
    path: column,
    code: 'lag_beyond',
    found: String(places),
    expected: `fewer than ${length}`,
    message,
  });
}
