import type { Command } from 'commander';
import { FileError } from '../files/fileError.ts';
import { examples } from './examples.ts';
import type { Terminal } from './terminal.ts';

/** A point: each variable's constrained value, or a list of them for a variable with `by` or `over`. */
type Point = Record<string, number | number[]>;

/** `posterity logp CONFIG DATA --at POINTS`. */
export function addLogp(program: Command, terminal: Terminal): void {
  program
    .command('logp')
    .description(
      'Log density and gradient at given parameter values: log priors plus log likelihood, no Jacobian, ' +
        'normalising constants included.',
    )
    .argument('<config>', 'model, YAML or JSON; it names dependent_var')
    .argument('<data>', 'table: CSV, JSON, Parquet or Arrow')
    .requiredOption('--at <points>', 'JSON file: a list of {NAME: value or list of values}')
    .option('--json', 'print one JSON document: a list with an entry for each point')
    .addHelpText('after', examples('posterity logp adoption.yaml adoption.csv --at points.json --json'))
    .action((config: string, data: string, options: { readonly at: string; readonly json?: boolean }) =>
      logp(terminal, config, data, options),
    );
}

async function logp(
  terminal: Terminal,
  configPath: string,
  dataPath: string,
  options: { readonly at: string; readonly json?: boolean },
): Promise<void> {
  const [{ readModel }, { readData }, { readText }, { dependentColumn }] = await Promise.all([
    import('../files/readModel.ts'),
    import('../files/readData.ts'),
    import('../files/readText.ts'),
    import('./dependentColumn.ts'),
  ]);
  const [model, table, text] = await Promise.all([
    readModel(configPath),
    readData(dataPath),
    readText(options.at),
  ]);
  const points = pointsIn(options.at, text);
  const results = model.logDensityAt(table, dependentColumn(model.config, table), points);
  if (options.json) {
    terminal.out(`${JSON.stringify(results)}\n`);
    return;
  }
  for (const [index, { log_density, gradient }] of results.entries()) {
    terminal.out(`point ${index}: log density ${log_density}\n`);
    for (const [name, value] of Object.entries(gradient)) terminal.out(`  d/d ${name}: ${value}\n`);
  }
}

function pointsIn(path: string, text: string): Point[] {
  let points: unknown;
  try {
    points = JSON.parse(text);
  } catch (error) {
    throw new FileError(path, `is not JSON: ${(error as Error).message}`);
  }
  if (Array.isArray(points) && points.every(isPoint)) return points;
  throw new FileError(path, 'is not a list of points; expected [{NAME: value or list of values}, …]');
}

function isPoint(value: unknown): value is Point {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every(
    (it) =>
      typeof it === 'number' || (Array.isArray(it) && it.every((element) => typeof element === 'number')),
  );
}
