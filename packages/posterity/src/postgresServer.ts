/** The program of a process that keeps a PostgreSQL server for the one that started it, and ends with it. */
import type { FromPostgresServer } from './registry/detachedPostgres.ts';
import { startOwnPostgres } from './registry/ownPostgres.ts';

const [, , folder] = process.argv;
if (folder === undefined || process.send === undefined) {
  throw new Error('postgresServer is started by detachedPostgres only; please report');
}
const tell = (message: FromPostgresServer): void => {
  if (process.connected) process.send?.(message);
};
let isLeft = false;
const left = new Promise<void>((resolve) => {
  process.once('disconnect', () => {
    isLeft = true;
    resolve();
  });
});
try {
  const server = await startOwnPostgres(folder);
  if (!isLeft) tell({ kind: 'started', address: server.address });
  await left;
  await server.stop();
} catch (error) {
  tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}
if (process.connected) process.disconnect();
