import { openRegistry } from '../registry/openRegistry.ts';
import { type FitPool, fitPool } from '../suite/fitPool.ts';
import type { UnitEvent } from '../suite/refreshUnit.ts';
import { readSuite, type Suite } from '../suite/suiteFile.ts';
import { openQueue } from './openQueue.ts';
import type { SuiteQueue } from './suiteQueue.ts';
import { startWorker } from './worker.ts';

export interface OpenWorkerOptions {
  /** postgres://…, in place of the suites' own. */
  readonly registry?: string;
  /** Fits at once; as many as the machine runs when left out. */
  readonly threads?: number;
  readonly onError: (message: string) => void;
  readonly onUnit: (event: UnitEvent) => void;
}

export interface OpenWorker {
  readonly suites: readonly Suite[];
  readonly queue: SuiteQueue;
  readonly pool: FitPool;
  /** Where the registry is, without a password. */
  readonly location: string;
  /** Tasks at work come to their end; those of a killed worker come back to the others. */
  close(): Promise<void>;
}

/** Starts to work off the queue of some suite files. @throws ConfigError, FileError, RegistryError */
export async function openWorker(
  paths: readonly string[],
  { registry: asked, threads, onError, onUnit }: OpenWorkerOptions,
): Promise<OpenWorker> {
  const suites = await Promise.all(paths.map(readSuite));
  const { queue, address } = await openQueue(suites, asked, onError);
  const registry = await openRegistry(address, { create: true });
  const pool = fitPool(threads);
  const close = async (): Promise<void> => {
    await queue.stop();
    await pool.close();
    await registry.close();
  };
  try {
    await startWorker({ suites, registry, queue, pool, onUnit, onChange: onError });
  } catch (error) {
    await close();
    throw error;
  }
  return { suites, queue, pool, location: registry.location, close };
}
