/** Columns of a prediction → what kernels read, by the levels and constants of training. */
import type { NewLevels } from '../config/config.ts';
import { DataError, type Problem, problem } from '../config/errors.ts';
import { columnProblems, rowsText } from '../data/check.ts';
import { columnOf, isMissing, type Table, takeCells } from '../data/columns.ts';
import { labelOf, levelsOf } from '../data/groups.ts';
import { applyPreprocessing, type PreprocessingState } from '../data/preprocessing.ts';
import { rowsWhere } from '../data/rowsWhere.ts';
import { rows } from '../expr/expr.ts';
import { type BasisStates, withBases } from './bases.ts';
import { covariateNames } from './dataShape.ts';
import { missingGroup } from './imputation.ts';
import {
  addImputed,
  addNesting,
  groupColumns,
  imputedParts,
  levelIndex,
  numberColumns,
} from './kernelColumns.ts';
import { addedLevelProblems, newLevelRule } from './newLevelRules.ts';
import type { GroupLevels } from './shape.ts';
import { type Specification, specialise } from './specification.ts';
import { neededColumns, type PreparedData } from './trainingData.ts';

/** What a fit leaves behind for predictions. */
export interface Trained {
  readonly groups: ReadonlyMap<string, GroupLevels>;
  readonly preprocessing: PreprocessingState;
  readonly bases: BasisStates;
}

/** Levels of a group that the trace knows nothing of, after those it knows. */
export interface AddedLevels {
  readonly group: string;
  /** Levels seen in training. */
  readonly known: number;
  readonly labels: readonly string[];
}

export interface PredictionData extends PreparedData {
  /** The model in the form these data give it. */
  readonly specification: Specification;
  /** Levels and empty cells whose values are to be drawn. */
  readonly added: readonly AddedLevels[];
}

/**
 * Prepares data for prediction.
 * @param newLevels overrides what the config says about levels not seen in training.
 * @param known a form of the model that was used before.
 * @throws DataError for missing columns, wrong cells, and levels not seen in training where that is an error.
 */
export function preparePrediction(
  specification: Specification,
  table: Table,
  trained: Trained,
  newLevels?: NewLevels,
  known?: Specification,
): PredictionData {
  const { config } = specification;
  const { weights } = config.likelihood;
  const needed = neededColumns(specification).filter(
    (it) => it.name !== weights || columnOf(table, it.name) !== undefined,
  );
  const problems = columnProblems(table, needed);
  if (problems.length > 0) throw new DataError(problems);

  const groups = new Map<string, GroupLevels>();
  const indices: Record<string, Int32Array> = {};
  const added: AddedLevels[] = [];
  for (const [key, known] of trained.groups) {
    if (known.columns.length === 0) continue;
    const extended = withNewLevels(table, known);
    groups.set(key, extended.levels);
    indices[`${key}|${rows}`] = extended.index;
    if (extended.labels.length === 0) continue;
    problems.push(...newLevelProblems(specification, key, known, extended, newLevels));
    added.push({ group: key, known: known.levels.length, labels: extended.labels });
  }
  // A table may hold more, such as the outcome, which is not looked at.
  const used = Object.entries(trained.preprocessing).filter(([name]) => specification.columns.includes(name));
  const attempt = seen(table, Object.fromEntries(used));
  problems.push(...attempt.problems);
  if (problems.length > 0) throw new DataError(problems);

  const imputed = covariateNames(config).filter((name) => emptyRows(table, name).length > 0);
  const special = specialise(specification, { ...specification.shape, imputed }, known);
  const columns = numberColumns(special, attempt.table);
  for (const name of imputed) {
    const empty = emptyRows(table, name);
    const labels = empty.map((row) => row + 1);
    const parts = imputedParts(name, columns[name]!, Int32Array.from(empty), labels);
    addImputed(parts, name, { columns, indices, groups });
    added.push({ group: missingGroup(name), known: 0, labels: labels.map(String) });
  }
  addNesting(special, table.rows, groups, indices);
  const data = { rows: table.rows, columns, indices, groups, specification: special, added };
  return withBases(data, special.names.bases, trained.bases);
}

interface ExtendedLevels {
  readonly levels: GroupLevels;
  readonly index: Int32Array;
  readonly labels: readonly string[];
  /** Rows of levels not seen in training. */
  readonly unseen: readonly number[];
}

/** The levels of training, then those that are new, in order. */
function withNewLevels(table: Table, known: GroupLevels): ExtendedLevels {
  const index = levelIndex(table, known);
  const unseen = [...index.keys()].filter((row) => index[row] === -1);
  if (unseen.length === 0) return { levels: known, index, labels: [], unseen };
  const strangers = levelsOf(groupColumns(table, known.columns).map((column) => takeCells(column, unseen)));
  unseen.forEach((row, k) => {
    index[row] = known.levels.length + strangers.index[k]!;
  });
  const labels = strangers.levels.map(labelOf);
  return {
    levels: {
      columns: known.columns,
      levels: [...known.levels, ...strangers.levels],
      labels: [...known.labels, ...labels],
    },
    index,
    labels,
    unseen,
  };
}

function newLevelProblems(
  specification: Specification,
  group: string,
  known: GroupLevels,
  extended: ExtendedLevels,
  newLevels: NewLevels | undefined,
): Problem[] {
  const members = specification.variables.filter((variable) => variable.domain === `by:${group}`);
  const refused = members.filter((variable) => newLevelRule(variable, specification, newLevels) === 'error');
  if (refused.length > 0) return [unseenLevel(known.columns, extended)];
  return members.flatMap((variable) =>
    addedLevelProblems(variable, known, extended.levels, newLevelRule(variable, specification, newLevels)),
  );
}

function seen(table: Table, state: PreprocessingState): { table: Table; problems: readonly Problem[] } {
  try {
    return { table: applyPreprocessing(state, table), problems: [] };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { table, problems: error.problems };
  }
}

function emptyRows(table: Table, name: string): number[] {
  const column = columnOf(table, name);
  if (column === undefined) return [];
  return rowsWhere(table.rows, (row) => isMissing(column, row));
}

function unseenLevel(columns: readonly string[], { labels, unseen }: ExtendedLevels): Problem {
  const shown = labels.slice(0, 3).map((label) => JSON.stringify(label));
  const found = labels.length > 3 ? `${shown.join(', ')} and ${labels.length - 3} more` : shown.join(', ');
  const what = labels.length === 1 ? `the level ${found}` : `the levels ${found}`;
  const message = `${what} (${rowsText(unseen)}) ${labels.length === 1 ? 'was' : 'were'} not seen in training; set new_levels to population, gaussian or uncertainty to predict for ${labels.length === 1 ? 'it' : 'them'}`;
  return problem({
    path: columns.join(', '),
    code: 'unseen_level',
    found,
    expected: 'levels seen in training',
    message,
  });
}
