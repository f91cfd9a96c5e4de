// Columns: data as the engine holds it, whatever form it came in.
import { DataError, type Problem, problem } from '../config/errors.ts';

/** Numbers (a missing cell is NaN) or texts (a missing cell is ''). */
export type Column = NumberColumn | TextColumn;

export interface NumberColumn {
  readonly kind: 'number';
  readonly values: Float64Array;
}

export interface TextColumn {
  readonly kind: 'text';
  readonly values: readonly string[];
}

/** Columns of equal length; no column has a name of Object.prototype's by accident (look up with `columnOf`). */
export interface Table {
  readonly rows: number;
  readonly columns: Readonly<Record<string, Column>>;
}

/** A table of Apache Arrow, known by its shape. */
export interface ArrowLike {
  readonly schema: { readonly fields: readonly { readonly name: string }[] };
  readonly getChild: (name: string) => Iterable<unknown> | { toArray: () => ArrayLike<unknown> } | null;
}

/**
 * Any accepted form as a table: columns by name (numbers, texts, bigints, booleans as 0 and 1, dates as epoch
 * milliseconds, null for missing), a list of rows, or an Arrow table. Rows given as arrays take their names from `names`, in order.
 * @throws DataError for columns of different lengths or cells that are neither number nor text
 */
export function toTable(input: unknown, names: readonly string[] = []): Table {
  if (isTable(input)) return input;
  if (isArrow(input)) return fromEntries(input.schema.fields.map(({ name }) => [name, input.getChild(name)]));
  if (Array.isArray(input)) return fromRows(input, names);
  if (ArrayBuffer.isView(input)) return fromEntries([[names[0] ?? 'x', input]]);
  if (typeof input === 'object' && input !== null) return fromEntries(Object.entries(input));
  throw new DataError([shapeProblem(input)]);
}

/**
 * One column: an array, a typed array, an Arrow vector, a table of one column, or rows of one cell.
 * @throws DataError when there are several columns or a cell is neither number nor text
 */
export function toColumn(input: unknown, name: string): Column {
  const isList =
    Array.isArray(input) &&
    (input.length === 0 || typeof input[0] !== 'object' || input[0] === null || input[0] instanceof Date);
  if (isColumn(input)) return input;
  if (isList || ArrayBuffer.isView(input) || isVector(input)) return columnFrom(input, name);
  const table = toTable(input, [name]);
  const found = Object.keys(table.columns);
  if (found.length === 1) return table.columns[found[0]];
  const message = `has ${found.length} columns (${listed(found)}); expected one`;
  throw new DataError([
    problem({ path: name, code: 'several_columns', found: listed(found), expected: 'one column', message }),
  ]);
}

/** The column of a name, or undefined. */
export function columnOf(table: Table, name: string): Column | undefined {
  return Object.hasOwn(table.columns, name) ? table.columns[name] : undefined;
}

/** True where the cell is empty: NaN or ''. */
export function isMissing(column: Column, row: number): boolean {
  return column.kind === 'number' ? Number.isNaN(column.values[row]) : column.values[row] === '';
}

/** The rows at `indices`, in that order. */
export function takeRows(table: Table, indices: ArrayLike<number>): Table {
  const columns = Object.entries(table.columns).map(([name, it]) => [name, takeCells(it, indices)] as const);
  return { rows: indices.length, columns: Object.fromEntries(columns) };
}

/** The cells at `indices`, in that order. */
export function takeCells(column: Column, indices: ArrayLike<number>): Column {
  if (column.kind === 'number') {
    return { kind: 'number', values: Float64Array.from(indices, (row) => column.values[row]) };
  }
  return { kind: 'text', values: Array.from(indices, (row) => column.values[row]) };
}

/** A few names for a message. */
export function listed(names: readonly string[]): string {
  return names.length <= 12
    ? names.join(', ')
    : `${names.slice(0, 12).join(', ')}, … (${names.length} in all)`;
}

function fromRows(rows: readonly unknown[], names: readonly string[]): Table {
  if (rows.length === 0) return { rows: 0, columns: Object.fromEntries(names.map((name) => [name, empty])) };
  if (rows.every(isCells)) return fromArrays(rows, names);
  if (!rows.every((row) => typeof row === 'object' && row !== null)) {
    if (names.length === 1) return fromEntries([[names[0], rows]]);
    throw new DataError([shapeProblem(rows.find((row) => typeof row !== 'object' || row === null))]);
  }
  const keys = new Set(rows.flatMap((row) => Object.keys(row)));
  return fromEntries(
    [...keys].map((key) => [
      key,
      rows.map((row) => (Object.hasOwn(row, key) ? Reflect.get(row, key) : undefined)),
    ]),
  );
}

function fromArrays(rows: readonly ArrayLike<unknown>[], names: readonly string[]): Table {
  const width = rows[0].length;
  const odd = rows.findIndex((row) => row.length !== width);
  const problems: Problem[] = [];
  if (width !== names.length) {
    const message = `rows have ${width} cells, but ${names.length} columns are named (${listed(names)})`;
    problems.push(
      problem({
        path: '',
        code: 'row_width',
        found: `${width} cells`,
        expected: `${names.length} cells`,
        message,
      }),
    );
  } else if (odd >= 0) {
    const message = `row ${odd + 1} has ${rows[odd].length} cells; row 1 has ${width}`;
    problems.push(
      problem({
        path: '',
        code: 'row_width',
        found: `${rows[odd].length} cells`,
        expected: `${width} cells`,
        message,
      }),
    );
  }
  if (problems.length > 0) throw new DataError(problems);
  return fromEntries(names.map((name, j) => [name, rows.map((row) => row[j])]));
}

