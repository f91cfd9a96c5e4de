/** Columns given by the user → what kernels read, with every fault of the data told at once. */
import { DataError, type Problem, problem } from '../config/errors.ts';
import { columnProblems, type NeededColumn, supportProblems } from '../data/check.ts';
import { type Column, columnOf, type Table, takeRows } from '../data/columns.ts';
import { type MissingPlan, planMissing, policyOf } from '../data/missing.ts';
import {
  applyPreprocessing,
  encodedVectors,
  fitPreprocessing,
  type PreprocessingState,
} from '../data/preprocessing.ts';
import { type Range, trainingRanges } from '../data/trainingRange.ts';
import { type BasisStates, withBases } from './bases.ts';
import { covariateNames } from './dataShape.ts';
import {
  addImputed,
  addNesting,
  imputedParts,
  numberColumns,
  numbersOf,
  trainingGroups,
} from './kernelColumns.ts';
import { levelProblems } from './levelProblems.ts';
import { likeProblems } from './newLevelRules.ts';
import { outcomeJacobian } from './outcomeJacobian.ts';
import { outcomeRange, outsideSupport } from './outcomeSupport.ts';
import { rowProblems } from './rowProblems.ts';
import type { GroupLevels } from './shape.ts';
import { outcome, type Specification, specialise } from './specification.ts';

/** Numbers by column and levels by row, ready to be bound to a kernel. */
export interface PreparedData {
  readonly rows: number;
  readonly columns: Readonly<Record<string, Float64Array>>;
  readonly indices: Readonly<Record<string, Int32Array>>;
  readonly groups: ReadonlyMap<string, GroupLevels>;
  /** The bases as training fixed them. */
  readonly bases?: BasisStates;
}

/** Training data, with what training fixes for every later prediction. */
export interface TrainingData extends PreparedData {
  /** The model in the form these data give it. */
  readonly specification: Specification;
  readonly preprocessing: PreprocessingState;
  /** Empty cells by column, and what was done about them. */
  readonly missing: MissingPlan['counts'];
  /** Rows of the table that were given without an outcome and are no part of the fit. */
  readonly withoutOutcome: Int32Array;
  /** Range of each column of numbers, in its own units. */
  readonly ranges: Readonly<Record<string, Range>>;
  /** log |dz/dy| of each row where the outcome is transformed: what log densities of z lack as densities of y. */
  readonly outcomeJacobian: Float64Array | undefined;
}

/** The columns a model reads; `mayBeMissing` where the config says what to do. */
export function neededColumns(specification: Specification): NeededColumn[] {
  const { config } = specification;
  const numbers = new Set(specification.numberColumns);
  const grouping = new Set([...specification.groups.values()].flat());
  return specification.columns.map((name) => {
    const isNumber = numbers.has(name) && config.preprocessing[name]?.encode === undefined;
    const mayBeMissing = isNumber && !grouping.has(name) && policyOf(config.missing, name) !== 'error';
    return { name, kind: isNumber ? 'number' : 'level', mayBeMissing };
  });
}

/**
 * Checks and prepares training data.
 * @param dependent name of the outcome in messages.
 * @param constants preprocessing of an earlier fit to keep; found anew when left out.
 * @throws DataError with all problems.
 */
