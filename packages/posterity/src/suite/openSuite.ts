import { openRegistry } from '../registry/openRegistry.ts';
import type { Registry } from '../registry/registry.ts';
import { readSuite, type Suite } from './suiteFile.ts';

/**
 * A suite and its registry: the asked one, else the suite file's, else the database of DATABASE_URL, else a
 * folder beside the suite file.
 */
export async function openSuite(
  path: string,
  options: { readonly registry?: string; readonly create?: boolean },
): Promise<{ readonly suite: Suite; readonly registry: Registry }> {
  const suite = await readSuite(path);
  const create = options.create === true ? { create: true } : {};
  return { suite, registry: await openRegistry(registryAddress(suite, options.registry), create) };
}

export function registryAddress(suite: Suite, asked: string | undefined): string {
  return asked ?? suite.registry ?? (process.env['DATABASE_URL'] || suite.defaultRegistry);
}
