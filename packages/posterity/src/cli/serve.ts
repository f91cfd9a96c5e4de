import type { Command } from 'commander';
import { FileError } from '../files/fileError.ts';
import { examples } from './examples.ts';
import { portNumber, wholeNumber } from './options.ts';
import type { Terminal } from './terminal.ts';

interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly registry?: string;
  readonly keys?: string;
  readonly open?: boolean;
  readonly readOnly?: boolean;
  readonly rate: number;
  readonly bodyBytes: number;
  readonly maxRows: number;
  readonly maxModels: number;
  readonly quiet?: boolean;
}

/** `posterity serve WHAT…`. */
export function addServe(program: Command, terminal: Terminal): void {
  program
    .command('serve')
    .description(
      'Answer predictions over HTTP, from suites or from a folder of saved models; /docs tells the routes.',
    )
    .argument('<what...>', 'suite files, or one folder of saved models (.nc)')
    .option('-p, --port <n>', 'port; 0 takes a free one', portNumber, 8080)
    .option('--host <name>', 'interface to listen on', '127.0.0.1')
    .option('--registry <where>', 'folder or postgres://…, in place of the suites’ own')
    .option('--keys <file>', 'API keys, made by `posterity keys`')
    .option('--open', 'let everybody in without a key, from other machines too')
    .option('--read-only', 'no refresh, no promotion, no rollback')
    .option('--rate <n>', 'requests a minute of one key or address; 0: no limit', wholeNumber, 0)
    .option('--body-bytes <n>', 'the largest body', wholeNumber, 8_388_608)
    .option('--max-rows <n>', 'rows of one prediction', wholeNumber, 10_000)
    .option('--max-models <n>', 'models kept in memory', wholeNumber, 500)
    .option('--quiet', 'no log of requests')
    .addHelpText(
      'after',
      examples(
        'posterity serve models/',
        'posterity serve adoption.suite.yaml --host 0.0.0.0 --keys keys.json',
      ),
    )
    .action((what: string[], options: ServeOptions) => serve(terminal, what, options));
}

const loopback = new Set(['127.0.0.1', 'localhost', '::1']);

async function serve(terminal: Terminal, what: readonly string[], options: ServeOptions): Promise<void> {
  const { host, port, keys, registry } = options;
  if (keys === undefined && options.open !== true && !loopback.has(host)) {
    throw new FileError(
      '--host',
      `${host} can be reached by others; give --keys FILE (posterity keys add makes one), or --open to let everybody in`,
    );
  }
  const { openService } = await import('../service/openService.ts');
  const service = await openService(what, {
    ...(registry === undefined ? {} : { registry }),
    ...(keys === undefined ? {} : { keys }),
    readOnly: options.readOnly === true,
    rate: options.rate,
    bodyBytes: options.bodyBytes,
    mostRows: options.maxRows,
    mostModels: options.maxModels,
    ...(options.quiet === true ? {} : { log: { write: (line: string) => terminal.err(line) } }),
  });
  try {
    const { listenError } = await import('./listenError.ts');
    const address = await service.app.listen({ host, port }).catch((error: unknown) => {
      throw listenError(error, host, port);
    });
    terminal.out(`${service.about} at ${address} (Ctrl-C ends it)\n`);
    await terminal.ended();
  } finally {
    await service.close();
  }
}
