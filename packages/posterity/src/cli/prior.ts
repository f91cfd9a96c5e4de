import { type PriorCheck, priorCheck } from '@posterity/engine';
import type { Command } from 'commander';
import type { Table } from '../files/readData.ts';
import type { Model } from '../model.ts';
import { examples } from './examples.ts';
import { exitCodes } from './exitCodes.ts';
import { positiveNumber, wholeNumber } from './options.ts';
import { alignedTable, shortNumber } from './table.ts';
import type { Terminal } from './terminal.ts';

interface PriorOptions {
  readonly draws: number;
  readonly seed?: number;
  readonly json?: boolean;
}

/** `posterity prior CONFIG DATA`. */
export function addPrior(program: Command, terminal: Terminal): void {
  program
    .command('prior')
    .description(
      'Prior predictive check: what outcomes the priors expect at the rows of DATA, before any outcome is seen, and how many of the real ones lie inside.',
    )
    .argument('<config>', 'model, YAML or JSON')
    .argument('<data>', 'table: CSV, JSON, Parquet or Arrow; the outcome may be missing')
    .option('--draws <n>', 'draws from the prior', positiveNumber, 1000)
    .option('--seed <n>', 'same seed, same draws; default: the config’s random_seed', wholeNumber)
    .option('--json', 'print one JSON document')
    .addHelpText('after', examples('posterity prior adoption.yaml adoption.csv'))
    .action((config: string, data: string, options: PriorOptions) => prior(terminal, config, data, options));
}

async function prior(
  terminal: Terminal,
  configPath: string,
  dataPath: string,
  options: PriorOptions,
): Promise<void> {
  const [{ readModel }, { readData }, { dependentColumn }] = await Promise.all([
    import('../files/readModel.ts'),
    import('../files/readData.ts'),
    import('./dependentColumn.ts'),
  ]);
  const [model, table] = await Promise.all([readModel(configPath), readData(dataPath)]);
  const seed = options.seed === undefined ? {} : { seed: options.seed };
  const predicted = model.priorPredictive(table, { draws: options.draws, ...seed });
  const outcomes = holdsOutcome(model, table) ? numbersIn(dependentColumn(model.config, table)) : undefined;
  const check = priorCheck(predicted, outcomes);
  terminal.out(options.json ? `${JSON.stringify(check)}\n` : priorText(check));
  const widest = check.coverage?.at(-1);
  const isAway = widest !== undefined && widest.coverage < leastCovered;
  terminal.exitCode = isAway || check.notFinite > 0 ? exitCodes.checkFailed : exitCodes.done;
}

/** Share of real outcomes that the widest prior interval must hold. */
const leastCovered = 0.9;

function holdsOutcome({ config }: Model, table: Table): boolean {
  const name = config.dependent_var;
  if (name === undefined) return false;
  return Array.isArray(table) ? table.some((row) => Object.hasOwn(row, name)) : Object.hasOwn(table, name);
}

function numbersIn(cells: ArrayLike<unknown>): Float64Array | undefined {
  const values = Float64Array.from(cells, (cell) => (typeof cell === 'number' ? cell : Number.NaN));
  return values.some(Number.isNaN) ? undefined : values;
}

function priorText({ draws, rows, notFinite, quantiles, coverage }: PriorCheck): string {
  const cells = quantiles.map(({ probability, prior, observed }) => [
    `quantile ${probability}`,
    shortNumber(prior),
    observed === undefined ? '' : shortNumber(observed),
  ]);
  const table = alignedTable(['outcomes', 'prior', 'observed'], cells);
  const inside = coverage?.map(
    ({ nominal, coverage: share }) =>
      `${shortNumber(100 * share, 3)} % of the outcomes lie in their ${100 * nominal} % prior interval\n`,
  );
  const endless =
    notFinite > 0
      ? `${shortNumber(100 * notFinite, 2)} % of the simulated outcomes are not finite: narrow the priors\n`
      : '';
  return `${table}\n${(inside ?? []).join('')}${endless}${draws} draws from the prior, ${rows} rows\n`;
}
