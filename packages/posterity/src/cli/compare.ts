import { type Comparison, compare, type Evidence } from '@posterity/engine';
import type { Command } from 'commander';
import { FileError } from '../files/fileError.ts';
import { examples } from './examples.ts';
import { alignedTable, shortNumber } from './table.ts';
import type { Terminal } from './terminal.ts';

interface CompareOptions {
  readonly data: string;
  readonly json?: boolean;
}

/** `posterity compare MODEL… --data DATA`. */
export function addCompare(program: Command, terminal: Terminal): void {
  program
    .command('compare')
    .description(
      'Compare models of the same rows by leave-one-out (PSIS-LOO), with WAIC and stacking weights.',
    )
    .argument('<models...>', 'saved models (.nc), two or more')
    .requiredOption('--data <file>', 'the rows they were fitted to')
    .option('--json', 'print one JSON document: a list, the best model first')
    .addHelpText('after', examples('posterity compare exponential.nc logistic.nc --data adoption.csv'))
    .action((models: readonly string[], options: CompareOptions) => compareModels(terminal, models, options));
}

async function compareModels(
  terminal: Terminal,
  paths: readonly string[],
  options: CompareOptions,
): Promise<void> {
  const repeated = paths.find((path, i) => paths.indexOf(path) !== i);
  if (repeated !== undefined) throw new FileError(repeated, 'is given twice');
  const [{ Model }, { readData }] = await Promise.all([
    import('../model.ts'),
    import('../files/readData.ts'),
  ]);
  const table = await readData(options.data);
  const found = new Map<string, Evidence>();
  for (const path of paths) {
    const model = await Model.load(path);
    if (!model.wasFittedTo(table))
      terminal.err(`warning: ${path} was fitted to other rows than those of ${options.data}\n`);
    found.set(path, model.evidence(table));
  }
  const loos = Object.fromEntries([...found].map(([path, { loo }]) => [path, loo]));
  const rows = compare(loos).map((row) => compared(row, found.get(row.name)!));
  if (options.json) terminal.out(`${JSON.stringify(rows)}\n`);
  else terminal.out(comparisonText(rows));
}

/** The columns of ArviZ's compare, with WAIC and the Pareto shapes beside them. */
type Compared = ReturnType<typeof compared>;

function compared(row: Comparison, { loo, waic }: Evidence) {
  return {
    name: row.name,
    rank: row.rank,
    elpd_loo: row.elpd,
    p_loo: row.p,
    elpd_diff: row.difference,
    weight: row.weight,
    se: row.se,
    dse: row.differenceSe,
    warning: loo.unreliable.length > 0,
    elpd_waic: waic.elpd,
    p_waic: waic.p,
    pareto_k_max: loo.paretoK.reduce((most, k) => Math.max(most, k), Number.NEGATIVE_INFINITY),
    good_k: loo.paretoKLimit,
    unreliable_rows: loo.unreliable.length,
  };
}

const columns = [
  'elpd_loo',
  'p_loo',
  'elpd_diff',
  'dse',
  'weight',
  'se',
  'elpd_waic',
  'pareto_k_max',
] as const;

function comparisonText(rows: readonly Compared[]): string {
  const cells = rows.map((row) => [row.name, ...columns.map((column) => shortNumber(row[column]))]);
  const doubtful = rows
    .filter(({ warning }) => warning)
    .map(
      ({ name, unreliable_rows, good_k }) =>
        `${name}: LOO is not reliable for ${unreliable_rows} row(s) with Pareto k above ${shortNumber(good_k, 2)}; crossval is\n`,
    );
  return `${alignedTable(['', ...columns], cells)}${doubtful.join('')}`;
}
