import type { Command } from 'commander';
import { FileError } from '../files/fileError.ts';
import { examples } from './examples.ts';
import type { Terminal } from './terminal.ts';

interface ConvertOptions {
  readonly config?: string;
  readonly data?: string;
}

/** `posterity convert FROM TO`. */
export function addConvert(program: Command, terminal: Terminal): void {
  program
    .command('convert')
    .description(
      'Turn draws from one ArviZ form into another (.nc, .json); with --config, draws that another program made become a model that predicts.',
    )
    .argument(
      '<from>',
      'draws: netCDF4 (.nc) or ArviZ JSON (.json), of posterity, PyMC, Stan, ModelBuilder, …',
    )
    .argument('<to>', 'the new file: .nc or .json; .yaml for the config inside a ModelBuilder’s file')
    .option('--config <file>', 'the model the draws are of; needs --data')
    .option('--data <file>', 'the rows they were made from')
    .addHelpText(
      'after',
      examples(
        'posterity convert adoption.nc adoption.json',
        'posterity convert from-pymc.nc adoption.nc --config adoption.yaml --data adoption.csv',
        'posterity convert model-builder.nc draft.yaml',
      ),
    )
    .action((from: string, to: string, options: ConvertOptions) => convert(terminal, from, to, options));
}

async function convert(terminal: Terminal, from: string, to: string, options: ConvertOptions): Promise<void> {
  if (!/\.(nc|json|ya?ml)$/i.test(to))
    throw new FileError(to, 'names no form of draws; expected it to end in .nc, .json or .yaml');
  const { readTrace } = await import('../files/readTrace.ts');
  const saved = await readTrace(from);
  if (/\.ya?ml$/i.test(to)) return draft(terminal, saved, to);
  const { trace, attributes } = options.config === undefined ? saved : await adopted(saved.trace, options);
  const { writeArvizJson, writeNetcdf } = await import('@posterity/engine');
  const content = /\.json$/i.test(to)
    ? writeArvizJson(trace, attributes)
    : await writeNetcdf(trace, attributes);
  const { atomicWrite } = await import('../files/atomicWrite.ts');
  await atomicWrite(to, content);
  terminal.err(`saved ${to}\n`);
}

/** The priors inside a ModelBuilder's file as a config to be completed. */
async function draft(terminal: Terminal, saved: Saved, to: string): Promise<void> {
  const [{ modelBuilderConfig }, { configText }, { atomicWrite }] = await Promise.all([
    import('@posterity/engine'),
    import('../files/configText.ts'),
    import('../files/atomicWrite.ts'),
  ]);
  const { config, notes } = modelBuilderConfig(saved);
  const missing = [
    'independent_vars, dependent_var and function_params.function are yours to fill in',
    ...notes,
  ];
  await atomicWrite(to, `${missing.map((note) => `# ${note}`).join('\n')}\n${configText(config, 'yaml')}`);
  terminal.err(`saved ${to}\n${missing.map((note) => `  ${note}\n`).join('')}`);
}

type Saved = Awaited<ReturnType<typeof import('../files/readTrace.ts').readTrace>>;

async function adopted(trace: Saved['trace'], { config, data }: ConvertOptions): Promise<Saved> {
  if (config === undefined || data === undefined)
    throw new FileError('--config', 'needs --data: the rows tell the levels of groups');
  const [{ readModel }, { readData }] = await Promise.all([
    import('../files/readModel.ts'),
    import('../files/readData.ts'),
  ]);
  const model = await readModel(config);
  model.adoptDraws(trace, await readData(data));
  const { readNetcdf } = await import('@posterity/engine');
  return readNetcdf(await model.toNetcdf());
}
