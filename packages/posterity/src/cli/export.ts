import { type Command, Option } from 'commander';
import type { Model } from '../model.ts';
import { examples } from './examples.ts';
import {
  addPriorsOptions,
  configWithJointPrior,
  configWithPriors,
  type PriorsOptions,
} from './exportPriors.ts';
import type { Terminal } from './terminal.ts';

interface ExportOptions extends PriorsOptions {
  readonly to: Form;
  readonly data?: string;
  readonly out?: string;
}

/** What a model can be written as, and whether a config that was never fitted will do. */
const forms = {
  config: { needsFit: true, text: configWithPriors },
  prior: { needsFit: true, text: configWithJointPrior },
  stan: { needsFit: false, text: stanText },
  pymc: { needsFit: false, text: (model: Model, { data }: ExportOptions) => model.toPymc(data) },
} as const;
type Form = keyof typeof forms;

/** `posterity export MODEL --to config|prior|stan|pymc`. */
export function addExport(program: Command, terminal: Terminal): void {
  const command = program
    .command('export')
    .description(
      'Write a model in another form: its config with the posterior as new priors or as one joint prior, a Stan program, or a PyMC script.',
    )
    .argument('<model>', 'saved model (.nc); for stan and pymc a config will do')
    .addOption(new Option('--to <form>', 'the form').choices(Object.keys(forms)).default('config'))
    .option(
      '--data <file>',
      'stan: print the data block for this table instead; pymc: the CSV file that the script reads',
    )
    .option('-o, --out <file>', 'write to a file')
    .option('--json', 'config, prior: JSON in place of YAML')
    .addHelpText(
      'after',
      examples(
        'posterity export adoption.nc --to config > next.yaml',
        'posterity export adoption.nc --to prior --discount 0.5 --robust 0.1 -o next.yaml',
        'posterity fit next.yaml new-release.csv',
        'posterity export adoption.yaml --to stan -o adoption.stan',
        'posterity export adoption.yaml --to stan --data adoption.csv -o adoption.data.json',
        'posterity export adoption.nc --to pymc --data adoption.csv -o adoption.py',
      ),
    )
    .action((model: string, options: ExportOptions) => exportModel(terminal, model, options));
  addPriorsOptions(command);
}

async function exportModel(terminal: Terminal, path: string, options: ExportOptions): Promise<void> {
  const form = forms[options.to];
  const model = await modelAt(path, form.needsFit);
  const text = await form.text(model, options, terminal);
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

async function stanText(model: Model, { data }: ExportOptions): Promise<string> {
  if (data === undefined) return model.toStan();
  const { readData } = await import('../files/readData.ts');
  return `${JSON.stringify(model.stanData(await readData(data)))}\n`;
}
