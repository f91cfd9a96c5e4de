import type { BoardRow } from '../../suite/board.ts';
import { alignedTable } from '../table.ts';

/** The board as a table to read. @param columns those that tell units apart */
export function boardText(columns: readonly string[], board: readonly BoardRow[]): string {
  return alignedTable(
    [...columns, ...header],
    board.map((row) => cells(columns, row)),
    left,
  );
}

const header = ['version', 'verdict', 'gate', 'age', 'coverage', 'to do'];
const left = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

function cells(columns: readonly string[], row: BoardRow): string[] {
  return [
    ...columns.map((column) => String(row.unit[column])),
    row.version === null
      ? '-'
      : `${row.version.slice(0, 10)}${row.alias === 'champion' ? '' : ` (${row.alias ?? 'unused'})`}`,
    row.verdict ?? '-',
    row.gate === null ? '-' : row.gate === 'promoted' ? row.gate : `${row.gate}: ${row.rule}`,
    row.age_days === null ? '-' : ageText(row.age_days),
    row.coverage === null
      ? '-'
      : `${(100 * row.coverage).toFixed(0)} % of ${(100 * (row.nominal ?? 0)).toFixed(0)} %`,
    row.todo,
  ];
}

function ageText(days: number): string {
  if (days >= 2) return `${days.toFixed(0)} d`;
  return days >= 1 / 12 ? `${(24 * days).toFixed(0)} h` : `${(1440 * days).toFixed(0)} min`;
}
