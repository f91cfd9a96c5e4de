import type { Command } from 'commander';
import { examples } from './examples.ts';
import { learnedExit, printLearned } from './learned.ts';
import { wholeNumber } from './options.ts';
import { progressBar } from './progress.ts';
import type { Terminal } from './terminal.ts';

interface RefreshOptions {
  readonly config?: string;
  readonly seed?: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** `posterity refresh MODEL DATA`. */
export function addRefresh(program: Command, terminal: Terminal): void {
  program
    .command('refresh')
    .description(
      'Bring a saved model up to date with its data: skip, update, start warm or fit anew; says which and why.',
    )
    .argument('<model>', 'saved model (.nc)')
    .argument('<data>', 'table of all rows as they now stand')
    .option('--config <file>', 'the config as it now stands; default: the model’s own')
    .option('--seed <n>', 'same seed, same draws; default: the config’s random_seed', wholeNumber)
    .option('-o, --out <file>', 'save the result here; default: in place of MODEL')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        'posterity refresh adoption.nc adoption.csv',
        'posterity refresh adoption.nc adoption.csv --config adoption.yaml --out fresh.nc',
      ),
    )
    .action((model: string, data: string, options: RefreshOptions) =>
      runRefresh(terminal, model, data, options),
    );
}

async function runRefresh(
  terminal: Terminal,
  modelPath: string,
  dataPath: string,
  { config: configPath, seed, out = modelPath, json }: RefreshOptions,
): Promise<void> {
  const [{ Model }, { readData }, { refuseUnwritable }, { refresh }] = await Promise.all([
    import('../model.ts'),
    import('../files/readData.ts'),
    import('../files/atomicWrite.ts'),
    import('@posterity/engine'),
  ]);
  const [model, table] = await Promise.all([Model.load(modelPath), readData(dataPath)]);
  if (out !== modelPath) await refuseUnwritable(out);
  const config = configPath === undefined ? model.saved.config : await readConfigAt(configPath);
  const progress = progressBar(terminal, model.config.sample_params.chains);
  const refreshed = await refresh(model, config, table, undefined, {
    signal: terminal.signal,
    onProgress: progress.onProgress,
    ...(seed === undefined ? {} : { seed }),
  }).finally(() => progress.clear());
  const { model: fresh, ...learned } = refreshed;
  await printLearned(terminal, fresh, learned, json);
  if (learned.action !== 'skip' || out !== modelPath) {
    await fresh.saveTrace(out);
    terminal.err(`saved ${out}\n`);
  }
  terminal.exitCode = learnedExit(fresh);
}

async function readConfigAt(path: string): Promise<unknown> {
  const { readConfig } = await import('../files/readConfig.ts');
  return readConfig(path);
}