export function prepareTraining(
  specification: Specification,
  columnsGiven: Table,
  y: Column,
  dependent: string,
  constants?: PreprocessingState,
): TrainingData {
  const { config } = specification;
  const table = withPastOutcome(specification, columnsGiven, y, dependent);
  const needed = neededColumns(specification);
  const problems = structureProblems(specification, needed, table, y, dependent);
  if (problems.some(({ code }) => structural.has(code))) throw new DataError(problems);

  const faulty = new Set(problems.map(({ path }) => path));
  const names = [...needed.map(({ name }) => name), dependent].filter((name) => !faulty.has(name));
  const given = columnsNamed({ rows: y.values.length, columns: { ...table.columns, [dependent]: y } }, names);
  const fillable = needed.filter((it) => it.mayBeMissing).map((it) => it.name);
  const plan = planMissing(config.missing, given, fillable, dependent);
  const kept = plan.keep === undefined ? given : takeRows(given, plan.keep);
  if (kept.rows === 0 && given.rows > 0) problems.push(noOutcome(dependent));
  if (plan.keep !== undefined && specification.lags.length > 0) problems.push(gapsUnderLags(dependent));
  const { state, seen, found } = preprocessed(specification, kept, dependent, constants);
  problems.push(...found);
  if (found.length === 0) problems.push(...valueProblems(specification, seen, dependent));
  if (problems.length > 0) throw new DataError(problems);

  const imputed = covariateNames(config).filter((name) => Object.hasOwn(plan.imputed, name));
  const special = specialise(specification, { vectors: encodedVectors(state), imputed });
  const { groups, indices } = trainingGroups(special, kept);
  const columns: Record<string, Float64Array> = {
    ...numberColumns(special, seen),
    [outcome]: numbersOf(columnOf(seen, dependent)!),
  };
  for (const name of imputed) {
    const empty = plan.imputed[name]!;
    const numbers = Array.from(empty, (row) => (plan.keep?.[row] ?? row) + 1);
    addImputed(imputedParts(name, columns[name]!, empty, numbers), name, { columns, indices, groups });
  }
  const number = (row: number): number => plan.keep?.[row] ?? row;
  const late = rowProblems(special, dependent, { rows: kept.rows, columns }, number);
  if (late.length > 0) throw new DataError(late);
  addNesting(special, kept.rows, groups, indices);
  const unfit = [...likeProblems(special, groups), ...levelProblems(special, groups)];
  if (unfit.length > 0) throw new DataError(unfit);
  const data = withBases({ rows: kept.rows, columns, indices, groups }, special.names.bases);
  return {
    ...data,
    specification: special,
    preprocessing: state,
    missing: plan.counts,
    withoutOutcome: plan.withoutOutcome,
    ranges: trainingRanges(kept, specification.numberColumns),
    outcomeJacobian: outcomeJacobian(specification, state, columns, columnOf(kept, dependent)!, dependent),
  };
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

/** Columns and outcome that are there, of the right kind and of one length. */
function structureProblems(
  specification: Specification,
  needed: readonly NeededColumn[],
  table: Table,
  y: Column,
  dependent: string,
): Problem[] {
  const length = y.values.length;
  const hasColumns = Object.keys(table.columns).length > 0;
  // A model without columns has as many rows as outcomes.
  const problems = columnProblems(hasColumns ? table : { ...table, rows: length }, needed);
  const { config } = specification;
  const isEncoded = config.preprocessing[dependent]?.encode !== undefined;
  const neededOutcome: NeededColumn = {
    name: dependent,
    kind: isEncoded ? 'level' : 'number',
    mayBeMissing: config.missing.y !== 'error',
  };
  for (const it of columnProblems({ rows: length, columns: { [dependent]: y } }, [neededOutcome])) {
    if (!problems.some((known) => known.code === it.code && known.path === it.path)) problems.push(it);
  }
  if (table.rows !== length && hasColumns) problems.push(lengthsDiffer(table.rows, length, dependent));
  return problems;
}

/** Faults after which there is nothing more to look at. */
const structural: ReadonlySet<string> = new Set(['empty_table', 'lengths_differ']);

function columnsNamed(table: Table, names: readonly string[]): Table {
  const columns = names.flatMap((name) => {
    const column = columnOf(table, name);
    return column === undefined ? [] : [[name, column] as const];
  });
  return { rows: table.rows, columns: Object.fromEntries(columns) };
}

/** The table as the model sees it, by constants found here or given. */
function preprocessed(
  specification: Specification,
  table: Table,
  dependent: string,
  constants: PreprocessingState | undefined,
): { state: PreprocessingState; seen: Table; found: readonly Problem[] } {
  const { config, numberColumns: numbers } = specification;
  const filled = numbers.filter((name) => name !== dependent && policyOf(config.missing, name) === 'mean');
  try {
    const state = constants ?? fitPreprocessing(config.preprocessing, filled, table);
    return { state, seen: applyPreprocessing(state, table), found: [] };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { state: {}, seen: table, found: error.problems };
  }
}

/** Outcomes, covariates and weights outside the ranges that the model gives them. */
function valueProblems(specification: Specification, table: Table, dependent: string): Problem[] {
  const problems: Problem[] = [];
  const { covariates, config } = specification;
  const y = columnOf(table, dependent);
  const range = outcomeRange(specification);
  if (range !== undefined && y !== undefined)
    problems.push(...supportProblems(y, { name: dependent, ...range }));
  for (const { column: name, distribution, params } of covariates) {
    const column = columnOf(table, name);
    if (column === undefined) continue;
    problems.push(...outsideSupport(name, column, distribution, params));
    if (table.rows > 0 && numbersOf(column).every(Number.isNaN)) problems.push(onlyEmpty(name));
  }
  const { weights } = config.likelihood;
  const column = weights === undefined ? undefined : columnOf(table, weights);
  if (weights !== undefined && column !== undefined) {
    const text = '[0, ∞), the range of weights';
    problems.push(...supportProblems(column, { name: weights, test: (value) => value >= 0, text }));
  }
  return problems;
}

function noOutcome(dependent: string): Problem {
  const message = 'every cell is empty; there is nothing to fit';
  return problem({
    path: dependent,
    code: 'all_missing',
    found: 'only empty cells',
    expected: 'outcomes',
    message,
  });
}

function onlyEmpty(name: string): Problem {
  const message = 'every cell is empty; there is nothing to learn its distribution from';
  return problem({
    path: name,
    code: 'all_missing',
    found: 'only empty cells',
    expected: 'numbers',
    message,
  });
}

function gapsUnderLags(dependent: string): Problem {
  const message =
    'has empty cells, and leaving their rows out would move the rows that lag() counts; fill them, or leave lag() out';
  return problem({
    path: dependent,
    code: 'gap_under_lag',
    found: 'empty cells',
    expected: 'no gaps',
    message,
  });
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
