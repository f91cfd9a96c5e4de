import type { Command } from 'commander';
import type { UnitRecord } from '../../registry/record.ts';
import { examples } from '../examples.ts';
import type { Terminal } from '../terminal.ts';
import { type RegistryOptions, withRegistry } from './options.ts';
import { unitOf } from './unitArgument.ts';

interface MoveOptions extends RegistryOptions {
  readonly version?: string;
  readonly because?: string;
}

/** `posterity suite promote SUITE UNIT…` and `posterity suite rollback SUITE UNIT…`. */
export function addSuiteAliases(suite: Command, terminal: Terminal): void {
  withRegistry(suite.command('promote'))
    .argument('<unit...>', 'the unit, column=value for each column')
    .option('--version <version>', 'v3, or the start of a hash; default: the candidate')
    .option('--because <text>', 'the reason, kept in the history')
    .description('Put a version of a unit into use.')
    .addHelpText(
      'after',
      examples('posterity suite promote releases.suite.yaml release=3 --because "looked at it"'),
    )
    .action(async (path: string, unit: string[], options: MoveOptions) => {
      const { promoted } = await import('../../suite/aliases.ts');
      await move(terminal, path, unit, options, (record, why) => promoted(record, options.version, why));
    });
  withRegistry(suite.command('rollback'))
    .argument('<unit...>', 'the unit, column=value for each column')
    .option('--because <text>', 'the reason, kept in the history')
    .description('Put the champion before the present one back into use.')
    .addHelpText('after', examples('posterity suite rollback releases.suite.yaml release=3'))
    .action(async (path: string, unit: string[], options: MoveOptions) => {
      const { rolledBack } = await import('../../suite/aliases.ts');
      await move(terminal, path, unit, options, rolledBack);
    });
}

async function move(
  terminal: Terminal,
  path: string,
  asked: readonly string[],
  options: MoveOptions,
  change: (record: UnitRecord, why: { at: string; because: string }) => UnitRecord,
): Promise<void> {
  const { openSuite } = await import('../../suite/openSuite.ts');
  const { suite, registry } = await openSuite(path, options);
  try {
    const { id } = await unitOf(suite, registry, asked);
    const why = { at: new Date().toISOString(), because: options.because ?? 'by hand' };
    const record = await registry.update(suite.name, id, (now) => {
      if (now === undefined) throw new Error(`${id} was removed meanwhile`);
      return change(now, why);
    });
    const { champion, candidate } = record;
    terminal.out(
      options.json
        ? `${JSON.stringify({ unit: record.unit, id, champion: champion ?? null, candidate: candidate ?? null })}\n`
        : `${asked.join(' ')}: champion ${champion?.slice(0, 12) ?? '-'}\n`,
    );
  } finally {
    await registry.close();
  }
}
