import type { FitReport } from '@posterity/engine';
import type { Command } from 'commander';
import { examples } from './examples.ts';
import { exitCodes } from './exitCodes.ts';
import { wholeNumber } from './options.ts';
import { progressBar } from './progress.ts';
import type { Terminal } from './terminal.ts';

interface FitOptions {
  readonly seed?: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** `posterity fit CONFIG DATA`. */
export function addFit(program: Command, terminal: Terminal): void {
  program
    .command('fit')
    .description('Fit the model of CONFIG to DATA; print the parameters and the verdict.')
    .argument('<config>', 'model, YAML or JSON; it names dependent_var')
    .argument('<data>', 'table: CSV, JSON, Parquet or Arrow')
    .option('--seed <n>', 'same seed, same draws; default: the config’s random_seed', wholeNumber)
    .option('-o, --out <file>', 'save the fitted model, ArviZ netCDF')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        'posterity fit adoption.yaml adoption.csv',
        'posterity fit adoption.yaml adoption.csv --seed 7 --out adoption.nc',
        "posterity fit adoption.yaml adoption.csv --json | jq '.verdict'",
      ),
    )
    .action((config: string, data: string, options: FitOptions) => fit(terminal, config, data, options));
}

async function fit(
  terminal: Terminal,
  configPath: string,
  dataPath: string,
  options: FitOptions,
): Promise<void> {
  const [{ readModel }, { readData }, { refuseUnwritable }] = await Promise.all([
    import('../files/readModel.ts'),
    import('../files/readData.ts'),
    import('../files/atomicWrite.ts'),
  ]);
  const [model, table] = await Promise.all([readModel(configPath), readData(dataPath)]);
  if (options.out !== undefined) await refuseUnwritable(options.out);
  const progress = progressBar(terminal, model.config.sample_params.chains);
  try {
    await model.fitTable(table, {
      signal: terminal.signal,
      onProgress: progress.onProgress,
      ...(options.seed === undefined ? {} : { seed: options.seed }),
    });
  } finally {
    progress.clear();
  }
  const report = model.report();
  if (options.json) terminal.out(`${JSON.stringify(report)}\n`);
  else {
    const { fitText } = await import('./fitText.ts');
    terminal.out(fitText(report));
  }
  if (options.out !== undefined) {
    await model.saveTrace(options.out);
    terminal.err(`saved ${options.out}\n`);
  }
  terminal.exitCode = exitCodeOf(report);
}

/** A bad verdict is exit code 2; a suspect one is told, and the work counts as done. */
function exitCodeOf({ verdict }: FitReport): typeof exitCodes.done | typeof exitCodes.checkFailed {
  return verdict.status === 'bad' ? exitCodes.checkFailed : exitCodes.done;
}
