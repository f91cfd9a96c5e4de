import type { Extrapolation, NewLevels } from '@posterity/engine';
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
  readonly newLevels?: NewLevels;
  readonly json?: boolean;
  readonly out?: string;
}

const newLevelRules: readonly NewLevels[] = ['error', 'population', 'gaussian', 'uncertainty'];

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
  const [{ Model }, { readData }] = await Promise.all([
    import('../model.ts'),
    import('../files/readData.ts'),
  ]);
  const [model, table] = await Promise.all([Model.load(modelPath), readData(dataPath)]);
  const columns = predicted(model, table, options);
  const beyond = model.extrapolation(table);
  for (const it of beyond) terminal.err(`warning: ${extrapolationText(it)}\n`);
  const text = options.json ? jsonText(columns, beyond) : csvText(columns);
  if (options.out === undefined) {
    terminal.out(text);
    return;
  }
  const { atomicWrite } = await import('../files/atomicWrite.ts');
  await atomicWrite(options.out, text);
  terminal.err(`saved ${options.out}\n`);
}

/** Columns by name: the quick prediction, or the interval when its coverage is given. */
function predicted(
  model: Model,
  table: Table,
  { alpha, of, newLevels }: PredictOptions,
): Record<string, Float64Array> {
  const levels = newLevels === undefined ? {} : { newLevels };
  if (alpha === undefined) return { prediction: model.predict(table, levels) };
  return { ...model.predict(table, { alpha, ...levels, ...(of === undefined ? {} : { of }) }) };
}

function extrapolationText({ column, low, high, rows, lowest, highest }: Extrapolation): string {
  const ends = [lowest < low ? `down to ${lowest}` : '', highest > high ? `up to ${highest}` : ''];
  const reach = ends.filter((it) => it !== '').join(' and ');
  const count = `${rows} row${rows === 1 ? '' : 's'}`;
  return `${column} reaches ${reach} in ${count}, beyond the range of training (${low} to ${high})`;
}

/** `extrapolation` lists the columns that reach beyond training, and is absent when none does. */
function jsonText(
  columns: Readonly<Record<string, Float64Array>>,
  extrapolation: readonly Extrapolation[],
): string {
  const lists = Object.entries(columns).map(([name, values]) => [name, Array.from(values)]);
  const beyond = extrapolation.length === 0 ? {} : { extrapolation };
  return `${JSON.stringify({ ...Object.fromEntries(lists), ...beyond })}\n`;
}

function csvText(columns: Readonly<Record<string, Float64Array>>): string {
  const values = Object.values(columns);
  const rows = Array.from(values[0], (_, row) => values.map((column) => column[row]).join(','));
  return `${[Object.keys(columns).join(','), ...rows].join('\n')}\n`;
}
