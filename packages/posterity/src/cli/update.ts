import type { Command } from 'commander';
import { examples } from './examples.ts';
import { learnedExit, printLearned } from './learned.ts';
import { wholeNumber } from './options.ts';
import { progressBar } from './progress.ts';
import type { Terminal } from './terminal.ts';

interface UpdateOptions {
  readonly allowSeen?: boolean;
  readonly force?: boolean;
  readonly seed?: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** `posterity update MODEL NEWROWS`. */
export function addUpdate(program: Command, terminal: Terminal): void {
  program
    .command('update')
    .description('Learn from further rows without those learned from before; says how it did and why.')
    .argument('<model>', 'saved model (.nc)')
    .argument('<rows>', 'table of the new rows alone')
    .option('--allow-seen', 'learn from rows though they were learned from before')
    .option('--force', 'carry on a model whose verdict is bad')
    .option('--seed <n>', 'same seed, same draws; default: the config’s random_seed', wholeNumber)
    .option('-o, --out <file>', 'save the result here; default: in place of MODEL')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        'posterity update adoption.nc this-week.csv',
        'posterity update adoption.nc this-week.csv --out updated.nc --json',
      ),
    )
    .action((model: string, rows: string, options: UpdateOptions) => update(terminal, model, rows, options));
}

async function update(
  terminal: Terminal,
  modelPath: string,
  rowsPath: string,
  { allowSeen, force, seed, out = modelPath, json }: UpdateOptions,
): Promise<void> {
  const [{ Model }, { readData }, { refuseUnwritable }] = await Promise.all([
    import('../model.ts'),
    import('../files/readData.ts'),
    import('../files/atomicWrite.ts'),
  ]);
  const [model, table] = await Promise.all([Model.load(modelPath), readData(rowsPath)]);
  await refuseUnwritable(out);
  const progress = progressBar(terminal, model.config.sample_params.chains);
  const learned = await model
    .update(table, undefined, {
      signal: terminal.signal,
      onProgress: progress.onProgress,
      ...(allowSeen === undefined ? {} : { allowSeen }),
      ...(force === undefined ? {} : { force }),
      ...(seed === undefined ? {} : { seed }),
    })
    .finally(() => progress.clear());
  await printLearned(terminal, model, { action: 'update', ...learned }, json);
  await model.saveTrace(out);
  terminal.err(`saved ${out}\n`);
  terminal.exitCode = learnedExit(model);
}
