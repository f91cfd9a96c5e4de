/** What `posterity serve` is given → a service: a folder of saved models, or suite files with their registry. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { FileError, fileError } from '../files/fileError.ts';
import { openSource } from '../sources/openSource.ts';
import { studioFolder } from '../studio/studioFolder.ts';
import { type FitPool, fitPool } from '../suite/fitPool.ts';
import { openSuite } from '../suite/openSuite.ts';
import { refresh } from '../suite/refresh.ts';
import { keyRing } from './apiKeys.ts';
import { folderShelf } from './folderShelf.ts';
import type { RunRefresh } from './jobs.ts';
import { modelCache } from './modelCache.ts';
import { createService, type ServiceOptions } from './server.ts';
import type { ServedSuite } from './suiteRoutes.ts';
import { suiteShelf } from './suiteShelf.ts';

export interface OpenServiceOptions extends Pick<ServiceOptions, 'rate' | 'bodyBytes' | 'mostRows' | 'log'> {
  readonly registry?: string;
  /** File of API keys. */
  readonly keys?: string;
  readonly readOnly: boolean;
  /** Models kept open. */
  readonly mostModels: number;
  /** Threads of refreshes, closed by who gave them; own ones when left out. */
  readonly pool?: FitPool;
}

export interface OpenService {
  readonly app: Awaited<ReturnType<typeof createService>>;
  /** What is served, in words. */
  readonly about: string;
  close(): Promise<void>;
}

/** @param paths one folder of .nc files, or suite files. @throws FileError, ConfigError, RegistryError */
export async function openService(
  paths: readonly string[],
  { registry, keys, readOnly, mostModels, pool: given, ...limits }: OpenServiceOptions,
): Promise<OpenService> {
  const cache = modelCache(mostModels);
  const page = studioFolder();
  const shared = {
    ...limits,
    ...(existsSync(page) ? { studio: page } : {}),
    openModels: cache.size,
    ...(keys === undefined ? {} : { keys: await keyRing(keys) }),
  };
  const [first] = paths;
  if (paths.length === 1 && (await isFolder(first!))) {
    const models = folderShelf(first!, cache);
    const count = (await models.names()).length;
    const app = await createService({ ...shared, models });
    return { app, about: `${count} models of ${first}`, close: () => app.close() };
  }
  const suites = new Map<string, ServedSuite>();
  for (const path of paths) {
    if (await isFolder(path))
      throw new FileError(path, 'is a folder; serve one folder alone, or suite files');
    const opened = await openSuite(path, { ...(registry === undefined ? {} : { registry }), create: true });
    const { name } = opened.suite;
    if (suites.has(name)) throw new FileError(path, `names the suite ${name}, as another file does`);
    suites.set(name, { ...opened, shelf: suiteShelf(name, opened.registry, cache) });
  }
  let own: FitPool | undefined;
  const run: RunRefresh = async (name, only, signal, onUnit) => {
    const { suite, registry: kept } = suites.get(name)!;
    if (given === undefined) own ??= fitPool();
    const pool = given ?? own!;
    const source = await openSource(suite.data);
    try {
      return await refresh(suite, kept, source, pool, { only, signal, onUnit });
    } finally {
      await source.close();
    }
  };
  const app = await createService({ ...shared, suites, ...(readOnly ? {} : { refresh: run }) });
  return {
    app,
    about: `suites ${[...suites.keys()].join(', ')}${readOnly ? ', read-only' : ''}`,
    async close() {
      await app.close();
      await own?.close();
      for (const { registry: kept } of suites.values()) await kept.close();
    },
  };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw fileError(path, error);
  }
}
