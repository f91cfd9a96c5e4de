import type { Command } from 'commander';
import { examples } from './examples.ts';
import type { Terminal } from './terminal.ts';

/** `posterity schema`. */
export function addSchema(program: Command, terminal: Terminal): void {
  program
    .command('schema')
    .description('Print the JSON Schema of a config, by which editors complete and check it.')
    .addHelpText('after', examples('posterity schema > config.schema.json'))
    .action(async () => {
      const { configJsonSchema, knowledge } = await import('@posterity/engine');
      terminal.out(`${JSON.stringify(configJsonSchema(knowledge), null, 2)}\n`);
    });
}
