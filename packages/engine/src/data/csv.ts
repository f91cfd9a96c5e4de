// The text of a CSV (RFC 4180, with comma, semicolon or tab) → columns.
import { FormatError } from '../config/errors.ts';

/** Columns by name: numbers when every filled cell is one, else texts; a missing cell is null. */
export type CsvColumns = Readonly<Record<string, Float64Array | readonly unknown[]>>;

/**
 * Reads a CSV whose first line names the columns.
 *
 * A column is numeric when all its cells are numbers or empty; an empty cell is null. Empty lines are left out,
 * spaces around a cell too.
 * @param bodyLine number of the line after the names, when these lines come from the middle of a file.
 * @param texts columns whose cells stay as they are written, numbers too.
 * @throws FormatError that says what is wrong and on which line
 */
export function parseCsv(text: string, bodyLine?: number, texts?: ReadonlySet<string>): CsvColumns {
  const { names, cells } = readCells(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, bodyLine);
  checkNames(names);
  return Object.fromEntries(
    names.map((name, column) => [name, columnOf(cells[column], texts?.has(name) ?? false)]),
  );
}

interface Cells {
  readonly names: readonly string[];
  /** The cells of each column, as text. */
  readonly cells: readonly (readonly string[])[];
}

function readCells(text: string, bodyLine: number | undefined): Cells {
  const delimiter = delimiterOf(text);
  const delimiterCode = delimiter.charCodeAt(0);
  let names: string[] | undefined;
  let cells: string[][] = [];
  let record: string[] = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const firstLine = line;
    let isQuoted = false;
    record = [];
    for (;;) {
      while (isSpace(text.charCodeAt(at)) && text.charCodeAt(at) !== delimiterCode) at++;
      if (text.charCodeAt(at) === quote) {
        isQuoted = true;
        const cell = quotedCell(text, at, line);
        record.push(cell.text);
        line += cell.lines;
        at = cell.end;
        while (isSpace(text.charCodeAt(at)) && text.charCodeAt(at) !== delimiterCode) at++;
        if (at < text.length && text.charCodeAt(at) !== delimiterCode && !isLineEnd(text.charCodeAt(at)))
          throw notCsv(
            `text follows a closing quote on line ${line}; a quote inside a cell is written twice`,
          );
      } else {
        const start = at;
        for (let code = text.charCodeAt(at); at < text.length; code = text.charCodeAt(++at)) {
          if (code === delimiterCode || isLineEnd(code)) break;
          if (code === quote)
            throw notCsv(
              `a quote stands inside a cell on line ${line}; put the cell in quotes and write the quote twice`,
            );
        }
        record.push(text.slice(start, at).trim());
      }
      if (text.charCodeAt(at) !== delimiterCode) break;
      at++;
    }
    if (text.charCodeAt(at) === carriageReturn && text.charCodeAt(at + 1) === lineFeed) at++;
    at++;
    line++;
    if (record.length === 1 && record[0] === '' && !isQuoted) continue;
    if (names === undefined) {
      names = record;
      cells = names.map(() => []);
      line = bodyLine ?? line;
      continue;
    }
    if (record.length !== names.length) {
      const counted = `${record.length} ${record.length === 1 ? 'cell' : 'cells'}`;
      throw notCsv(`line ${firstLine} has ${counted}, the line of names has ${names.length}`);
    }
    for (let column = 0; column < record.length; column++) cells[column].push(record[column]);
  }
  if (names === undefined) throw new FormatError('is empty; expected a line of column names');
  return { names, cells };
}

const [quote, carriageReturn, lineFeed, space, tab] = [0x22, 0x0d, 0x0a, 0x20, 0x09];

function isLineEnd(code: number): boolean {
  return code === lineFeed || code === carriageReturn;
}

function isSpace(code: number): boolean {
  return code === space || code === tab;
}

/** The cell whose opening quote stands at `start`. */
function quotedCell(text: string, start: number, line: number): { text: string; end: number; lines: number } {
  let at = start + 1;
  let cell = '';
  for (;;) {
    const end = text.indexOf('"', at);
    if (end < 0) throw notCsv(`a quote opened on line ${line} is never closed`);
    cell += text.slice(at, end);
    if (text.charCodeAt(end + 1) !== quote) {
      const lines = cell.match(/\r\n?|\n/g)?.length ?? 0;
      return { text: cell, end: end + 1, lines };
    }
    cell += '"';
    at = end + 2;
  }
}

/** The one of comma, semicolon and tab that occurs most in the line of names. */
function delimiterOf(text: string): string {
  const end = text.search(/[\r\n]/);
  const header = end < 0 ? text : text.slice(0, end);
  const count = (delimiter: string) => header.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
}

function notCsv(reason: string): FormatError {
  return new FormatError(`is not a CSV table: ${reason}`);
}

function checkNames(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const [index, name] of names.entries()) {
    if (name === '') throw new FormatError(`column ${index + 1} has no name`);
    if (seen.has(name)) throw new FormatError(`two columns are named ${JSON.stringify(name)}`);
    seen.add(name);
  }
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const notFinite: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '+inf': Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  '-infinity': Number.NEGATIVE_INFINITY,
};

/** The number that a cell's text is; undefined for any other text. */
export function numberIn(cell: string): number | undefined {
  return decimal.test(cell) ? Number(cell) : notFinite[cell.toLowerCase()];
}

/** One column: numbers when every filled cell is one and text was not asked for, else text; an empty cell is null. */
function columnOf(cells: readonly string[], asText: boolean): Float64Array | unknown[] {
  if (asText) return cells.map((cell) => (cell === '' ? null : cell));
  const numbers = new Float64Array(cells.length);
  let filled = 0;
  let numeric = 0;
  for (const [row, cell] of cells.entries()) {
    if (cell === '') continue;
    filled++;
    const value = numberIn(cell);
    if (value === undefined) continue;
    numeric++;
    numbers[row] = value;
  }
  if (numeric === cells.length) return numbers;
  const isText = numeric < filled;
  return cells.map((cell, row) => {
    if (cell === '') return null;
    return isText ? cell : numbers[row];
  });
}
