import type { Command } from 'commander';
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
    import('../../registry/unitId.ts'),
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
    const { boardText } = await import('./boardText.ts');
    terminal.out(boardText(suite.unit, board));
  }
}
