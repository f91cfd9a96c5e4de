import type { BacktestStep } from '@posterity/engine';
import type { Command } from 'commander';
import type { Model } from '../model.ts';
import { examples } from './examples.ts';
import { fraction, numbers, positiveNumber, wholeNumber } from './options.ts';
import { alignedTable, shortNumber } from './table.ts';
import type { Terminal } from './terminal.ts';

interface BacktestOptions {
  readonly time: string;
  readonly every?: number;
  readonly cutoffs?: readonly number[];
  readonly alpha: number;
  readonly seed?: number;
  readonly gif?: string;
  readonly json?: boolean;
}

/** `posterity backtest CONFIG DATA --time COLUMN --every N`. */
export function addBacktest(program: Command, terminal: Terminal): void {
  program
    .command('backtest')
    .description('Replay periodic retraining: learn window after window, and score each on the next one.')
    .argument('<config>', 'model, YAML or JSON; it names dependent_var')
    .argument('<data>', 'table of all rows')
    .requiredOption('--time <column>', 'column of numbers that orders the rows')
    .option('--every <width>', 'width of a window, in units of the column', positiveNumber)
    .option('--cutoffs <times>', 'where windows end instead, such as 12,26,39', numbers)
    .option('--alpha <coverage>', 'probability the scored intervals cover', fraction, 0.9)
    .option('--seed <n>', 'same seed, same draws; default: the config’s random_seed', wholeNumber)
    .option('--gif <file>', 'draw the prediction as it learns, one frame a window')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        'posterity backtest adoption.yaml adoption.csv --time week --every 4',
        'posterity backtest adoption.yaml adoption.csv --time week --every 4 --gif learning.gif',
      ),
    )
    .action((config: string, data: string, options: BacktestOptions) => run(terminal, config, data, options));
}

async function run(
  terminal: Terminal,
  configPath: string,
  dataPath: string,
  { time, every, cutoffs, alpha, seed, gif, json }: BacktestOptions,
): Promise<void> {
  const [{ readModel }, { readData }, { backtest, configToJson }] = await Promise.all([
    import('../files/readModel.ts'),
    import('../files/readData.ts'),
    import('@posterity/engine'),
  ]);
  const [model, table] = await Promise.all([readModel(configPath), readData(dataPath)]);
  const frames = gif === undefined ? undefined : await learningFrames(table, time, alpha);
  const options = {
    time,
    ...(every === undefined ? {} : { every }),
    ...(cutoffs === undefined ? {} : { cutoffs }),
    coverage: alpha,
    signal: terminal.signal,
    ...(seed === undefined ? {} : { seed }),
  };
  const steps = await backtest(model, configToJson(model.config), table, options, frames?.add);
  terminal.out(json ? `${JSON.stringify({ steps })}\n` : text(steps, time, alpha));
  if (gif === undefined || frames === undefined) return;
  const { atomicWrite } = await import('../files/atomicWrite.ts');
  await atomicWrite(gif, frames.gif());
  terminal.err(`saved ${gif}\n`);
}

async function learningFrames(
  table: Awaited<ReturnType<typeof import('../files/readData.ts').readData>>,
  time: string,
  alpha: number,
) {
  const { learningAnimation } = await import('../files/learningAnimation.ts');
  const animation = await learningAnimation(table, time, alpha);
  return { add: (step: BacktestStep, model: Model) => animation.add(step, model), gif: animation.gif };
}

function text(steps: readonly BacktestStep[], time: string, alpha: number): string {
  const numbers = ({ coverage, crps, logScore, verdict }: BacktestStep['carried']): string[] => [
    `${(100 * coverage).toFixed(0)} %`,
    shortNumber(crps, 3),
    shortNumber(logScore, 3),
    verdict,
  ];
  const rows = steps.map((step) => [
    shortNumber(step.until),
    String(step.learned),
    step.carried.method,
    ...numbers(step.carried),
    ...numbers(step.alone),
  ]);
  const header = ['coverage', 'crps', 'log score', 'verdict'];
  const titles = [`${time} <`, 'rows', 'learned by', ...header, ...header.map((title) => `alone: ${title}`)];
  const mean = (way: 'carried' | 'alone'): string =>
    shortNumber(steps.reduce((total, step) => total + step[way].crps, 0) / steps.length, 3);
  const line = `mean crps of the next window: ${mean('carried')} carried, ${mean('alone')} from each window alone; intervals of ${100 * alpha} %\n`;
  return `${alignedTable(titles, rows, [0, 2])}\n${path(steps, time)}\n${line}`;
}

/** How the posterior moved from window to window: mean ± sd of every parameter of one value. */
function path(steps: readonly BacktestStep[], time: string): string {
  const names = Object.entries(steps[0]?.carried.parameters ?? {}).flatMap(([name, { mean }]) =>
    typeof mean === 'number' ? [name] : [],
  );
  const rows = steps.map(({ until, carried }) => [
    shortNumber(until),
    ...names.map((name) => {
      const { mean, sd } = carried.parameters[name]!;
      return `${shortNumber(Number(mean))} ± ${shortNumber(Number(sd), 2)}`;
    }),
  ]);
  return alignedTable([`${time} <`, ...names], rows, [0]);
}
