import type { Command } from 'commander';
import { Option } from 'commander';
import { examples } from './examples.ts';
import { fraction, positiveNumber } from './options.ts';
import type { Terminal } from './terminal.ts';

interface EffectsOptions {
  readonly vary: string;
  readonly points: number;
  readonly alpha: number;
  readonly of: 'mean' | 'observation';
  readonly json?: boolean;
  readonly out?: string;
}

/** `posterity effects MODEL DATA --vary COLUMN`. */
export function addEffects(program: Command, terminal: Terminal): void {
  program
    .command('effects')
    .description(
      'Conditional effects: predictions while one column varies over its range in DATA and the others stand at typical values.',
    )
    .argument('<model>', 'saved model (.nc)')
    .argument('<data>', 'rows to take ranges and typical values from')
    .requiredOption('--vary <column>', 'the column')
    .option(
      '--points <n>',
      'steps of a column of numbers; levels each stand for themselves',
      positiveNumber,
      50,
    )
    .option('--alpha <coverage>', 'coverage of the interval', fraction, 0.9)
    .addOption(
      new Option('--of <what>', 'the function (mean) or new observations')
        .choices(['mean', 'observation'])
        .default('mean'),
    )
    .option('-o, --out <file>', 'write to a file')
    .option('--json', 'print one JSON document')
    .addHelpText('after', examples('posterity effects adoption.nc adoption.csv --vary week'))
    .action((model: string, data: string, options: EffectsOptions) =>
      effects(terminal, model, data, options),
    );
}

async function effects(
  terminal: Terminal,
  modelPath: string,
  dataPath: string,
  { vary, points, alpha, of, json, out }: EffectsOptions,
): Promise<void> {
  const [{ Model }, { readData }, { openOutput }] = await Promise.all([
    import('../model.ts'),
    import('../files/readData.ts'),
    import('./output.ts'),
  ]);
  const [model, table] = await Promise.all([Model.load(modelPath), readData(dataPath)]);
  const found = model.effects(table, vary, { points, alpha, of });
  const { values, lower, median, upper, at } = found;
  const held = Object.entries(at).map(([name, value]) => `${name} = ${value}`);
  if (held.length > 0 && !json) terminal.err(`held: ${held.join(', ')}\n`);
  const output = await openOutput(terminal, out);
  try {
    const rows = values.map((value, k) => [cell(value), lower[k], median[k], upper[k]].join(','));
    const document = { ...found, lower: [...lower], median: [...median], upper: [...upper] };
    await output.write(
      json
        ? `${JSON.stringify(document)}\n`
        : `${[`${cell(vary)},lower,median,upper`, ...rows].join('\n')}\n`,
    );
    await output.commit();
  } catch (error) {
    await output.discard();
    throw error;
  }
}

function cell(value: number | string): string {
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
