/** Columns and levels of a table → what kernels read. */
import { DataError, type Problem, problem } from '../config/errors.ts';
import { type Column, columnOf, type Table } from '../data/columns.ts';
import { indexLevels, levelsOf } from '../data/groups.ts';
import { rows } from '../expr/expr.ts';
import { emptyMark, missingGroup } from './imputation.ts';
import type { GroupLevels } from './shape.ts';
import type { Specification } from './specification.ts';
import type { PreparedData } from './trainingData.ts';

/** The numbers of a column; texts that are numbers count as such. */
export function numbersOf(column: Column): Float64Array {
  if (column.kind === 'number') return column.values;
  return Float64Array.from(column.values, Number);
}

/**
 * Every column of numbers the model reads, lags and encoded columns included.
 * @throws DataError for a lag that reaches beyond the rows
 */
export function numberColumns(specification: Specification, table: Table): Record<string, Float64Array> {
  const columns: Record<string, Float64Array> = {};
  const encoded = Object.values(specification.shape.vectors).flat();
  for (const name of [...specification.numberColumns, ...encoded]) {
    const column = columnOf(table, name);
    if (column !== undefined) columns[name] = numbersOf(column);
  }
  const problems: Problem[] = [];
  for (const { name, column, places } of specification.lags) {
    const values = columns[column]!;
    if (places >= values.length) problems.push(lagBeyond(column, places, values.length));
    else columns[name] = Float64Array.from(values, (_, row) => values[Math.max(0, row - places)]!);
  }
  if (problems.length > 0) throw new DataError(problems);
  return columns;
}

/**
 * Parts of the data that impute a column: where its empty cells are, and a stand-in value that no result depends on.
 * @param empty rows of the empty cells, in order.
 * @param numbers their rows as users count them.
 */
export function imputedParts(
  column: string,
  values: Float64Array,
  empty: Int32Array,
  numbers: readonly number[],
): { columns: Record<string, Float64Array>; index: Int32Array; levels: GroupLevels } {
  const mark = new Float64Array(values.length);
  const index = new Int32Array(values.length);
  const standIn = values.find((value) => !Number.isNaN(value)) ?? 0;
  const filled = values.map((value) => (Number.isNaN(value) ? standIn : value));
  empty.forEach((row, place) => {
    mark[row] = 1;
    index[row] = place;
  });
  return {
    columns: { [column]: filled, [emptyMark(column)]: mark },
    index,
    levels: { columns: [], levels: numbers, labels: numbers.map(String) },
  };
}

/** Adds the parts of one imputed column to what kernels read. */
export function addImputed(
  parts: ReturnType<typeof imputedParts>,
  column: string,
  into: {
    columns: Record<string, Float64Array>;
    indices: Record<string, Int32Array>;
    groups: Map<string, GroupLevels>;
  },
): void {
  Object.assign(into.columns, parts.columns);
  into.indices[`${missingGroup(column)}|${rows}`] = parts.index;
  into.groups.set(missingGroup(column), parts.levels);
}

/** Levels that occur in the table, and the level of each row. */
export function trainingGroups(
  specification: Specification,
  table: Table,
): { groups: Map<string, GroupLevels>; indices: Record<string, Int32Array> } {
  const groups = new Map<string, GroupLevels>();
  const indices: Record<string, Int32Array> = {};
  for (const [key, names] of specification.groups) {
    const { levels, labels, index } = levelsOf(groupColumns(table, names));
    groups.set(key, { columns: names, levels, labels });
    indices[`${key}|${rows}`] = index;
  }
  return { groups, indices };
}

/** The columns of a group in a table that was checked to have them. */
export function groupColumns(table: Table, names: readonly string[]): Column[] {
  return names.map((name) => columnOf(table, name)!);
}

/** The level of each row among known levels, −1 for others. */
export function levelIndex(table: Table, { columns, levels }: GroupLevels): Int32Array {
  return indexLevels(groupColumns(table, columns), levels);
}

/**
 * A group whose levels each lie within one level of another group can be used in that group's priors.
 * @throws DataError for a level that lies in several
 */
export function addNesting(
  specification: Specification,
  rowCount: number,
  groups: PreparedData['groups'],
  indices: Record<string, Int32Array>,
): void {
  for (const { inner, outer } of specification.nestings) {
    const [innerIndex, outerIndex] = [indices[`${inner}|${rows}`]!, indices[`${outer}|${rows}`]!];
    const innerLevels = groups.get(inner)!;
    const parent = new Int32Array(innerLevels.levels.length).fill(-1);
    for (let row = 0; row < rowCount; row++) {
      const level = innerIndex[row]!;
      if (parent[level] === -1) parent[level] = outerIndex[row]!;
      else if (parent[level] !== outerIndex[row])
        throw new DataError([notNested(inner, outer, innerLevels.labels[level]!, row)]);
    }
    indices[`${outer}|by:${inner}`] = parent.map((level) => Math.max(0, level));
  }
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
