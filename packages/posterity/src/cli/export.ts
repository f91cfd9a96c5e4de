import { type Command, Option } from 'commander';
import type { Model } from '../model.ts';
import { examples } from './examples.ts';
import type { Terminal } from './terminal.ts';

interface ExportOptions {
  readonly to: Form;
  readonly data?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** What a model can be written as, and whether a config that was never fitted will do. */
const forms = {
  config: { needsFit: true, text: configWithPriors },
  stan: { needsFit: false, text: stanText },
  pymc: { needsFit: false, text: (model: Model, { data }: ExportOptions) => model.toPymc(data) },
} as const;
type Form = keyof typeof forms;

/** `posterity export MODEL --to config|stan|pymc`. */
export function addExport(program: Command, terminal: Terminal): void {
  program
    .command('export')
    .description(
      'Write a model in another form: its config with the posterior as the new prior, a Stan program, or a PyMC script.',
    )
    .argument('<model>', 'saved model (.nc); for stan and pymc a config will do')
    .addOption(new Option('--to <form>', 'the form').choices(Object.keys(forms)).default('config'))
    .option(
      '--data <file>',
      'stan: print the data block for this table instead; pymc: the CSV file that the script reads',
    )
    .option('-o, --out <file>', 'write to a file')
    .option('--json', 'config: JSON in place of YAML')
    .addHelpText(
      'after',
      examples(
        'posterity export adoption.nc --to config > next.yaml',
        'posterity fit next.yaml new-release.csv',
        'posterity export adoption.yaml --to stan -o adoption.stan',
        'posterity export adoption.yaml --to stan --data adoption.csv -o adoption.data.json',
        'posterity export adoption.nc --to pymc --data adoption.csv -o adoption.py',
      ),
    )
    .action((model: string, options: ExportOptions) => exportModel(terminal, model, options));
}

async function exportModel(terminal: Terminal, path: string, options: ExportOptions): Promise<void> {
  const form = forms[options.to];
  const model = await modelAt(path, form.needsFit);
  const text = await form.text(model, options);
  if (options.out === undefined) {
    terminal.out(text);
    return;
  }
  const { atomicWrite } = await import('../files/atomicWrite.ts');
  await atomicWrite(options.out, text);
  terminal.err(`saved ${options.out}\n`);
}

async function modelAt(path: string, needsFit: boolean): Promise<Model> {
  const { Model } = await import('../model.ts');
  if (needsFit || path.endsWith('.nc')) return Model.load(path);
  const { readConfig } = await import('../files/readConfig.ts');
  return new Model(await readConfig(path));
}

async function configWithPriors(model: Model, { json }: ExportOptions): Promise<string> {
  const { configText } = await import('../files/configText.ts');
  return configText(model.exportTrainedConfig(), json ? 'json' : 'yaml');
}

async function stanText(model: Model, { data }: ExportOptions): Promise<string> {
  if (data === undefined) return model.toStan();
  const { readData } = await import('../files/readData.ts');
  return `${JSON.stringify(model.stanData(await readData(data)))}\n`;
}
