import type { NewLevels } from '@posterity/engine';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { Model } from '../model.ts';
import { examples } from './examples.ts';
import { ExtrapolationTally } from './extrapolationTally.ts';
import { fraction, fractions, positiveNumber } from './options.ts';
import { predictedColumns } from './predictedColumns.ts';
import type { Terminal } from './terminal.ts';

export interface PredictOptions {
  readonly alpha?: number;
  readonly quantiles?: readonly number[];
  readonly draws?: number;
  readonly contributions?: boolean;
  readonly logDensity?: boolean;
  readonly of?: 'mean' | 'observation';
  readonly newLevels?: NewLevels;
  readonly json?: boolean;
  readonly out?: string;
}

const newLevelRules: readonly NewLevels[] = ['error', 'population', 'gaussian', 'uncertainty'];

/** `posterity predict MODEL DATA`. */
export function addPredict(program: Command, terminal: Terminal): void {
  program
    .command('predict')
    .description(
      'Predict each row of DATA with a saved model; CSV on standard output. A CSV larger than memory is read and written part by part.',
    )
    .argument('<model>', 'saved model (.nc)')
    .argument('<data>', 'table: CSV, JSON, Parquet or Arrow')
    .option('--alpha <coverage>', 'lower, median and upper of the interval with this coverage', fraction)
    .option('--quantiles <list>', 'quantiles, such as 0.05,0.5,0.95', fractions)
    .option('--draws <n>', 'n draws of each row, with noise of its own', positiveNumber)
    .option('--contributions', 'what each additive term of the function adds')
    .option('--log-density', 'log predictive density of the outcome in DATA: the lower, the stranger the row')
    .addOption(
      new Option(
        '--of <what>',
        'interval, quantiles or draws of the function (mean) or of new observations',
      ).choices(['mean', 'observation']),
    )
    .addOption(
      new Option(
        '--new-levels <rule>',
        'levels not seen in training: error, population, gaussian or uncertainty; default: the config’s new_levels',
      ).choices(newLevelRules),
    )
    .option('-o, --out <file>', 'write to a file')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        'posterity predict adoption.nc weeks.csv',
        'posterity predict adoption.nc weeks.csv --alpha 0.9 --out forecast.csv',
        'posterity predict adoption.nc adoption.csv --log-density',
        'posterity predict countries.nc new-country.csv --new-levels gaussian --alpha 0.9',
      ),
    )
    .action((model: string, data: string, options: PredictOptions) =>
      predict(terminal, model, data, options),
    );
}

async function predict(
  terminal: Terminal,
  modelPath: string,
  dataPath: string,
  options: PredictOptions,
): Promise<void> {
  const [{ Model }, { dataChunks }, { openOutput }] = await Promise.all([
    import('../model.ts'),
    import('../files/dataChunks.ts'),
    import('./output.ts'),
  ]);
  const model = await Model.load(modelPath);
  const tally = new ExtrapolationTally();
  const output = await openOutput(terminal, options.out);
  try {
    const write = options.json ? jsonWriter() : csvWriter();
    for await (const chunk of dataChunks(dataPath, mostRowsAtATime(model, options))) {
      terminal.signal.throwIfAborted();
      await output.write(write.part(predictedColumns(model, chunk, options)));
      tally.add(model.extrapolation(chunk.table));
    }
    for (const text of tally.sentences()) terminal.err(`warning: ${text}\n`);
    await output.write(write.end(tally.found()));
    await output.commit();
  } catch (error) {
    await output.discard();
    throw error;
  }
}

/** Rows whose draws fit into some tens of megabytes; rows that depend on each other stay together. */
function mostRowsAtATime(model: Model, { draws }: PredictOptions): number {
  if (model.looksAround) return Number.POSITIVE_INFINITY;
  return draws === undefined
    ? 50_000
    : Math.max(1, Math.floor(2 ** 22 / (model.trace.chains * model.trace.draws)));
}

type Columns = Readonly<Record<string, Float64Array>>;

interface Writer {
  part(columns: Columns): string;
  end(extrapolation: readonly object[]): string;
}

function csvWriter(): Writer {
  let isFirst = true;
  return {
    part(columns) {
      const names = isFirst ? `${Object.keys(columns).map(quoted).join(',')}\n` : '';
      isFirst = false;
      const values = Object.values(columns);
      const lines: string[] = [];
      for (let row = 0; row < values[0].length; row++) {
        let line = String(values[0][row]);
        for (let k = 1; k < values.length; k++) line += `,${values[k][row]}`;
        lines.push(line);
      }
      return `${names}${lines.join('\n')}\n`;
    },
    end: () => '',
  };
}

/** A name with what CSV takes for structure is put in quotes. */
function quoted(name: string): string {
  return /[",\n\r]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

/** `extrapolation` lists the columns that reach beyond training, and is absent when none does. */
function jsonWriter(): Writer {
  const lists = new Map<string, number[]>();
  return {
    part(columns) {
      for (const [name, values] of Object.entries(columns)) {
        const list = lists.get(name) ?? [];
        for (const value of values) list.push(value);
        lists.set(name, list);
      }
      return '';
    },
    end(extrapolation) {
      const beyond = extrapolation.length === 0 ? {} : { extrapolation };
      return `${JSON.stringify({ ...Object.fromEntries(lists), ...beyond })}\n`;
    },
  };
}
