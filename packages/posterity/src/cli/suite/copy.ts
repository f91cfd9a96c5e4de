import type { Command } from 'commander';
import { examples } from '../examples.ts';
import type { Terminal } from '../terminal.ts';

/** `posterity suite copy FROM TO`. */
export function addSuiteCopy(suite: Command, terminal: Terminal): void {
  suite
    .command('copy')
    .argument('<from>', 'a registry: folder or postgres://…')
    .argument('<to>', 'a registry: folder or postgres://…; made when it is not there')
    .option('--json', 'print one JSON document')
    .description('Copy every suite of one registry to another, of whatever kind.')
    .addHelpText(
      'after',
      examples('posterity suite copy releases.suite.registry postgres://localhost/models'),
    )
    .action((from: string, to: string, options: { readonly json?: boolean }) =>
      copy(terminal, from, to, options),
    );
}

async function copy(
  terminal: Terminal,
  from: string,
  to: string,
  options: { readonly json?: boolean },
): Promise<void> {
  const [{ openRegistry }, { copyRegistry }] = await Promise.all([
    import('../../registry/openRegistry.ts'),
    import('../../registry/copyRegistry.ts'),
  ]);
  const source = await openRegistry(from);
  try {
    const target = await openRegistry(to, { create: true });
    try {
      const copied = await copyRegistry(source, target);
      const { suites, units, files } = copied;
      terminal.out(
        options.json
          ? `${JSON.stringify(copied)}\n`
          : `copied ${suites} suites, ${units} units, ${files} files to ${target.location}\n`,
      );
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
