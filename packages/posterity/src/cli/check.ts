import { PosterityError, type PriorRange, type PriorRanges } from '@posterity/engine';
import type { Command } from 'commander';
import type { Table } from '../files/readData.ts';
import type { Model } from '../model.ts';
import { examples } from './examples.ts';
import { alignedTable, shortNumber } from './table.ts';
import type { Terminal } from './terminal.ts';

interface CheckOptions {
  readonly latex?: boolean;
  readonly json?: boolean;
}

/** `posterity check CONFIG [DATA]`. */
export function addCheck(program: Command, terminal: Terminal): void {
  program
    .command('check')
    .description(
      'Check CONFIG, and DATA against it, without fitting; print the model with every default, and what its priors expect.',
    )
    .argument('<config>', 'model, YAML or JSON')
    .argument('[data]', 'table: CSV, JSON, Parquet or Arrow')
    .option('--latex', 'print the model as LaTeX instead')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        'posterity check adoption.yaml',
        'posterity check adoption.yaml adoption.csv',
        'posterity check adoption.yaml --latex > adoption.tex',
      ),
    )
    .action((config: string, data: string | undefined, options: CheckOptions) =>
      check(terminal, config, data, options),
    );
}

async function check(
  terminal: Terminal,
  configPath: string,
  dataPath: string | undefined,
  options: CheckOptions,
): Promise<void> {
  const { readModel } = await import('../files/readModel.ts');
  const model = await readModel(configPath);
  let table: Table | undefined;
  if (dataPath !== undefined) {
    const { readData } = await import('../files/readData.ts');
    table = await readData(dataPath);
    model.checkTable(table);
  }
  const { text, latex, warnings } = model.describe();
  const prior = rangesOf(model, table);
  const told = [...warnings, ...prior.warnings];
  if (options.json) {
    terminal.out(`${JSON.stringify({ text, latex, warnings: told, ...prior.ranges })}\n`);
    return;
  }
  terminal.out(options.latex ? `${latex}\n` : `${text.trimEnd()}\n${priorText(model, prior.ranges.prior)}`);
  for (const warning of told) terminal.err(`warning: ${warning}\n`);
}

type Ranges = Omit<PriorRanges, 'warnings'>;

/** What the priors expect, or why that cannot be told. */
function rangesOf(
  model: Model,
  table: Table | undefined,
): { readonly ranges: { readonly prior?: Ranges }; readonly warnings: readonly string[] } {
  try {
    const { warnings, ...prior } = model.priorRanges(table);
    return { ranges: { prior }, warnings };
  } catch (error) {
    if (!(error instanceof PosterityError)) throw error;
    return { ranges: {}, warnings: [`what the priors expect is not told: ${error.message}`] };
  }
}

function priorText({ config }: Model, prior: Ranges | undefined): string {
  if (prior === undefined) return '';
  const row = (name: string, { q05, q50, q95 }: PriorRange) => [name, ...[q05, q50, q95].map(shortNumber3)];
  const outcome = config.dependent_var ?? 'y';
  const rows = [
    ...Object.entries(prior.variables).map(([name, range]) => row(name, range)),
    ...(prior.function === undefined ? [] : [row('mu', prior.function)]),
    ...(prior.outcome === undefined ? [] : [row(outcome, prior.outcome)]),
  ];
  const { data } = prior;
  const observed =
    data === undefined
      ? ''
      : `${outcome} lies from ${shortNumber(data.low)} to ${shortNumber(data.high)} in the data\n`;
  return `\n${alignedTable(['the priors expect', 'q05', 'q50', 'q95'], rows)}${observed}`;
}

function shortNumber3(value: number): string {
  return shortNumber(value, 3);
}
