import type { Command } from 'commander';
import { examples } from './examples.ts';
import type { Terminal } from './terminal.ts';

/** `posterity check CONFIG [DATA]`. */
export function addCheck(program: Command, terminal: Terminal): void {
  program
    .command('check')
    .description('Check CONFIG, and DATA against it, without fitting; print the model in words and formulas.')
    .argument('<config>', 'model, YAML or JSON')
    .argument('[data]', 'table: CSV, JSON, Parquet or Arrow')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples('posterity check adoption.yaml', 'posterity check adoption.yaml adoption.csv'),
    )
    .action((config: string, data: string | undefined, options: { readonly json?: boolean }) =>
      check(terminal, config, data, options),
    );
}

async function check(
  terminal: Terminal,
  configPath: string,
  dataPath: string | undefined,
  options: { readonly json?: boolean },
): Promise<void> {
  const { readModel } = await import('../files/readModel.ts');
  const model = await readModel(configPath);
  if (dataPath !== undefined) {
    const { readData } = await import('../files/readData.ts');
    model.checkTable(await readData(dataPath));
  }
  const description = model.describe();
  if (options.json) {
    terminal.out(`${JSON.stringify(description)}\n`);
    return;
  }
  terminal.out(`${description.text.trimEnd()}\n`);
  for (const warning of description.warnings) terminal.err(`warning: ${warning}\n`);
}
