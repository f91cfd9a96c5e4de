import type { Command } from 'commander';
import { examples } from '../examples.ts';
import type { Terminal } from '../terminal.ts';
import { type RegistryOptions, withRegistry } from './options.ts';
import { unitOf } from './unitArgument.ts';

/** `posterity suite history SUITE UNIT…`. */
export function addSuiteHistory(suite: Command, terminal: Terminal): void {
  withRegistry(suite.command('history'))
    .argument('<unit...>', 'the unit, column=value for each column')
    .description('Every version of a unit with where it came from, and every move of its aliases.')
    .addHelpText('after', examples('posterity suite history releases.suite.yaml release=3'))
    .action((path: string, unit: string[], options: RegistryOptions) =>
      history(terminal, path, unit, options),
    );
}

async function history(
  terminal: Terminal,
  path: string,
  asked: readonly string[],
  options: RegistryOptions,
): Promise<void> {
  const { openSuite } = await import('../../suite/openSuite.ts');
  const { suite, registry } = await openSuite(path, options);
  const record = await unitOf(suite, registry, asked);
  await registry.close();
  if (options.json) {
    terminal.out(`${JSON.stringify(record)}\n`);
    return;
  }
  const { alignedTable } = await import('../table.ts');
  const versions = record.versions.map(({ hash, at, verdict, rows, lineage }, index) => [
    `v${index + 1}`,
    hash.slice(0, 12),
    at,
    verdict.status,
    String(rows),
    lineage.route,
    lineage.because,
    ['champion', 'candidate'].filter((alias) => record[alias as 'champion' | 'candidate'] === hash).join(' '),
  ]);
  const moves = record.moves.map(({ at, alias, from, to, because }) => [
    at,
    alias,
    from?.slice(0, 12) ?? '-',
    to?.slice(0, 12) ?? '-',
    because,
  ]);
  const left = [0, 1, 2, 3, 5, 6, 7];
  terminal.out(
    alignedTable(['', 'version', 'fitted', 'verdict', 'rows', 'route', 'because', ''], versions, left),
  );
  if (moves.length > 0)
    terminal.out(`\n${alignedTable(['moved', 'alias', 'from', 'to', 'because'], moves, [0, 1, 2, 3, 4])}`);
  if (record.last !== undefined) {
    const { at, gate, rule, message } = record.last;
    terminal.out(`\nlast refresh ${at}: ${gate} by ${rule}: ${message}\n`);
  }
}