function fromEntries(entries: readonly (readonly [string, unknown])[]): Table {
  const problems: Problem[] = [];
  const columns: [string, Column][] = [];
  for (const [name, cells] of entries) {
    try {
      columns.push([name, columnFrom(cells, name)]);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      problems.push(...error.problems);
    }
  }
  const rows = columns.length === 0 ? 0 : columns[0][1].values.length;
  for (const [name, { values }] of columns) {
    if (values.length === rows) continue;
    const message = `has ${values.length} rows, but ${JSON.stringify(columns[0][0])} has ${rows}`;
    const expected = `${rows} rows`;
    problems.push(
      problem({ path: name, code: 'length_differs', found: `${values.length} rows`, expected, message }),
    );
  }
  if (problems.length > 0) throw new DataError(problems);
  return { rows, columns: Object.fromEntries(columns) };
}

/** Cells of one kind: all numbers (or missing) make a number column, any text makes a text column. */
function columnFrom(input: unknown, name: string): Column {
  if (isColumn(input)) return input;
  const cells = cellsOf(input);
  if (cells === undefined) {
    const found = input === null ? 'nothing' : `a ${typeof input}`;
    const message = `is ${found}; expected a list of numbers or texts`;
    throw new DataError([problem({ path: name, code: 'wrong_shape', found, expected: 'a list', message })]);
  }
  if (cells instanceof Float64Array) return { kind: 'number', values: cells };
  let hasText = false;
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row];
    if (typeof cell === 'string') hasText = hasText || cell.trim() !== '';
    else if (typeof cell === 'object' && cell !== null && !(cell instanceof Date))
      throw new DataError([cellProblem(name, row, cell)]);
    else if (typeof cell === 'function' || typeof cell === 'symbol')
      throw new DataError([cellProblem(name, row, cell)]);
  }
  if (!hasText) return { kind: 'number', values: Float64Array.from(cells, numberOf) };
  return { kind: 'text', values: Array.from(cells, textOf) };
}

function cellsOf(input: unknown): ArrayLike<unknown> | undefined {
  if (input instanceof Float64Array || Array.isArray(input)) return input;
  if (isVector(input)) {
    // Null cells of an Arrow vector hold 0 in toArray(), so only a vector without any is taken whole.
    const whole = 'nullCount' in input && input.nullCount === 0 ? input.toArray() : undefined;
    if (whole instanceof Float64Array) return whole;
    return isIterable(input) ? [...input] : input.toArray();
  }
  return isIterable(input) ? [...input] : undefined;
}

function numberOf(cell: unknown): number {
  if (typeof cell === 'number') return cell;
  if (typeof cell === 'bigint') return Number(cell);
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  return cell instanceof Date ? cell.getTime() : Number.NaN;
}

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined || (typeof cell === 'number' && Number.isNaN(cell))) return '';
  return cell instanceof Date ? cell.toISOString() : blankIsMissing(String(cell));
}

function blankIsMissing(text: string): string {
  return text.trim() === '' ? '' : text;
}

function cellProblem(name: string, row: number, cell: unknown): Problem {
  const found = Array.isArray(cell) ? 'a list' : typeof cell === 'object' ? 'a mapping' : `a ${typeof cell}`;
  const message = `${found} in row ${row + 1}; expected a number or a text`;
  return problem({ path: name, code: 'wrong_cell', found, expected: 'a number or a text', message });
}

function shapeProblem(input: unknown): Problem {
  const found = input === null ? 'null' : typeof input;
  const expected = 'columns {name: values}, rows [{name: value}] or an Arrow table';
  const message = `data came as ${found}; expected ${expected}`;
  return problem({ path: '', code: 'wrong_shape', found, expected, message });
}

function isColumn(input: unknown): input is Column {
  return (
    typeof input === 'object' &&
    input !== null &&
    'kind' in input &&
    'values' in input &&
    (input.kind === 'number'
      ? input.values instanceof Float64Array
      : input.kind === 'text' && Array.isArray(input.values))
  );
}

function isTable(input: unknown): input is Table {
  return (
    typeof input === 'object' &&
    input !== null &&
    'rows' in input &&
    typeof input.rows === 'number' &&
    'columns' in input &&
    typeof input.columns === 'object' &&
    input.columns !== null &&
    Object.values(input.columns).every(isColumn)
  );
}

function isArrow(input: unknown): input is ArrowLike {
  return (
    typeof input === 'object' &&
    input !== null &&
    'schema' in input &&
    'getChild' in input &&
    typeof input.getChild === 'function' &&
    typeof input.schema === 'object' &&
    input.schema !== null &&
    'fields' in input.schema
  );
}

function isIterable(input: unknown): input is Iterable<unknown> {
  return typeof input === 'object' && input !== null && Symbol.iterator in input;
}

function isCells(input: unknown): input is ArrayLike<unknown> {
  return Array.isArray(input) || (ArrayBuffer.isView(input) && 'length' in input);
}

function isVector(input: unknown): input is { readonly toArray: () => ArrayLike<unknown> } {
  return (
    typeof input === 'object' &&
    input !== null &&
    !Array.isArray(input) &&
    'toArray' in input &&
    typeof input.toArray === 'function'
  );
}

const empty: Column = { kind: 'number', values: new Float64Array(0) };
