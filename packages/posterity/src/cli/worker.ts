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
  const { openWorker } = await import('../queue/openWorker.ts');
  const { workerTold } = await import('./workerTold.ts');
  const worker = await openWorker(paths, {
    ...(options.registry === undefined ? {} : { registry: options.registry }),
    ...(options.threads ? { threads: options.threads } : {}),
    ...workerTold(terminal),
  });
  try {
    terminal.err(`working for ${worker.suites.map(({ name }) => name).join(', ')} in ${worker.location}\n`);
    while (!terminal.signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, lookEvery));
      if (options.untilEmpty && (await worker.queue.pending()) === 0) break;
    }
  } finally {
    await worker.close();
  }
}
