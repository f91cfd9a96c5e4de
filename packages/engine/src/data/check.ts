// Are the columns that a model needs there, of the right kind, and free of empty and impossible cells?
import { DataError, type Problem, problem } from '../config/errors.ts';
import { nearest } from '../config/nearest.ts';
import { type Column, columnOf, isMissing, listed, type Table } from './columns.ts';
import { rowsWhere } from './rowsWhere.ts';

export interface NeededColumn {
  readonly name: string;
  /** `level`: numbers and texts are both welcome (groups, encoded columns). */
  readonly kind: 'number' | 'text' | 'level';
  /** Empty cells are dealt with later (`missing:`). */
  readonly mayBeMissing?: boolean;
}

/** What values a column may hold; `text` completes "is outside …", e.g. `0, 1, 2, … (Poisson)`. */
export interface Support {
  readonly name: string;
  readonly test: (value: number, row: number) => boolean;
  readonly text: string;
}

/** @throws DataError with all problems at once; rows are counted from 1, without a header */
export function checkColumns(table: Table, needed: readonly NeededColumn[]): void {
  const problems = columnProblems(table, needed);
  if (problems.length > 0) throw new DataError(problems);
}

/** The problems that `checkColumns` throws. */
export function columnProblems(table: Table, needed: readonly NeededColumn[]): Problem[] {
  const problems: Problem[] = [];
  if (table.rows === 0 && (needed.length === 0 || Object.keys(table.columns).length === 0))
    return [emptyTable()];
  for (const it of needed) {
    const column = columnOf(table, it.name);
    if (column === undefined) problems.push(missingColumn(it.name, Object.keys(table.columns)));
    else problems.push(...cellProblems(it, column));
  }
  if (table.rows === 0) problems.unshift(emptyTable());
  return problems;
}

/** Problems with values outside `support`; missing cells are left to `checkColumns`. */
export function supportProblems(column: Column, support: Support): Problem[] {
  if (column.kind === 'text') return cellProblems({ name: support.name, kind: 'number' }, column);
  const bad = rowsWhere(
    column.values.length,
    (row) => !isMissing(column, row) && !support.test(column.values[row], row),
  );
  if (bad.length === 0) return [];
  const shown = bad.slice(0, 3).map((row) => String(column.values[row]));
  const message = `${shown.join(', ')}${bad.length > 3 ? ', …' : ''} in ${rowsText(bad)} is outside ${support.text}`;
  return [
    problem({
      path: support.name,
      code: 'outside_support',
      found: shown.join(', '),
      expected: support.text,
      message,
    }),
  ];
}

/** @throws DataError when a value lies outside `support` */
export function checkSupport(column: Column, support: Support): void {
  const problems = supportProblems(column, support);
  if (problems.length > 0) throw new DataError(problems);
}

/** `row 3`, `rows 1, 4 and 9`, or `rows 1, 2, 3 and 97 more`; `rows` are counted from 0. */
export function rowsText(rows: readonly number[]): string {
  const shown = rows.slice(0, 3).map((row) => String(row + 1));
  if (rows.length === 1) return `row ${shown[0]}`;
  if (rows.length > 3) return `rows ${shown.join(', ')} and ${rows.length - 3} more`;
  return `rows ${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1]}`;
}

function cellProblems(it: NeededColumn, column: Column): Problem[] {
  const problems: Problem[] = [];
  const { name } = it;
  if (it.kind === 'number' && column.kind === 'text') {
    const words = rowsWhere(
      column.values.length,
      (row) => !isMissing(column, row) && !isNumberText(column.values[row]),
    );
    const rows = words.length > 0 ? words : rowsWhere(column.values.length, (row) => !isMissing(column, row));
    const found = rows.slice(0, 3).map((row) => JSON.stringify(column.values[row]));
    const isComma =
      words.length > 0 && words.every((row) => /^[+-]?\d+,\d+$/.test(String(column.values[row])));
    const wayOut = isComma ? ' with a decimal point, not a comma' : '';
    const message = `text ${found.join(', ')} in ${rowsText(rows)}; expected numbers${wayOut}`;
    problems.push(
      problem({ path: name, code: 'text_for_number', found: found.join(', '), expected: 'numbers', message }),
    );
  }
  if (it.kind === 'text' && column.kind === 'number') {
    problems.push(
      problem({
        path: name,
        code: 'number_for_text',
        found: 'numbers',
        expected: 'text',
        message: 'holds numbers; expected text',
      }),
    );
  }
  if (it.mayBeMissing !== true) {
    const empty = rowsWhere(column.values.length, (row) => isMissing(column, row));
    if (empty.length > 0) {
      const found = column.kind === 'number' ? 'empty or NaN' : 'empty';
      const expected = it.kind === 'number' ? 'a number' : 'a level';
      const message = `${found} in ${rowsText(empty)}; give a value, or say what to do under missing:`;
      problems.push(problem({ path: name, code: 'missing_value', found, expected, message }));
    }
  }
  if (column.kind === 'number') {
    const endless = rowsWhere(
      column.values.length,
      (row) => column.values[row] - column.values[row] !== 0 && !isMissing(column, row),
    );
    if (endless.length > 0) {
      const found = String(column.values[endless[0]]);
      const message = `${found} in ${rowsText(endless)}; expected finite numbers`;
      problems.push(problem({ path: name, code: 'not_finite', found, expected: 'finite numbers', message }));
    }
  }
  return problems;
}

function missingColumn(name: string, there: readonly string[]): Problem {
  const suggestion = nearest(name, there);
  const message = `no such column; the data have ${there.length === 0 ? 'none' : listed(there)}`;
  return problem({
    path: name,
    code: 'missing_column',
    found: listed(there),
    expected: `a column ${JSON.stringify(name)}`,
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}

function emptyTable(): Problem {
  return problem({
    path: '',
    code: 'empty_table',
    found: 'no rows',
    expected: 'at least one row',
    message: 'the data have no rows',
  });
}

function isNumberText(text: string): boolean {
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text);
}
