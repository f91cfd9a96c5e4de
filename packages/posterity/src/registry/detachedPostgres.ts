// Our own PostgreSQL server in a process group of its own: Ctrl-C in a terminal reaches the whole group of a command,
// and the server must be the last to end. It also ends when the command is killed.
import { fork } from 'node:child_process';
import { resolve as absolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OwnPostgres } from './ownPostgres.ts';
import { RegistryError } from './registryError.ts';

export type FromPostgresServer =
  | { readonly kind: 'started'; readonly address: string }
  | { readonly kind: 'failed'; readonly message: string }
  /** By itself: nobody asked for it. */
  | { readonly kind: 'ended'; readonly message: string };

const program = fileURLToPath(new URL('./postgresServer.js', import.meta.url));

/** Starts the server of a folder as `startOwnPostgres` does. @throws RegistryError with the server's own words */
export function detachedPostgres(folder: string): Promise<OwnPostgres> {
  const child = fork(program, [absolute(folder)], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return new Promise((resolve, reject) => {
    const ended = new Promise<string>((told) => {
      child.on('message', (message: FromPostgresServer) => {
        if (message.kind === 'ended') told(message.message);
      });
      gone.then(() => told(''));
    });
    child.once('error', reject);
    child.once('exit', () => reject(new RegistryError(`${folder}: the process of PostgreSQL ended at once`)));
    child.once('message', (message: FromPostgresServer) => {
      if (message.kind === 'failed') reject(new RegistryError(message.message));
      if (message.kind !== 'started') return;
      resolve({
        address: message.address,
        ended,
        async stop() {
          if (child.connected) child.disconnect();
          await gone;
        },
      });
    });
  });
}
