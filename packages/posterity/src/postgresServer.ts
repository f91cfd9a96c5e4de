/** The program of a process that keeps a PostgreSQL server for the one that started it, and ends with it. */
import type { FromPostgresServer } from './registry/detachedPostgres.ts';
import { startOwnPostgres } from './registry/ownPostgres.ts';

const [, , folder] = process.argv;
if (folder === undefined || process.send === undefined) {
  throw new Error('postgresServer is started by detachedPostgres only; please report');
}
const tell = (message: FromPostgresServer): Promise<void> =>
  new Promise((resolve) => {
    if (process.connected) process.send?.(message, () => resolve());
    else resolve();
  });
let isLeft = false;
const left = new Promise<undefined>((resolve) => {
  process.once('disconnect', () => {
    isLeft = true;
    resolve(undefined);
  });
});
try {
  const server = await startOwnPostgres(folder);
  if (!isLeft) await tell({ kind: 'started', address: server.address });
  const said = await Promise.race([left, server.ended]);
  if (said !== undefined) {
    await tell({ kind: 'ended', message: said });
    process.exitCode = 1;
  }
  await server.stop();
} catch (error) {
  await tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}
if (process.connected) process.disconnect();
// Not by having nothing left to do: then the package would wait once more for the end of a server that has ended.
process.exit();
