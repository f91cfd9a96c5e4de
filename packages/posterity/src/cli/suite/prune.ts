import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { wholeNumber } from '../options.ts';
import type { Terminal } from '../terminal.ts';
import { type RegistryOptions, withRegistry } from './options.ts';

interface PruneOptions extends RegistryOptions {
  readonly keep: number;
  readonly gone?: boolean;
  readonly dryRun?: boolean;
}

/** A fit keeps its file a moment before its record; prune leaves younger files alone. */
const graceMilliseconds = 3_600_000;

/** `posterity suite prune SUITE`. */
export function addSuitePrune(suite: Command, terminal: Terminal): void {
  withRegistry(suite.command('prune'))
    .option('--keep <n>', 'versions a unit keeps beside those in use', wholeNumber, 5)
    .option('--gone', 'forget units whose rows are gone from the data')
    .option('--dry-run', 'say what would go')
    .description('Delete old versions that nobody uses, and files that no unit names.')
    .addHelpText('after', examples('posterity suite prune releases.suite.yaml --keep 3 --dry-run'))
    .action((path: string, options: PruneOptions) => pruneSuite(terminal, path, options));
}

async function pruneSuite(terminal: Terminal, path: string, options: PruneOptions): Promise<void> {
  const [{ openSuite }, { prune }] = await Promise.all([
    import('../../suite/openSuite.ts'),
    import('../../registry/prune.ts'),
  ]);
  const { suite, registry } = await openSuite(path, options);
  try {
    const pruned = await prune(registry, suite.name, { ...options, before: Date.now() - graceMilliseconds });
    const { versions, files, bytes, units } = pruned;
    terminal.out(
      options.json
        ? `${JSON.stringify(pruned)}\n`
        : `${options.dryRun ? 'would delete' : 'deleted'} ${units} units, ${versions} versions, ${files} files (${(bytes / 1e6).toFixed(1)} MB)\n`,
    );
  } finally {
    await registry.close();
  }
}
