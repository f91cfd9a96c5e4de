import type { Registry } from './registry.ts';

/**
 * Opens a registry by its address: a folder, or a PostgreSQL database (`postgres://…`).
 * @param options.create makes it when it is not there
 * @throws RegistryError
 */
export async function openRegistry(
  address: string,
  options: { readonly create?: boolean } = {},
): Promise<Registry> {
  if (/^postgres(ql)?:/.test(address)) {
    const { openPostgresRegistry } = await import('./postgresRegistry.ts');
    return openPostgresRegistry(address, options);
  }
  const { openFolderRegistry } = await import('./folderRegistry.ts');
  return openFolderRegistry(address, options);
}
