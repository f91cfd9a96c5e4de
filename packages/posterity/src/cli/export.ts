import { type Command, Option } from 'commander';
import { examples } from './examples.ts';
import type { Terminal } from './terminal.ts';

interface ExportOptions {
  readonly to: 'config';
  readonly out?: string;
  readonly json?: boolean;
}

/** `posterity export MODEL --to config`. */
export function addExport(program: Command, terminal: Terminal): void {
  program
    .command('export')
    .description('Write a saved model in another form: its config with the posterior as the new prior.')
    .argument('<model>', 'saved model (.nc)')
    .addOption(new Option('--to <form>', 'the form').choices(['config']).default('config'))
    .option('-o, --out <file>', 'write to a file')
    .option('--json', 'JSON in place of YAML')
    .addHelpText(
      'after',
      examples(
        'posterity export adoption.nc --to config > next.yaml',
        'posterity fit next.yaml new-release.csv',
      ),
    )
    .action((model: string, options: ExportOptions) => exportModel(terminal, model, options));
}

async function exportModel(terminal: Terminal, modelPath: string, options: ExportOptions): Promise<void> {
  const { Model } = await import('../model.ts');
  const model = await Model.load(modelPath);
  const config = model.exportTrainedConfig();
  const { configText } = await import('../files/configText.ts');
  const text = configText(config, options.json ? 'json' : 'yaml');
  if (options.out === undefined) {
    terminal.out(text);
    return;
  }
  const { atomicWrite } = await import('../files/atomicWrite.ts');
  await atomicWrite(options.out, text);
  terminal.err(`saved ${options.out}\n`);
}
