import type { CrossValidation, HeldScores, ValidationPlan } from '@posterity/engine';
import { type Command, InvalidArgumentError } from 'commander';
import { examples } from './examples.ts';
import { exitCodes } from './exitCodes.ts';
import { fraction, positiveNumber, wholeNumber } from './options.ts';
import { alignedTable, shortNumber } from './table.ts';
import type { Terminal } from './terminal.ts';

interface CrossvalOptions {
  readonly folds?: number;
  readonly time?: string;
  readonly horizon?: number;
  readonly initial?: number;
  readonly alpha: number;
  readonly seed?: number;
  readonly json?: boolean;
}

/** `posterity crossval CONFIG DATA --folds 5 | --time week --horizon 4`. */
export function addCrossval(program: Command, terminal: Terminal): void {
  program
    .command('crossval')
    .description(
      'Cross-validation: fit to a part of the rows, score the rest, part after part; in folds at random, or along time.',
    )
    .argument('<config>', 'model, YAML or JSON; it names dependent_var')
    .argument('<data>', 'table: CSV, JSON, Parquet or Arrow')
    .option('--folds <n>', 'parts of a random division; 5 unless --time is given', positiveNumber)
    .option('--time <column>', 'predict each stretch of this column from all before it')
    .option('--horizon <n>', 'steps of time in a stretch; 1', positiveNumber)
    .option('--initial <n>', 'steps learned from at first; half of them', positiveNumber)
    .option('--alpha <coverage>', 'coverage of the interval that is scored', fraction, 0.9)
    .option('--seed <n>', 'of the folds and the fits; default: the config’s random_seed', wholeNumber)
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        'posterity crossval adoption.yaml adoption.csv --folds 5',
        'posterity crossval adoption.yaml adoption.csv --time week --horizon 4 --initial 26',
      ),
    )
    .action((config: string, data: string, options: CrossvalOptions) =>
      crossval(terminal, config, data, options),
    );
}

async function crossval(
  terminal: Terminal,
  configPath: string,
  dataPath: string,
  options: CrossvalOptions,
): Promise<void> {
  const plan = planOf(options);
  const [{ readModel }, { readData }, { dependentColumn }, { threadRunner }] = await Promise.all([
    import('../files/readModel.ts'),
    import('../files/readData.ts'),
    import('./dependentColumn.ts'),
    import('../threadRunner.ts'),
  ]);
  const [model, table] = await Promise.all([readModel(configPath), readData(dataPath)]);
  const found = await model.crossValidate(table, dependentColumn(model.config, table), {
    ...plan,
    alpha: options.alpha,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    signal: terminal.signal,
    runner: threadRunner(),
    onProgress: (done, total) => {
      if (terminal.isInteractive) terminal.err(`\r${done} of ${total} fits\x1b[K`);
    },
  });
  if (terminal.isInteractive) terminal.err('\r\x1b[K');
  const document = { ...found, pointwise: [...found.pointwise] };
  terminal.out(options.json ? `${JSON.stringify(document)}\n` : crossvalText(found));
  const isBad = found.splits.some(({ verdict }) => verdict === 'bad');
  terminal.exitCode = isBad ? exitCodes.checkFailed : exitCodes.done;
}

function planOf({ folds, time, horizon, initial }: CrossvalOptions): ValidationPlan {
  if (time !== undefined) {
    if (folds !== undefined) throw new InvalidArgumentError('give --folds or --time, not both.');
    return { time, horizon: horizon ?? 1, ...(initial === undefined ? {} : { initial }) };
  }
  if (horizon !== undefined || initial !== undefined)
    throw new InvalidArgumentError('--horizon and --initial need --time.');
  return { folds: folds ?? 5 };
}

const columns = [
  'elpd',
  'se',
  'LogLoss',
  'CRPS',
  'PinballLoss',
  'EmpiricalCoverage',
  'IntervalWidth',
  'mae',
  'rmse',
] as const;

function crossvalText(found: CrossValidation): string {
  const present = columns.filter((column) => found[column] !== undefined);
  const cells = (name: string, scores: HeldScores, verdict: string) => [
    name,
    String(scores.rows),
    ...present.map((column) => shortNumber(scores[column] ?? Number.NaN)),
    verdict,
  ];
  const rows = [
    ...found.splits.map((split) => cells(split.name, split, split.verdict)),
    cells('all', found, ''),
  ];
  const table = alignedTable(['', 'rows', ...present, 'verdict'], rows, [0, present.length + 2]);
  const even =
    found.pit === undefined
      ? ''
      : `outcomes fall evenly over their predictions: p ${shortNumber(found.pit.pValue, 3)}\n`;
  return `${table}\n${even}intervals of coverage ${found.alpha}\n`;
}
