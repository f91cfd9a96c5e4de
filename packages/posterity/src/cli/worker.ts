import { type Command, InvalidArgumentError } from 'commander';
import { examples } from './examples.ts';
import { wholeNumber } from './options.ts';
import type { Terminal } from './terminal.ts';

interface WorkerOptions {
  readonly registry?: string;
  readonly threads?: number;
  readonly untilEmpty?: boolean;
}

/** `posterity worker SUITE…`. */
export function addWorker(program: Command, terminal: Terminal): void {
  program
    .command('worker')
    .argument('<suite...>', 'suite files whose units this machine works on')
    .option('--registry <where>', 'postgres://…; default: the suite’s, or DATABASE_URL', postgresAddress)
    .option('--threads <n>', 'fits at once; default: as many as the machine runs', wholeNumber)
    .option('--until-empty', 'end when no task waits or runs')
    .description('Work off queued units, on any number of machines; keep the suites’ schedules.')
    .addHelpText(
      'after',
      examples(
        'DATABASE_URL=postgres://db/models posterity suite refresh releases.suite.yaml --queue',
        'DATABASE_URL=postgres://db/models posterity worker releases.suite.yaml',
      ),
    )
    .action((paths: string[], options: WorkerOptions) => work(terminal, paths, options));
}

function postgresAddress(text: string): string {
  if (/^postgres(ql)?:/.test(text)) return text;
  throw new InvalidArgumentError('a queue needs a database, postgres://….');
}

const lookEvery = 500;

async function work(terminal: Terminal, paths: readonly string[], options: WorkerOptions): Promise<void> {
  const [{ openQueue }, { startWorker }, { readSuite }, { fitPool }, { openRegistry }, { unitText }] =
    await Promise.all([
      import('../queue/openQueue.ts'),
      import('../queue/worker.ts'),
      import('../suite/suiteFile.ts'),
      import('../suite/fitPool.ts'),
      import('../registry/openRegistry.ts'),
      import('../registry/unitId.ts'),
    ]);
  const suites = await Promise.all(paths.map(readSuite));
  const { queue, address } = await openQueue(suites, options.registry, (message) =>
    terminal.err(`${message}\n`),
  );
  const registry = await openRegistry(address, { create: true });
  const pool = fitPool(options.threads || undefined);
  try {
    await startWorker({
      suites,
      registry,
      queue,
      pool,
      onUnit: ({ unit, result, message, seconds }) =>
        terminal.err(
          `${unitText(unit)}: ${result}${result === 'promoted' ? '' : `: ${message}`} (${seconds.toFixed(2)} s)\n`,
        ),
    });
    terminal.err(`working for ${suites.map(({ name }) => name).join(', ')} in ${registry.location}\n`);
    while (!terminal.signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, lookEvery));
      if (options.untilEmpty && (await queue.pending()) === 0) break;
    }
  } finally {
    // Tasks at work come to their end; those of a killed worker come back to the others.
    await queue.stop();
    await pool.close();
    await registry.close();
  }
}
