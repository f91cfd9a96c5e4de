import type { Command } from 'commander';
import { examples } from './examples.ts';
import { exitCodes } from './exitCodes.ts';
import { wholeNumber } from './options.ts';
import type { Terminal } from './terminal.ts';

interface DemoOptions {
  readonly out: string;
  readonly seed: number;
}

/** `posterity demo`. */
export function addDemo(program: Command, terminal: Terminal): void {
  program
    .command('demo')
    .description('A walkthrough on made-up releases: fit, predict, save, export, refit monthly, pictures.')
    .option('-o, --out <folder>', 'where the files go', 'out')
    .option('--seed <n>', 'seed of the data and the draws', wholeNumber, 1)
    .addHelpText('after', examples('posterity demo', 'posterity demo --out /tmp/demo --seed 7'))
    .action((options: DemoOptions) => demo(terminal, options));
}

async function demo(terminal: Terminal, { out, seed }: DemoOptions): Promise<void> {
  const start = performance.now();
  const [{ walkthrough }, { alignedTable }, { fitText }] = await Promise.all([
    import('../demo/walkthrough.ts'),
    import('./table.ts'),
    import('./fitText.ts'),
  ]);
  const { steps, files, report } = await walkthrough(out, {
    seed,
    signal: terminal.signal,
    ...(terminal.isInteractive ? { onStep: ({ name }) => terminal.err(`${name} ✓\n`) } : {}),
  });
  const rows = steps.map(({ name, milliseconds, remark }) => [name, `${milliseconds.toFixed(0)} ms`, remark]);
  const total = [
    'in all',
    `${(performance.now() - start).toFixed(0)} ms`,
    `${files.length} files in ${out}/`,
  ];
  terminal.out(`${fitText(report)}\n${alignedTable(['step', 'time', ''], [...rows, total], [0, 2])}`);
  if (report.verdict.status === 'bad') terminal.exitCode = exitCodes.checkFailed;
}
