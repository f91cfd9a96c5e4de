import { isDuckdbFile } from './duckdbSource.ts';
import { memorySource } from './memorySource.ts';
import { MissingPackageError } from './missingPackage.ts';
import type { RowSource } from './rowSource.ts';

/**
 * Opens the rows behind an address: a file, `duckdb:FILE?sql=…` or `postgres://…?sql=…`.
 * @throws FileError, MissingPackageError
 */
export async function openSource(address: string): Promise<RowSource> {
  if (/^postgres(ql)?:/.test(address)) {
    const { postgresSource } = await import('./postgresSource.ts');
    return postgresSource(address);
  }
  if (address.startsWith('duckdb:')) {
    const { duckdbSource } = await import('./duckdbSource.ts');
    return duckdbSource(address);
  }
  if (address.toLowerCase().endsWith('.parquet') && isDuckdbFile(address)) {
    const { duckdbSource } = await import('./duckdbSource.ts');
    try {
      return await duckdbSource(address);
    } catch (error) {
      // Without DuckDB the file is read whole.
      if (!(error instanceof MissingPackageError)) throw error;
    }
  }
  const { readData } = await import('../files/readData.ts');
  return memorySource(address, await readData(address));
}
