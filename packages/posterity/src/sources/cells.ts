// Rows arriving piece by piece, sorted by unit → one table a unit, in growing typed arrays.
import type { Column, Table } from '@posterity/engine';
import type { UnitKey } from '../registry/record.ts';
import type { UnitRows } from './rowSource.ts';

/** Cells of one column of a piece: numbers (NaN is missing) or texts ('' is missing). */
export type Cells = Float64Array | readonly string[];

/** A piece of rows: the cells of the unit's columns, then those of the others. */
export interface Piece {
  readonly rows: number;
  readonly unit: readonly Cells[];
  readonly columns: readonly Cells[];
}

/** Gathers pieces whose rows come sorted by unit. */
export async function* gatherUnits(
  pieces: AsyncIterable<Piece>,
  unit: readonly string[],
  columns: readonly string[],
): AsyncGenerator<UnitRows> {
  let key: UnitKey | undefined;
  let parts: Cells[][] = columns.map(() => []);
  for await (const piece of pieces) {
    let start = 0;
    for (let row = 0; row <= piece.rows; row++) {
      if (row < piece.rows && key !== undefined && isSame(key, unit, piece, row)) continue;
      if (row > start)
        for (const [at, cells] of piece.columns.entries()) parts[at].push(cells.slice(start, row));
      start = row;
      if (row === piece.rows) break;
      if (key !== undefined) yield { unit: key, table: joined(columns, parts) };
      key = Object.fromEntries(unit.map((name, at) => [name, levelOf(piece.unit[at][row])]));
      parts = columns.map(() => []);
    }
  }
  if (key !== undefined) yield { unit: key, table: joined(columns, parts) };
}

function isSame(key: UnitKey, unit: readonly string[], piece: Piece, row: number): boolean {
  return unit.every((name, at) => key[name] === levelOf(piece.unit[at][row]));
}

function levelOf(cell: number | string): number | string {
  return Number.isNaN(cell) ? '' : cell;
}

/** Parts of columns as one table. */
export function joined(columns: readonly string[], parts: readonly (readonly Cells[])[]): Table {
  const whole = columns.map((name, at) => [name, joinedColumn(parts[at])] as const);
  return { rows: whole[0]?.[1].values.length ?? 0, columns: Object.fromEntries(whole) };
}

function joinedColumn(parts: readonly Cells[]): Column {
  if (parts.some(isNumbers)) {
    const numbers = parts.filter(isNumbers);
    const values = new Float64Array(numbers.reduce((total, part) => total + part.length, 0));
    let at = 0;
    for (const part of numbers) {
      values.set(part, at);
      at += part.length;
    }
    return { kind: 'number', values };
  }
  return { kind: 'text', values: parts.flatMap((part) => Array.from(part, String)) };
}

function isNumbers(cells: Cells): cells is Float64Array {
  return cells instanceof Float64Array;
}
