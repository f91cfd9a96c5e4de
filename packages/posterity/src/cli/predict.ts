import type { Command } from 'commander';
import { Option } from 'commander';
import type { Table } from '../files/readData.ts';
import type { Model } from '../model.ts';
import { examples } from './examples.ts';
import { fraction } from './options.ts';
import type { Terminal } from './terminal.ts';

interface PredictOptions {
  readonly alpha?: number;
  readonly of?: 'mean' | 'observation';
  readonly json?: boolean;
  readonly out?: string;
}

/** `posterity predict MODEL DATA`. */
export function addPredict(program: Command, terminal: Terminal): void {
  program
    .command('predict')
    .description('Predict each row of DATA with a saved model; CSV on standard output.')
    .argument('<model>', 'saved model (.nc)')
    .argument('<data>', 'table: CSV, JSON, Parquet or Arrow')
    .option('--alpha <coverage>', 'lower, median and upper of the interval with this coverage', fraction)
    .addOption(
      new Option(
        '--of <what>',
        'interval of the function (mean) or of new observations; with --alpha',
      ).choices(['mean', 'observation']),
    )
    .option('-o, --out <file>', 'write to a file')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        'posterity predict adoption.nc weeks.csv',
        'posterity predict adoption.nc weeks.csv --alpha 0.9 --out forecast.csv',
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
  const [{ Model }, { readData }] = await Promise.all([
    import('../model.ts'),
    import('../files/readData.ts'),
  ]);
  const [model, table] = await Promise.all([Model.load(modelPath), readData(dataPath)]);
  const columns = predicted(model, table, options);
  const text = options.json ? jsonText(columns) : csvText(columns);
  if (options.out === undefined) {
    terminal.out(text);
    return;
  }
  const { atomicWrite } = await import('../files/atomicWrite.ts');
  await atomicWrite(options.out, text);
  terminal.err(`saved ${options.out}\n`);
}

/** Columns by name: the quick prediction, or the interval when its coverage is given. */
function predicted(model: Model, table: Table, { alpha, of }: PredictOptions): Record<string, Float64Array> {
  if (alpha === undefined) return { prediction: model.predict(table) };
  return { ...model.predict(table, { alpha, ...(of === undefined ? {} : { of }) }) };
}

function jsonText(columns: Readonly<Record<string, Float64Array>>): string {
  const lists = Object.entries(columns).map(([name, values]) => [name, Array.from(values)]);
  return `${JSON.stringify(Object.fromEntries(lists))}\n`;
}

function csvText(columns: Readonly<Record<string, Float64Array>>): string {
  const values = Object.values(columns);
  const rows = Array.from(values[0], (_, row) => values.map((column) => column[row]).join(','));
  return `${[Object.keys(columns).join(','), ...rows].join('\n')}\n`;
}
