import type { Command } from 'commander';
import { examples } from './examples.ts';
import { exitCodes } from './exitCodes.ts';
import { portNumber, wholeNumber } from './options.ts';
import type { Terminal } from './terminal.ts';

interface UpOptions {
  readonly data: string;
  readonly port: number;
  readonly keys?: string;
  readonly threads?: number;
  readonly quiet?: boolean;
}

/** `posterity up SUITE…`. */
export function addUp(program: Command, terminal: Terminal): void {
  program
    .command('up')
    .description('Service, worker and schedule in one, on a PostgreSQL server of their own.')
    .argument('<suite...>', 'suite files')
    .option('--data <folder>', 'where the server keeps the registry', 'posterity-data')
    .option('-p, --port <n>', 'port of the service; 0 takes a free one', portNumber, 8080)
    .option('--keys <file>', 'API keys, made by `posterity keys`')
    .option('--threads <n>', 'fits at once; default: as many as the machine runs', wholeNumber)
    .option('--quiet', 'no log of requests')
    .addHelpText('after', examples('posterity up releases.suite.yaml', 'posterity up *.suite.yaml --data db'))
    .action((paths: string[], options: UpOptions) => up(terminal, paths, options));
}

const host = '127.0.0.1';

async function up(terminal: Terminal, paths: readonly string[], options: UpOptions): Promise<void> {
  const { data, port, keys, threads, quiet } = options;
  const [{ detachedPostgres }, { openWorker }, { openService }, { workerTold }, { listenError }] =
    await Promise.all([
      import('../registry/detachedPostgres.ts'),
      import('../queue/openWorker.ts'),
      import('../service/openService.ts'),
      import('./workerTold.ts'),
      import('./listenError.ts'),
    ]);
  const postgres = await detachedPostgres(data);
  // Whoever was started later may need the earlier ones to the end.
  try {
    const registry = postgres.address;
    const worker = await openWorker(paths, {
      registry,
      ...(threads ? { threads } : {}),
      ...workerTold(terminal),
    });
    try {
      const service = await openService(paths, {
        registry,
        pool: worker.pool,
        ...(keys === undefined ? {} : { keys }),
        readOnly: false,
        rate: 0,
        bodyBytes: 8_388_608,
        mostRows: 10_000,
        mostModels: 500,
        ...(quiet ? {} : { log: { write: (line: string) => terminal.err(line) } }),
      });
      try {
        const address = await service.app.listen({ host, port }).catch((error: unknown) => {
          throw listenError(error, host, port);
        });
        terminal.out(`${service.about} at ${address}, kept in ${data} (Ctrl-C ends it)\n`);
        const said = await Promise.race([terminal.ended(), postgres.ended]);
        if (typeof said === 'string') {
          terminal.err(`PostgreSQL in ${data} has ended by itself:\n${said}\n`);
          terminal.exitCode = exitCodes.error;
        }
        terminal.err('stopping\n');
      } finally {
        await service.close();
      }
    } finally {
      await worker.close();
    }
  } finally {
    await postgres.stop();
  }
}
