import type { Command } from 'commander';
import { FileError } from '../files/fileError.ts';
import { examples } from './examples.ts';
import { listenError } from './listenError.ts';
import { portNumber } from './options.ts';
import type { Terminal } from './terminal.ts';

interface StudioOptions {
  readonly port: number;
  readonly host: string;
}

/** `posterity studio`. */
export function addStudio(program: Command, terminal: Terminal): void {
  program
    .command('studio')
    .description('Serve the studio on this machine: write, fit and look at a model in a browser tab.')
    .option('-p, --port <n>', 'port; 0 takes a free one', portNumber, 4173)
    .option('--host <name>', 'interface to listen on', '127.0.0.1')
    .addHelpText('after', examples('posterity studio', 'posterity studio --port 0'))
    .action((options: StudioOptions) => studio(terminal, options));
}

async function studio(terminal: Terminal, { port, host }: StudioOptions): Promise<void> {
  const [{ createServer }, { serveStudio }, { existsSync }, { studioFolder }] = await Promise.all([
    import('node:http'),
    import('../studio/staticFiles.ts'),
    import('node:fs'),
    import('../studio/studioFolder.ts'),
  ]);
  const folder = studioFolder();
  if (!existsSync(folder)) throw new FileError(folder, 'the studio is not built; run npm run build');
  if (port > 65_535) throw new FileError(`${host}:${port}`, 'is no port; expected --port from 0 to 65535');
  const server = createServer(serveStudio(folder));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: unknown) => reject(listenError(error, host, port)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const used = typeof address === 'object' && address !== null ? address.port : port;
  terminal.out(`The studio is at http://${host}:${used}/ (Ctrl-C ends it)\n`);
  await terminal.ended();
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
