import type { Command } from 'commander';
import { examples } from './examples.ts';
import { exitCodes } from './exitCodes.ts';
import { positiveNumber, wholeNumber } from './options.ts';
import { type SuiteDemoOptions, suiteDemo } from './suiteDemo.ts';
import type { Terminal } from './terminal.ts';

interface DemoOptions extends SuiteDemoOptions {
  readonly suite?: boolean;
}

/** `posterity demo`. */
export function addDemo(program: Command, terminal: Terminal): void {
  program
    .command('demo')
    .description('A walkthrough on made-up releases: fit, predict, save, export, refit monthly, pictures.')
    .option('-o, --out <folder>', 'where the files go', 'out')
    .option('--seed <n>', 'seed of the data and the draws', wholeNumber, 1)
    .option('--suite', 'many models instead: a suite through refresh, board, report, service and a query')
    .option('--units <n>', 'units of the suite', positiveNumber, 200)
    .addHelpText(
      'after',
      examples('posterity demo', 'posterity demo --out /tmp/demo --seed 7', 'posterity demo --suite'),
    )
    .action((options: DemoOptions) => (options.suite ? suiteDemo : demo)(terminal, options));
}

async function demo(terminal: Terminal, { out, seed }: DemoOptions): Promise<void> {
  const start = performance.now();
  const [{ walkthrough }, { stepTable }, { fitText }] = await Promise.all([
    import('../demo/walkthrough.ts'),
    import('./stepTable.ts'),
    import('./fitText.ts'),
  ]);
  const { steps, files, report } = await walkthrough(out, {
    seed,
    signal: terminal.signal,
    ...(terminal.isInteractive ? { onStep: ({ name }) => terminal.err(`${name} ✓\n`) } : {}),
  });
  const table = stepTable(steps, performance.now() - start, `${files.length} files in ${out}/`);
  terminal.out(`${fitText(report)}\n${table}`);
  if (report.verdict.status === 'bad') terminal.exitCode = exitCodes.checkFailed;
}
