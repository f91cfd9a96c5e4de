import type { Calibration } from '@posterity/engine';
import type { Command } from 'commander';
import { examples } from './examples.ts';
import { exitCodes } from './exitCodes.ts';
import { positiveNumber, wholeNumber } from './options.ts';
import { alignedTable, shortNumber } from './table.ts';
import type { Terminal } from './terminal.ts';

interface CalibrateOptions {
  readonly simulations: number;
  readonly seed?: number;
  readonly json?: boolean;
}

/** `posterity calibrate CONFIG [DATA]`. */
export function addCalibrate(program: Command, terminal: Terminal): void {
  program
    .command('calibrate')
    .description(
      'Simulation-based calibration: draw parameters from their priors and data from them, fit, and rank the truth among the draws. Uniform ranks mean that intervals hold what they say.',
    )
    .argument('<config>', 'model, YAML or JSON')
    .argument('[data]', 'rows whose columns and levels are used; the outcome is simulated')
    .option('--simulations <n>', 'how many', positiveNumber, 100)
    .option('--seed <n>', 'same seed, same simulations; default: the config’s random_seed', wholeNumber)
    .option('--json', 'print one JSON document')
    .addHelpText('after', examples('posterity calibrate adoption.yaml adoption.csv --simulations 200'))
    .action((config: string, data: string | undefined, options: CalibrateOptions) =>
      calibrate(terminal, config, data, options),
    );
}

async function calibrate(
  terminal: Terminal,
  configPath: string,
  dataPath: string | undefined,
  options: CalibrateOptions,
): Promise<void> {
  const { readModel } = await import('../files/readModel.ts');
  const model = await readModel(configPath);
  const { readData } = await import('../files/readData.ts');
  const table = dataPath === undefined ? undefined : await readData(dataPath);
  const found = await model.calibrate(table, {
    simulations: options.simulations,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    signal: terminal.signal,
    onProgress: (done, total) => {
      if (terminal.isInteractive) terminal.err(`\r${done} of ${total} simulations\x1b[K`);
    },
  });
  if (terminal.isInteractive) terminal.err('\r\x1b[K');
  terminal.out(options.json ? `${JSON.stringify(found)}\n` : calibrationText(found));
  terminal.exitCode = found.isCalibrated ? exitCodes.done : exitCodes.checkFailed;
}

const blocks = '▁▂▃▄▅▆▇█';

function calibrationText(found: Calibration): string {
  const rows = found.quantities.map(({ variable, chiSquare, ecdf }) => [
    variable,
    shortNumber(chiSquare.pValue, 3),
    shortNumber(ecdf.pValue, 3),
    histogram(chiSquare.counts),
  ]);
  const bins = found.quantities[0]?.chiSquare.bins ?? 0;
  const table = alignedTable(['', `chi-square p (${bins} bins)`, 'ECDF p', 'ranks'], rows, [0, 3]);
  const bad = found.badFits > 0 ? `, ${found.badFits} fits with a bad verdict` : '';
  const sentence = found.isCalibrated
    ? 'calibrated: nothing speaks against uniform ranks'
    : 'not calibrated: the ranks are not uniform';
  return `${table}\n${sentence} (p ${shortNumber(found.pValue, 3)} over all tests, threshold ${found.threshold})\n${found.simulations} simulations${bad}\n`;
}

function histogram(counts: readonly number[]): string {
  const most = Math.max(...counts);
  return counts.map((count) => blocks[Math.min(7, Math.floor((8 * count) / (most + 1)))]).join('');
}
