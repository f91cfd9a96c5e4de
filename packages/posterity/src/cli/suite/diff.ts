import type { Command } from 'commander';
import { examples } from '../examples.ts';
import type { Terminal } from '../terminal.ts';
import { type RegistryOptions, withRegistry } from './options.ts';
import { unitOf } from './unitArgument.ts';

interface DiffOptions extends RegistryOptions {
  readonly from: string;
  readonly to?: string;
}

/** `posterity suite diff SUITE UNIT…`. */
export function addSuiteDiff(suite: Command, terminal: Terminal): void {
  withRegistry(suite.command('diff'))
    .argument('<unit...>', 'the unit, column=value for each column')
    .option('--from <version>', 'champion, candidate, v3, or the start of a hash', 'champion')
    .option('--to <version>', 'likewise; default: the candidate, else the latest version')
    .description('What differs between two versions of a unit: parameters, data, config.')
    .addHelpText('after', examples('posterity suite diff releases.suite.yaml release=3 --from v1 --to v2'))
    .action((path: string, unit: string[], options: DiffOptions) => diff(terminal, path, unit, options));
}

async function diff(
  terminal: Terminal,
  path: string,
  asked: readonly string[],
  options: DiffOptions,
): Promise<void> {
  const [{ openSuite }, { differences }, { versionOf }] = await Promise.all([
    import('../../suite/openSuite.ts'),
    import('../../suite/aliases.ts'),
    import('../../registry/record.ts'),
  ]);
  const { suite, registry } = await openSuite(path, options);
  const record = await unitOf(suite, registry, asked);
  await registry.close();
  const latest = record.candidate ?? record.versions.at(-1)?.hash ?? '';
  const [from, to] = [versionOf(record, options.from), versionOf(record, options.to ?? latest)];
  const parameters = differences(from, to);
  const same = {
    data: from.lineage.data === to.lineage.data,
    config: from.lineage.config === to.lineage.config,
  };
  if (options.json) {
    terminal.out(`${JSON.stringify({ from: from.hash, to: to.hash, same, parameters })}\n`);
    return;
  }
  const { alignedTable, shortNumber } = await import('../table.ts');
  const number = (value: number | null) => (value === null ? '-' : shortNumber(value));
  const rows = parameters.map((it) => [
    it.parameter,
    number(it.from.mean),
    number(it.from.sd),
    number(it.to.mean),
    number(it.to.sd),
    it.shift === null ? '-' : it.shift.toFixed(2),
  ]);
  terminal.out(
    `from ${from.hash.slice(0, 12)} (${from.at}, ${from.rows} rows)\n  to ${to.hash.slice(0, 12)} (${to.at}, ${to.rows} rows)\n`,
  );
  terminal.out(
    `data ${same.data ? 'the same' : 'changed'}, config ${same.config ? 'the same' : 'changed'}\n\n`,
  );
  terminal.out(alignedTable(['', 'mean', 'sd', 'mean', 'sd', 'shift in sd'], rows));
}
