import type { Command } from 'commander';
import type { BoardRow } from '../../suite/board.ts';
import { examples } from '../examples.ts';
import type { Terminal } from '../terminal.ts';
import { type UnitOptions, withOnly, withRegistry } from './options.ts';

/** `posterity suite status SUITE`. */
export function addSuiteStatus(suite: Command, terminal: Terminal): void {
  withOnly(withRegistry(suite.command('status')))
    .description('The board: each unit’s verdict, gate, age, coverage, and what to do.')
    .addHelpText('after', examples('posterity suite status releases.suite.yaml'))
    .action((path: string, options: UnitOptions) => status(terminal, path, options));
}

async function status(terminal: Terminal, path: string, options: UnitOptions): Promise<void> {
  const [{ openSuite }, { boardRow }, { isWanted }] = await Promise.all([
    import('../../suite/openSuite.ts'),
    import('../../suite/board.ts'),
    import('../../sources/memorySource.ts'),
  ]);
  const { suite, registry } = await openSuite(path, options);
  const records = await registry.units(suite.name);
  await registry.close();
  const now = Date.now();
  const board = records
    .filter(({ unit }) => isWanted(unit, options.only))
    .map((record) => boardRow(record, now));
  if (options.json) terminal.out(`${JSON.stringify({ units: board })}\n`);
  else {
    const { alignedTable } = await import('../table.ts');
    terminal.out(
      alignedTable(
        [...suite.unit, ...header],
        board.map((row) => cells(suite.unit, row)),
        left,
      ),
    );
  }
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
